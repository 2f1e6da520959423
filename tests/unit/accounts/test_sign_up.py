"""SignUp."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import (
    CodeDeliveryFailureException,
    InvalidParameterException,
    InvalidPasswordException,
    NotAuthorizedException,
    UsernameExistsException,
)
from domain.model.schema import STANDARD_ATTRIBUTES
from domain.model.user import UserStatus
from tests.support.accounts import Desk, pairs, refused, rows_of, without_channels
from tests.support.parallel import outcomes
from tests.support.world import PASSWORD
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"
PHONE = "+15555550100"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def test_a_visitor_becomes_an_unconfirmed_user(desk: Desk) -> None:
    """SignUp stores the user and says that a code went to the masked address."""
    answer = desk.sign_up(email=EMAIL, name="Ann")
    user = desk.look()
    assert UUID.fullmatch(answer["UserSub"])
    assert 20 <= len(answer.pop("Session")) <= 4096
    assert answer == {
        "UserConfirmed": False,
        "UserSub": user["attributes"]["sub"],
        "CodeDeliveryDetails": {
            "Destination": "a***@e***",
            "DeliveryMedium": "EMAIL",
            "AttributeName": "email",
        },
    }
    assert user["Username"] == "ann"
    assert user["UserStatus"] == "UNCONFIRMED"
    assert user["Enabled"] is True
    assert user["attributes"] == {
        "sub": answer["UserSub"],
        "email": EMAIL,
        "name": "Ann",
        "email_verified": "false",
    }


def test_the_code_waits_in_the_outbox(desk: Desk) -> None:
    """The message of a sign-up has the code, the address and the usual text."""
    desk.sign_up(email=EMAIL)
    (message,) = desk.mail
    assert re.fullmatch("[0-9]{6}", message.code)
    assert (message.to, message.channel, message.purpose) == (EMAIL, "email", "SignUp")
    assert message.body == f"Your verification code is {message.code}."
    assert message.subject == "Your verification code"


@pytest.mark.parametrize(
    ("auto_verified", "given", "medium"),
    [
        (("email", "phone_number"), {"email": EMAIL, "phone_number": PHONE}, "SMS"),
        (("email", "phone_number"), {"email": EMAIL}, "EMAIL"),
        (("email",), {"email": EMAIL, "phone_number": PHONE}, "EMAIL"),
        (("email",), {"phone_number": PHONE}, None),
        ((), {"email": EMAIL}, None),
    ],
)
def test_a_code_goes_to_an_auto_verified_address(
    make_desk: MakeDesk, auto_verified: tuple[str, ...], given: dict[str, str], medium: str | None
) -> None:
    """A text message wins over e-mail; without an address that is verified there is no code."""
    desk = make_desk(auto_verified=auto_verified)
    answer = desk.sign_up(**given)
    assert answer.get("CodeDeliveryDetails", {}).get("DeliveryMedium") == medium
    assert len(desk.mail) == (0 if medium is None else 1)


def test_where_the_address_is_the_name_the_user_name_is_the_sub(make_desk: MakeDesk) -> None:
    """With UsernameAttributes the attribute is set from Username and the name is generated."""
    desk = make_desk(username_attributes=("email",))
    answer = desk.sign_up(EMAIL)
    user = desk.look(EMAIL)
    assert user["Username"] == answer["UserSub"] == user["attributes"]["sub"]
    assert user["attributes"]["email"] == EMAIL


@pytest.mark.parametrize(
    ("members", "username", "text"),
    [
        ({"username_attributes": ("email",)}, "ann", "Username should be an email."),
        ({"username_attributes": ("phone_number",)}, EMAIL, "Username should be a phone number."),
        (
            {"username_attributes": ("email", "phone_number")},
            "ann",
            "Username should be either an email or a phone number.",
        ),
        (
            {"alias_attributes": ("email",)},
            EMAIL,
            "Username cannot be of email format, since user pool is configured for email alias.",
        ),
        (
            {"alias_attributes": ("phone_number",)},
            PHONE,
            (
                "Username cannot be of phone number format, since user pool is configured for phone"
                " number alias."
            ),
        ),
    ],
)
def test_user_names_have_the_form_that_the_pool_asks_for(
    make_desk: MakeDesk, members: dict[str, Any], username: str, text: str
) -> None:
    """A name that could be an alias, or that is no address where one is due, is refused."""
    with refused(InvalidParameterException, text):
        make_desk(**members).sign_up(username)


def test_a_name_and_its_attribute_must_be_one(make_desk: MakeDesk) -> None:
    """Nobody signs up under an address and keeps another: he could never sign in by the first."""
    desk = make_desk(username_attributes=("email",))
    with refused(InvalidParameterException):
        desk.sign_up(EMAIL, email="bob@example.com")


@pytest.mark.parametrize(
    ("members", "first", "second"),
    [
        ({}, "ann", "ann"),
        ({"case_sensitive": False}, "ann", "ANN"),
        ({"case_sensitive": False}, "stra\u00dfe", "STRASSE"),
        ({"case_sensitive": True}, "ann\u00e9", "anne\u0301"),
        ({"username_attributes": ("email",), "case_sensitive": False}, EMAIL, "ANN@example.com"),
    ],
)
@pytest.mark.parametrize("hides", ["LEGACY", "ENABLED"])
def test_a_taken_name_is_told(
    make_desk: MakeDesk, members: dict[str, Any], first: str, second: str, hides: str
) -> None:
    """A name that is somebody's, by the rules of the pool on spelling, is told in both settings."""
    desk = make_desk(**members, client_prevent_user_existence_errors=hides)
    desk.sign_up(first)
    with refused(UsernameExistsException, "User already exists"):
        desk.sign_up(second)


