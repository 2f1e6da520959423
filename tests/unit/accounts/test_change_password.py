"""ChangePassword and AdminSetUserPassword."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import (
    InvalidParameterException,
    InvalidPasswordException,
    LimitExceededException,
    NotAuthorizedException,
    PasswordHistoryPolicyViolationException,
    UserNotFoundException,
)
from domain.model.pool import PasswordPolicy
from domain.model.user import UserStatus
from tests.support.accounts import Desk, refused, rows_of
from tests.support.sign_in import asked, tokens
from tests.support.world import PASSWORD, World
from tests.unit.accounts.conftest import MakeDesk

NEW = "N3w!password"
WEAK = "Password does not conform to policy: Password not long enough"
DAY_S = 86_400


@pytest.fixture
def ann(desk: Desk) -> Desk:
    """The desk, with a confirmed user."""
    desk.world.add_user(desk.world.services.catalog.pool(desk.client.pool_id))
    return desk


def change(desk: Desk, token: str, previous: str | None = PASSWORD, proposed: str = NEW) -> Any:  # noqa: ANN401 - a response
    """ChangePassword."""
    given = {} if previous is None else {"PreviousPassword": previous}
    return desk.call("ChangePassword", AccessToken=token, ProposedPassword=proposed, **given)


def set_password(desk: Desk, password: str = NEW, **members: Any) -> Any:  # noqa: ANN401 - a response
    """AdminSetUserPassword."""
    return desk.admin("AdminSetUserPassword", Password=password, **members)


def test_a_user_changes_his_password_and_stays_signed_in(ann: Desk) -> None:
    """The new password works, the old one does not, and tokens go on."""
    issued = tokens(ann.sign_in.by_password())
    assert change(ann, issued.access_token) == {}
    assert ann.call("GetUser", AccessToken=issued.access_token)["Username"] == "ann"
    assert ann.sign_in.refresh(issued.refresh_token or "").access_token
    assert ann.signed_in(password=NEW)
    with refused(NotAuthorizedException, "Incorrect username or password."):
        ann.signed_in(password=PASSWORD)


def test_a_change_voids_open_sign_ins(ann: Desk) -> None:
    """A challenge from before the change cannot be answered after it."""
    token = ann.signed_in()
    challenge = ann.sign_in.start_srp()
    (before,) = rows_of(ann.world)["users"].values()
    change(ann, token)
    (after,) = rows_of(ann.world)["users"].values()
    assert after.epoch == before.epoch + 1
    with pytest.raises(NotAuthorizedException):
        ann.sign_in.answer(
            "PASSWORD_VERIFIER", answers=ann.sign_in.srp_answers(challenge, PASSWORD)
        )


def test_a_wrong_password_has_a_budget_of_its_own(ann: Desk) -> None:
    """Five wrong passwords use the hour up, and do not lock the user's sign-in."""
    token = ann.signed_in()
    for _ in range(5):
        with refused(NotAuthorizedException, "Incorrect username or password."):
            change(ann, token, "Wr0ng!password")
    with refused(LimitExceededException, "Attempt limit exceeded, please try after some time."):
        change(ann, token)
    assert ann.signed_in(password=PASSWORD)
    ann.world.clock.advance(s=3_600)
    change(ann, ann.signed_in())


def test_a_refused_change_changes_nothing(ann: Desk) -> None:
    """Every refusal leaves password, history and profile as they were."""
    token = ann.signed_in()
    before = rows_of(ann.world)
    with refused(InvalidPasswordException, WEAK):
        change(ann, token, proposed="short")
    with refused(InvalidParameterException, "Missing required parameter PreviousPassword"):
        change(ann, token, previous=None)
    with refused(NotAuthorizedException, "Invalid Access Token"):
        change(ann, "no token")
    with refused(NotAuthorizedException):
        change(ann, token, "Wr0ng!password")
    assert rows_of(ann.world) == before


def test_earlier_passwords_are_refused(make_desk: MakeDesk) -> None:
    """With a history of two the last two passwords are refused, and the third is not."""
    desk = make_desk(password_policy=PasswordPolicy(history_size=2))
    desk.world.add_user(desk.world.services.catalog.pool(desk.client.pool_id))
    token = desk.signed_in()
    change(desk, token)
    for used in (PASSWORD, NEW):
        with refused(PasswordHistoryPolicyViolationException, "Password has previously been used"):
            change(desk, token, NEW, used)
        with refused(PasswordHistoryPolicyViolationException):
            set_password(desk, used)
    set_password(desk, "Th1rd!password", Permanent=True)
    set_password(desk, PASSWORD, Permanent=True)


