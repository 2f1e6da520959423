"""AdminCreateUser, first time and again."""

from __future__ import annotations

import re
from typing import Any

import pytest

from domain.accounts.password_policy import lack
from domain.errors import (
    AliasExistsException,
    CodeDeliveryFailureException,
    InvalidParameterException,
    InvalidPasswordException,
    NotAuthorizedException,
    ResourceNotFoundException,
    UnsupportedUserStateException,
    UsernameExistsException,
    UserNotFoundException,
)
from domain.model.identifiers import Secret
from domain.model.pool import PasswordPolicy
from domain.pools.schema import SchemaEntry, new_schema
from tests.support.accounts import Desk, pairs, refused, rows_of, shown, without_channels
from tests.support.parallel import outcomes
from tests.support.sign_in import asked
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"
PHONE = "+15555550100"
TEMPORARY = "Temp0rary!"
DAY_S = 86_400


def create(desk: Desk, username: str = "ann", **members: Any) -> dict[str, Any]:  # noqa: ANN401 - the request
    """AdminCreateUser; the user, with his attributes as a mapping."""
    return shown(desk.admin("AdminCreateUser", username, **members)["User"])


def test_a_created_user_must_choose_a_password(desk: Desk) -> None:
    """The user is stored with a temporary password, which his first sign-in asks to change."""
    user = create(
        desk, TemporaryPassword=TEMPORARY, UserAttributes=pairs(email=EMAIL, email_verified="true")
    )
    now_s = desk.world.clock.now_ms() / 1000
    assert user["Username"] == "ann"
    assert user["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert user["Enabled"] is True
    assert user["UserCreateDate"] == user["UserLastModifiedDate"] == now_s
    assert next(iter(user["attributes"])) == "sub"
    assert user["attributes"]["email_verified"] == "true"
    challenge = asked(desk.sign_in.by_password(password=TEMPORARY))
    assert challenge.challenge == "NEW_PASSWORD_REQUIRED"


def test_the_invitation_has_name_and_password(desk: Desk) -> None:
    """The usual text names the user and a generated password that satisfies the policy."""
    create(desk, UserAttributes=pairs(email=EMAIL))
    (message,) = desk.mail
    assert (message.to, message.purpose) == (EMAIL, "AdminCreateUser")
    assert message.subject == "Your temporary password"
    assert message.body == f"Your username is ann and temporary password is {message.code}."
    assert lack(PasswordPolicy(), Secret(message.code)) is None
    asked(desk.sign_in.by_password(password=message.code))


@pytest.mark.parametrize(
    ("mediums", "given", "channels"),
    [
        (None, {"email": EMAIL, "phone_number": PHONE}, ["sms"]),
        (None, {"email": EMAIL}, ["email"]),
        (None, {}, []),
        (["EMAIL"], {"email": EMAIL, "phone_number": PHONE}, ["email"]),
        (["EMAIL", "SMS"], {"email": EMAIL, "phone_number": PHONE}, ["email", "sms"]),
        (["SMS"], {"email": EMAIL}, []),
    ],
)
def test_the_wanted_mediums_carry_the_invitation(
    desk: Desk, mediums: list[str] | None, given: dict[str, str], channels: list[str]
) -> None:
    """What was asked for and has an address; if nothing was asked for, telephone before e-mail."""
    members: dict[str, Any] = {} if mediums is None else {"DesiredDeliveryMediums": mediums}
    create(desk, UserAttributes=pairs(**given), **members)
    assert [message.channel for message in desk.mail] == channels


def test_a_suppressed_invitation_is_not_sent(desk: Desk) -> None:
    """SUPPRESS makes the user without telling him, channel or not."""
    create(desk, MessageAction="SUPPRESS", UserAttributes=pairs(email=EMAIL))
    assert desk.mail == []
    assert desk.look()["UserStatus"] == "FORCE_CHANGE_PASSWORD"


def test_a_temporary_password_lives_as_long_as_the_pool_says(make_desk: MakeDesk) -> None:
    """A second before its days are over it works, a second after it is told to be expired."""
    desk = make_desk(password_policy=PasswordPolicy(temporary_validity_days=2))
    create(desk, TemporaryPassword=TEMPORARY)
    desk.world.clock.advance(s=2 * DAY_S - 1)
    asked(desk.sign_in.by_password(password=TEMPORARY))
    desk.world.clock.advance(s=2)
    with refused(NotAuthorizedException):
        desk.sign_in.by_password(password=TEMPORARY)


def test_where_codes_sign_in_no_password_is_made(make_desk: MakeDesk) -> None:
    """A passwordless pool's user is confirmed at once and has nothing to be invited with."""
    desk = make_desk(first_factors=("PASSWORD", "EMAIL_OTP"))
    assert create(desk, UserAttributes=pairs(email=EMAIL))["UserStatus"] == "CONFIRMED"
    assert desk.mail == []
    assert rows_of(desk.world)["credentials"] == {}


def test_who_needs_no_password_has_what_is_required(make_desk: MakeDesk) -> None:
    """Nobody asks him for it later; who gets a password gives it with his new one."""
    schema = new_schema([SchemaEntry(name="given_name", required=True)])
    desk = make_desk(first_factors=("PASSWORD", "EMAIL_OTP"), schema=schema)

    with refused(
        InvalidParameterException,
        "Attributes did not conform to the schema: given_name: The attribute is required\n",
    ):
        create(desk, UserAttributes=pairs(email=EMAIL))

    create(desk, UserAttributes=pairs(email=EMAIL), TemporaryPassword=TEMPORARY)
    create(desk, "bob", UserAttributes=pairs(given_name="Bob"))


def test_an_invitation_again_has_another_password(desk: Desk) -> None:
    """RESEND replaces the temporary password, and its time starts anew."""
    create(desk, UserAttributes=pairs(email=EMAIL))
    first = desk.code()
    desk.world.clock.advance(s=6 * DAY_S)
    (before,) = rows_of(desk.world)["users"].values()
    assert create(desk, MessageAction="RESEND")["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    (after,) = rows_of(desk.world)["users"].values()
    assert after.epoch == before.epoch + 1
    assert len(desk.mail) == 2
    with refused(NotAuthorizedException):
        desk.sign_in.by_password(password=first)
    desk.world.clock.advance(s=6 * DAY_S)
    asked(desk.sign_in.by_password(password=desk.code()))


def test_an_invitation_again_may_name_password_and_mediums(desk: Desk) -> None:
    """RESEND with TemporaryPassword sets that one, and goes by the mediums of its own request."""
    create(desk, UserAttributes=pairs(email=EMAIL, phone_number=PHONE))
    again: dict[str, Any] = {"MessageAction": "RESEND", "DesiredDeliveryMediums": ["EMAIL"]}
    create(desk, TemporaryPassword=TEMPORARY, **again)
    assert [message.channel for message in desk.mail] == ["sms", "email"]
    assert desk.mail[-1].code == TEMPORARY
    asked(desk.sign_in.by_password(password=TEMPORARY))


def test_who_has_been_here_is_not_invited_again(desk: Desk) -> None:
    """RESEND is for users who never chose a password, and for users there are."""
    desk.world.add_user(desk.world.services.catalog.pool(desk.client.pool_id))
    before = rows_of(desk.world)
    with refused(
        UnsupportedUserStateException,
        "Resend not possible. ann status is not FORCE_CHANGE_PASSWORD",
    ):
        create(desk, MessageAction="RESEND")
    with refused(UserNotFoundException, "User does not exist."):
        create(desk, "nobody", MessageAction="RESEND")
    assert rows_of(desk.world) == before


def test_where_the_address_is_the_name_the_user_name_is_the_sub(make_desk: MakeDesk) -> None:
    """With UsernameAttributes the name is generated and the address is an attribute."""
    desk = make_desk(username_attributes=("email",))
    user = create(desk, EMAIL, MessageAction="SUPPRESS")
    assert re.fullmatch("[0-9a-f-]{36}", user["Username"])
    assert user["attributes"] == {"sub": user["Username"], "email": EMAIL}


REFUSALS: list[tuple[str, dict[str, Any], str, dict[str, Any], type[Any], str | None]] = [
    (
        "weak password",
        {},
        "bob",
        {"TemporaryPassword": "short"},
        InvalidPasswordException,
        "Password does not conform to policy: Password not long enough",
    ),
    ("taken", {}, "ann", {}, UsernameExistsException, "User account already exists"),
    (
        "unknown attribute",
        {},
        "bob",
        {"UserAttributes": pairs(custom_role="x")},
        InvalidParameterException,
        (
            "Attributes did not conform to the schema: Type for attribute {custom:role} could not"
            " be determined"
        ),
    ),
    (
        "proof of nothing",
        {},
        "bob",
        {"UserAttributes": pairs(email_verified="true")},
        InvalidParameterException,
        None,
    ),
    ("sub", {}, "bob", {"UserAttributes": pairs(sub="x")}, InvalidParameterException, None),
    (
        "no address",
        {"username_attributes": ("email",)},
        "bob",
        {},
        InvalidParameterException,
        "Username should be an email.",
    ),
    (
        "alias as name",
        {"alias_attributes": ("email",)},
        "bob@example.com",
        {},
        InvalidParameterException,
        "Username cannot be of email format, since user pool is configured for email alias.",
    ),
    (
        "alias of another",
        {"alias_attributes": ("email",)},
        "bob",
        {"UserAttributes": pairs(email=EMAIL, email_verified="true")},
        AliasExistsException,
        "An account with the email already exists.",
    ),
]


@pytest.mark.parametrize(
    ("members", "username", "given", "kind", "text"),
    [row[1:] for row in REFUSALS],
    ids=[row[0] for row in REFUSALS],
)
def test_a_refused_creation_leaves_nothing(
    make_desk: MakeDesk,
    members: dict[str, Any],
    username: str,
    given: dict[str, Any],
    kind: type[Any],
    text: str | None,
) -> None:
    """Whatever refuses the creation refuses all of it."""
    desk = make_desk(**members)
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, attributes={"email": EMAIL, "email_verified": "true"})
    before = rows_of(desk.world)
    with refused(kind, text):
        create(desk, username, **given)
    assert rows_of(desk.world) == before


def test_an_alias_moves_by_force_alone(make_desk: MakeDesk) -> None:
    """ForceAliasCreation gives the proven address to the new user and unproves the old one's."""
    desk = make_desk(alias_attributes=("email",))
    proven = pairs(email=EMAIL, email_verified="true")
    create(desk, "ann", UserAttributes=proven, MessageAction="SUPPRESS")
    create(desk, "bob", UserAttributes=proven, ForceAliasCreation=True, MessageAction="SUPPRESS")
    assert desk.look(EMAIL)["Username"] == "bob"
    assert desk.look("ann")["attributes"]["email_verified"] == "false"


def test_force_moves_nothing_that_is_not_proven(make_desk: MakeDesk) -> None:
    """Without email_verified ForceAliasCreation is ignored: the alias stays where it is."""
    desk = make_desk(alias_attributes=("email",))
    given = {"ForceAliasCreation": True, "MessageAction": "SUPPRESS"}
    create(desk, "ann", UserAttributes=pairs(email=EMAIL, email_verified="true"), **given)
    create(desk, "bob", UserAttributes=pairs(email=EMAIL), **given)
    assert desk.look(EMAIL)["Username"] == "ann"
    assert desk.look("ann")["attributes"]["email_verified"] == "true"


def test_without_a_channel_an_invitation_is_refused(make_desk: MakeDesk) -> None:
    """A message that cannot be sent refuses the creation, unless no message was wanted."""
    desk = make_desk(world=without_channels())
    before = rows_of(desk.world)
    with refused(CodeDeliveryFailureException):
        create(desk, UserAttributes=pairs(email=EMAIL))
    assert rows_of(desk.world) == before
    create(desk, UserAttributes=pairs(email=EMAIL), MessageAction="SUPPRESS")


def test_an_unknown_pool_is_told(desk: Desk) -> None:
    """A pool that does not exist has no users to be made."""
    with refused(ResourceNotFoundException, "User pool us-east-1_none00000 does not exist."):
        desk.call("AdminCreateUser", UserPoolId="us-east-1_none00000", Username="ann")


def test_a_name_is_given_once_to_many_at_once(desk: Desk) -> None:
    """Of 32 parallel creations of one user exactly one succeeds."""
    results = outcomes(32, lambda _: create(desk, MessageAction="SUPPRESS"))
    assert sum(isinstance(result, dict) for result in results) == 1
    assert {type(result) for result in results} == {dict, UsernameExistsException}