def test_names_that_differ_in_case_are_two_where_case_counts(desk: Desk) -> None:
    """In a case-sensitive pool `ann` and `ANN` are two users."""
    assert desk.sign_up("ann")["UserSub"] != desk.sign_up("ANN")["UserSub"]


def test_the_sub_of_a_user_is_nobody_elses_name(desk: Desk) -> None:
    """A visitor cannot take a name by which administrators may call somebody else."""
    sub = desk.sign_up("ann")["UserSub"]
    with refused(UsernameExistsException):
        desk.sign_up(sub)


def test_an_address_of_another_user_is_told_apart_from_his_name(make_desk: MakeDesk) -> None:
    """Another sign-in attribute that is somebody's has a text of its own."""
    desk = make_desk(username_attributes=("email", "phone_number"))
    desk.sign_up(EMAIL, phone_number=PHONE)
    text = "An account with the given phone_number already exists."
    with refused(UsernameExistsException, text):
        desk.sign_up("bob@example.com", phone_number=PHONE)


def test_unproven_addresses_may_be_shared_where_they_are_aliases(make_desk: MakeDesk) -> None:
    """In alias pools an address belongs to nobody before it is proven."""
    desk = make_desk(alias_attributes=("email",))
    desk.sign_up("ann", email=EMAIL)
    desk.sign_up("bob", email=EMAIL)
    assert desk.look("ann")["attributes"]["email"] == desk.look("bob")["attributes"]["email"]


def test_required_attributes_are_asked_for(make_desk: MakeDesk) -> None:
    """All missing attributes are told at once; a blank one is missing."""
    schema = tuple(
        replace(entry, required=entry.name in {"sub", "email", "name"})
        for entry in STANDARD_ATTRIBUTES
    )
    text = (
        "Attributes did not conform to the schema: name: The attribute is required\n"
        "email: The attribute is required\n"
    )
    with refused(InvalidParameterException, text):
        make_desk(schema=schema).sign_up(email="")


REFUSALS: list[tuple[str, dict[str, Any], dict[str, Any], type[Exception], str | None]] = [
    (
        "closed pool",
        {"admin_only_sign_up": True},
        {},
        NotAuthorizedException,
        "SignUp is not permitted for this user pool",
    ),
    (
        "weak password",
        {},
        {"Password": "short"},
        InvalidPasswordException,
        "Password did not conform with policy: Password not long enough",
    ),
    ("no password", {}, {"Password": None}, InvalidParameterException, None),
    (
        "unknown attribute",
        {},
        {"UserAttributes": pairs(custom_userId="1")},
        InvalidParameterException,
        (
            "Attributes did not conform to the schema: custom:userId: Attribute does not exist in"
            " the schema.\n"
        ),
    ),
    (
        "proof of its own",
        {},
        {"UserAttributes": pairs(email=EMAIL, email_verified="true")},
        NotAuthorizedException,
        "A client attempted to write unauthorized attribute",
    ),
    (
        "attribute not permitted",
        {"client_write_attributes": ("email",)},
        {"UserAttributes": pairs(name="Ann")},
        NotAuthorizedException,
        "A client attempted to write unauthorized attribute",
    ),
    (
        "no e-mail address",
        {},
        {"UserAttributes": pairs(email="ann")},
        InvalidParameterException,
        "Invalid email address format.",
    ),
    (
        "no secret hash",
        {"client_secret": "shh"},
        {},
        NotAuthorizedException,
        (
            "Client client0000000000000000000a is configured with secret but SECRET_HASH was not"
            " received"
        ),
    ),
]


@pytest.mark.parametrize(
    ("members", "given", "kind", "text"),
    [row[1:] for row in REFUSALS],
    ids=[row[0] for row in REFUSALS],
)
def test_a_refused_sign_up_leaves_nothing(
    make_desk: MakeDesk,
    members: dict[str, Any],
    given: dict[str, Any],
    kind: type[Any],
    text: str | None,
) -> None:
    """Whatever refuses a sign-up refuses all of it."""
    desk = make_desk(**members)
    before = rows_of(desk.world)
    request = {"Username": "ann", "Password": PASSWORD, **given}
    with refused(kind, text):
        desk.public("SignUp", **{name: value for name, value in request.items() if value})
    assert rows_of(desk.world) == before


def test_without_a_channel_nobody_is_signed_up(make_desk: MakeDesk) -> None:
    """A code that cannot be sent is known at once, and refuses the sign-up as a whole."""
    world = without_channels()
    desk = make_desk(world=world)
    before = rows_of(world)
    with refused(CodeDeliveryFailureException):
        desk.sign_up(email=EMAIL)
    assert rows_of(world) == before


def test_a_password_may_be_left_out_where_codes_sign_in(make_desk: MakeDesk) -> None:
    """In a pool with one-time codes as first factors a user needs no password."""
    desk = make_desk(first_factors=("PASSWORD", "EMAIL_OTP"))
    desk.public("SignUp", Username="ann", UserAttributes=pairs(email=EMAIL))
    assert desk.look()["UserStatus"] == UserStatus.UNCONFIRMED


def test_a_name_is_taken_once_by_many_at_once(desk: Desk) -> None:
    """Of 32 parallel sign-ups under one name exactly one succeeds, and no half user stays."""
    results = outcomes(32, lambda _: desk.sign_up(email=EMAIL))
    won = [result for result in results if isinstance(result, dict)]
    lost = {type(result) for result in results if not isinstance(result, dict)}
    assert len(won) == 1
    assert lost == {UsernameExistsException}
    rows = rows_of(desk.world)
    assert {len(rows[table]) for table in ("users", "names", "credentials", "codes", "outbox")} == {
        1
    }