def test_no_history_is_kept_where_none_is_asked_for(ann: Desk) -> None:
    """Without a rule old hashes are dropped, and the same password may be set again."""
    set_password(ann, NEW, Permanent=True)
    set_password(ann, NEW, Permanent=True)
    (row,) = rows_of(ann.world)["credentials"].values()
    assert row.history == ()


def test_who_has_no_password_sets_one(desk: Desk) -> None:
    """A user who signs in without a password needs no previous one."""
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    user = desk.world.add_user(pool)
    token = desk.signed_in()
    with desk.world.store.reading() as unit:
        stored = unit.users.standing(pool.id, user.sub).credentials
    assert stored is not None
    with desk.world.store.writing() as unit:
        unit.credentials.save(replace(stored, generation=stored.generation + 1, password_hash=None))
    change(desk, token, previous=None)
    assert desk.signed_in(password=NEW)


def test_an_administrator_sets_a_password_for_good(ann: Desk) -> None:
    """A permanent password confirms the user and ends the tokens that he had."""
    token = ann.signed_in()
    assert set_password(ann, Permanent=True) == {}
    assert ann.look()["UserStatus"] == "CONFIRMED"
    with refused(NotAuthorizedException, "Access Token has been revoked"):
        ann.call("GetUser", AccessToken=token)
    assert ann.signed_in(password=NEW)


def test_a_temporary_password_must_be_changed_and_expires(ann: Desk) -> None:
    """Without Permanent the next sign-in asks for a new password, within the pool's days."""
    set_password(ann)
    assert ann.look()["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    challenge = asked(ann.sign_in.by_password(password=NEW))
    assert challenge.challenge == "NEW_PASSWORD_REQUIRED"
    ann.world.clock.advance(s=7 * DAY_S + 1)
    with refused(
        NotAuthorizedException,
        "Temporary password has expired and must be reset by an administrator.",
    ):
        ann.sign_in.by_password(password=NEW)


def test_an_unconfirmed_user_is_confirmed_by_a_password(desk: Desk) -> None:
    """A permanent password by an administrator ends the sign-up, too."""
    desk.sign_up()
    set_password(desk, Permanent=True)
    assert desk.look()["UserStatus"] == UserStatus.CONFIRMED


def test_a_password_by_an_administrator_lifts_the_lock(ann: Desk) -> None:
    """A locked user signs in at once with the new password."""
    for _ in range(6):
        with pytest.raises(NotAuthorizedException):
            ann.signed_in(password="Wr0ng!password")
    set_password(ann, Permanent=True)
    assert ann.signed_in(password=NEW)


def test_a_refused_setting_changes_nothing(ann: Desk) -> None:
    """Policy and existence are checked before anything is written."""
    before = rows_of(ann.world)
    with refused(InvalidPasswordException, WEAK):
        set_password(ann, "short")
    with refused(UserNotFoundException, "User does not exist."):
        ann.admin("AdminSetUserPassword", "nobody", Password=NEW)
    assert rows_of(ann.world) == before


@pytest.mark.parametrize(
    ("setting", "flows", "kept"),
    [
        ("always", ("ALLOW_USER_PASSWORD_AUTH",), True),
        ("never", ("ALLOW_USER_SRP_AUTH",), False),
        ("lazy", ("ALLOW_USER_SRP_AUTH",), True),
        ("lazy", (), True),
        ("lazy", ("USER_PASSWORD_AUTH",), True),
        ("lazy", ("ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"), False),
    ],
)
def test_verifiers_are_kept_as_the_operator_decided(
    make_desk: MakeDesk, setting: str, flows: tuple[str, ...], kept: bool
) -> None:
    """Always, never, or only where a client of the pool may begin by SRP."""
    desk = make_desk(world=World(srp_verifiers=setting), client_flows=flows)
    desk.sign_up()
    (row,) = rows_of(desk.world)["credentials"].values()
    assert (row.sealed_verifier is not None) is kept
