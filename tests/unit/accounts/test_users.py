"""Reading, changing and disabling users."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import (
    AliasExistsException,
    InvalidParameterException,
    NotAuthorizedException,
    TooManyRequestsException,
    UserNotFoundException,
)
from domain.model.schema import STANDARD_ATTRIBUTES
from tests.support.accounts import Desk, pairs, refused, rows_of, shown
from tests.support.parallel import outcomes
from tests.support.sign_in import tokens
from tests.support.world import PASSWORD
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"
PHONE = "+15555550100"
PROVEN = {"email": EMAIL, "email_verified": "true", "name": "Ann"}
BY_NAME = ("AdminGetUser", "AdminDeleteUser", "AdminEnableUser", "AdminDisableUser")


@pytest.fixture
def ann(desk: Desk) -> Desk:
    """The desk, with a confirmed user whose address is proven."""
    return with_ann(desk)


def with_ann(desk: Desk) -> Desk:
    """Add the user to a desk's pool."""
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, attributes=PROVEN)
    return desk


def update(desk: Desk, username: str = "ann", **given: str) -> Any:  # noqa: ANN401 - a response
    """AdminUpdateUserAttributes."""
    return desk.admin("AdminUpdateUserAttributes", username, UserAttributes=pairs(**given))


def test_a_user_reads_himself(ann: Desk) -> None:
    """GetUser shows the name and the attributes, `sub` first, and nothing about MFA."""
    answer = ann.call("GetUser", AccessToken=ann.signed_in())
    assert answer.keys() == {"Username", "UserAttributes"}
    assert answer["Username"] == "ann"
    assert answer["UserAttributes"][0]["Name"] == "sub"
    assert shown(answer)["attributes"] == {**PROVEN, "sub": answer["UserAttributes"][0]["Value"]}


def test_a_client_reads_what_it_may(make_desk: MakeDesk) -> None:
    """ReadAttributes bound GetUser; `sub` is always there."""
    desk = with_ann(make_desk(client_read_attributes=("email",)))
    answer = shown(desk.call("GetUser", AccessToken=desk.signed_in()))
    assert answer["attributes"].keys() == {"sub", "email"}


@pytest.mark.parametrize("case_sensitive", [True, False])
def test_an_administrator_reads_by_any_name(make_desk: MakeDesk, case_sensitive: bool) -> None:
    """User name, alias and `sub` lead to the same user, who goes by his internal name."""
    desk = with_ann(make_desk(alias_attributes=("email",), case_sensitive=case_sensitive))
    sub = desk.look()["attributes"]["sub"]
    for name in ("ann", EMAIL, sub, *(() if case_sensitive else ("ANN", EMAIL.upper()))):
        assert desk.look(name)["Username"] == "ann"
    now_s = desk.world.clock.now_ms() / 1000
    user = desk.look()
    assert (user["UserCreateDate"], user["Enabled"], user["UserStatus"]) == (
        now_s,
        True,
        "CONFIRMED",
    )


@pytest.mark.parametrize("operation", [*BY_NAME, "AdminUpdateUserAttributes"])
def test_administrators_are_told_of_unknown_users(hiding: Desk, operation: str) -> None:
    """Operations of administrators tell that there is no user, whatever the client hides."""
    members: dict[str, Any] = (
        {"UserAttributes": []} if operation == "AdminUpdateUserAttributes" else {}
    )
    with refused(UserNotFoundException, "User does not exist."):
        hiding.admin(operation, "nobody", **members)


def test_attributes_are_set_changed_and_deleted(ann: Desk) -> None:
    """Given values replace, blank values delete, the rest stays; the date of change moves."""
    ann.world.clock.advance(s=60)
    assert update(ann, name="", nickname="Annie") == {}
    user = ann.look()
    assert "name" not in user["attributes"]
    assert user["attributes"]["nickname"] == "Annie"
    assert user["attributes"]["email"] == EMAIL
    assert user["UserLastModifiedDate"] == user["UserCreateDate"] + 60


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ({"email": "new@example.com"}, {"email": "new@example.com", "email_verified": "false"}),
        (
            {"email": "new@example.com", "email_verified": "true"},
            {"email": "new@example.com", "email_verified": "true"},
        ),
        ({"email": EMAIL}, {"email": EMAIL, "email_verified": "true"}),
        ({"email_verified": "false"}, {"email": EMAIL, "email_verified": "false"}),
        ({"email": ""}, {}),
        ({"phone_number": PHONE}, {"phone_number": PHONE, "phone_number_verified": "false"}),
    ],
)
def test_a_new_address_is_unproven_unless_the_administrator_says_so(
    ann: Desk, given: dict[str, str], after: dict[str, str]
) -> None:
    """A proof belongs to the value that it was made for."""
    update(ann, **given)
    attributes = ann.look()["attributes"]
    concerned = {name.removesuffix("_verified") for name in {*given, *after}}
    kept = {name: value for name, value in attributes.items() if name.startswith(tuple(concerned))}
    assert kept == after


def test_an_alias_follows_its_proof(make_desk: MakeDesk) -> None:
    """An address that was replaced, or whose proof was taken back, signs nobody in."""
    desk = with_ann(make_desk(alias_attributes=("email",)))
    assert desk.signed_in(EMAIL)
    update(desk, email="new@example.com")
    for name in (EMAIL, "new@example.com"):
        with refused(UserNotFoundException):
            desk.signed_in(name)
    update(desk, email_verified="true")
    assert desk.signed_in("new@example.com")
    update(desk, email_verified="false")
    with refused(UserNotFoundException):
        desk.signed_in("new@example.com")


def test_an_address_as_name_follows_at_once(make_desk: MakeDesk) -> None:
    """With UsernameAttributes the new address signs in, proven or not, and the old one does not."""
    desk = with_ann(make_desk(username_attributes=("email",)))
    update(desk, EMAIL, email="new@example.com")
    assert desk.signed_in("new@example.com")
    with refused(UserNotFoundException):
        desk.signed_in(EMAIL)


def test_an_alias_of_another_user_is_refused(make_desk: MakeDesk) -> None:
    """An administrator does not take an alias over by changing attributes."""
    desk = with_ann(make_desk(alias_attributes=("email",)))
    desk.sign_up("bob")
    desk.admin("AdminConfirmSignUp", "bob")
    before = rows_of(desk.world)
    with refused(AliasExistsException, "An account with the given email already exists."):
        update(desk, "bob", email=EMAIL, email_verified="true")
    assert rows_of(desk.world) == before


@pytest.mark.parametrize(
    "given",
    [
        {"custom_x": "1"},
        {"sub": "x"},
        {"email": "no address"},
        {"email": "", "name": ""},
        {"phone_number_verified": "true"},
    ],
)
def test_a_refused_update_changes_nothing(make_desk: MakeDesk, given: dict[str, str]) -> None:
    """One attribute that is refused refuses all of them; a required one cannot be deleted."""
    schema = tuple(
        replace(entry, required=entry.name in {"sub", "name"}) for entry in STANDARD_ATTRIBUTES
    )
    desk = with_ann(make_desk(schema=schema))
    before = rows_of(desk.world)
    with refused(InvalidParameterException):
        update(desk, **{"nickname": "Annie", **given})
    assert rows_of(desk.world) == before


def test_line_breaks_are_data(ann: Desk) -> None:
    """A value that would break a line of a log is kept as it is."""
    value = "x\r\n2026-01-01 audit event=SIGN_IN result=success user=root"
    update(ann, name=value)
    assert ann.look()["attributes"]["name"] == value


def test_a_disabled_user_is_out_at_once(ann: Desk) -> None:
    """Tokens, open attempts and sign-ins end; enabling brings sign-ins back, not the tokens."""
    issued = tokens(ann.sign_in.by_password())
    challenge = ann.sign_in.start_srp()
    assert ann.admin("AdminDisableUser") == {}
    assert ann.look()["Enabled"] is False
    with refused(NotAuthorizedException, "Access Token has been revoked"):
        ann.call("GetUser", AccessToken=issued.access_token)
    with refused(NotAuthorizedException, "User is disabled."):
        ann.signed_in()
    assert ann.admin("AdminEnableUser") == {}
    with pytest.raises(NotAuthorizedException):
        ann.sign_in.answer(
            "PASSWORD_VERIFIER", answers=ann.sign_in.srp_answers(challenge, PASSWORD)
        )
    with refused(NotAuthorizedException, "Refresh Token has been revoked"):
        ann.sign_in.refresh(issued.refresh_token or "")
    assert ann.signed_in()


def test_enabling_and_disabling_twice_is_no_error(ann: Desk) -> None:
    """The operations say what is to be, not what is to change."""
    for operation in ("AdminDisableUser", "AdminDisableUser", "AdminEnableUser", "AdminEnableUser"):
        assert ann.admin(operation) == {}
    assert ann.look()["Enabled"] is True


def test_parallel_updates_lose_nothing(ann: Desk) -> None:
    """Of many updates at once each that succeeded is there, and a refused one is told."""
    results = outcomes(8, lambda n: update(ann, **{("nickname", "locale")[n % 2]: str(n)}))
    assert {type(result) for result in results} <= {dict, TooManyRequestsException}
    attributes = ann.look()["attributes"]
    for parity, name in enumerate(("nickname", "locale")):
        succeeded = [str(n) for n, r in enumerate(results) if n % 2 == parity and r == {}]
        assert not succeeded or attributes[name] in succeeded
