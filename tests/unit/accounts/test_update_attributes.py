"""UpdateUserAttributes, and what AdminUpdateUserAttributes does about codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import (
    CodeDeliveryFailureException,
    InvalidEmailRoleAccessPolicyException,
    InvalidLambdaResponseException,
    InvalidParameterException,
    InvalidSmsRoleAccessPolicyException,
    NotAuthorizedException,
    TooManyRequestsException,
    UserNotFoundException,
)
from domain.model.schema import STANDARD_ATTRIBUTES, AttributeSchema, DataType
from tests.support.accounts import Functions, pairs, refused, rows_of, without_channels
from tests.support.world import World
from tests.unit.accounts.attribute_desk import EMAIL, KEEPING, NEW, PHONE, own, own_proven
from tests.unit.accounts.conftest import MakeDesk

BOTH = {"auto_verified": ("email", "phone_number")}
DELIVERY = {"Destination": "n***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}
REFUSED = "Attributes did not conform to the schema: "
UNWRITABLE = "A client attempted to write unauthorized attribute"
SCHEMA = (
    *(replace(each, required=each.name in {"sub", "name"}) for each in STANDARD_ATTRIBUTES),
    AttributeSchema(name="custom:fixed", data_type=DataType.STRING, mutable=False),
    AttributeSchema(name="custom:level", data_type=DataType.NUMBER, max_value="9"),
    AttributeSchema(name="dev:custom:secret", data_type=DataType.STRING, developer_only=True),
)


def test_a_user_changes_what_needs_no_proof(make_desk: MakeDesk) -> None:
    """Values are set, changed and, when blank, deleted; no code is sent."""
    ann = own(make_desk(), name="Ann", nickname="A")
    ann.desk.world.clock.advance(s=60)
    assert ann.update(name="", nickname="Annie", locale="pt") == {"CodeDeliveryDetailsList": []}
    assert ann.attributes == {"nickname": "Annie", "locale": "pt"}
    assert ann.desk.mail == []
    user = ann.desk.look()
    assert user["UserLastModifiedDate"] == user["UserCreateDate"] + 60


def test_a_new_address_counts_at_once_and_is_unproven(make_desk: MakeDesk) -> None:
    """Without a rule of the pool the address is exchanged, and the code goes to the new one."""
    ann = own_proven(make_desk())
    assert ann.update(email=NEW) == {"CodeDeliveryDetailsList": [DELIVERY]}
    assert ann.attributes == {"email": NEW, "email_verified": "false"}
    (message,) = ann.desk.mail
    assert (message.to, message.purpose) == (NEW, "UpdateUserAttribute")
    assert ann.verify(ann.desk.code()) == {}
    assert ann.attributes == {"email": NEW, "email_verified": "true"}


def test_a_new_address_waits_for_its_proof(make_desk: MakeDesk) -> None:
    """Where the pool keeps the old address, all else of the request counts at once."""
    ann = own_proven(make_desk(**KEEPING, alias_attributes=("email",)))
    assert ann.update(email=NEW, name="Ann") == {"CodeDeliveryDetailsList": [DELIVERY]}
    before = {"email": EMAIL, "email_verified": "true", "name": "Ann"}
    assert ann.attributes == before
    assert ann.desk.signed_in(EMAIL)
    ann.verify(ann.desk.code())
    assert ann.attributes == {**before, "email": NEW}
    assert ann.desk.signed_in(NEW)
    with refused(UserNotFoundException):
        ann.desk.signed_in(EMAIL)


def test_a_first_address_waits_as_well(make_desk: MakeDesk) -> None:
    """Who has no address yet has none until it is proven."""
    ann = own(make_desk(**KEEPING))
    ann.update(email=NEW)
    assert ann.attributes == {}
    ann.verify(ann.desk.code())
    assert ann.attributes == {"email": NEW, "email_verified": "true"}


def test_each_changed_address_gets_its_code(make_desk: MakeDesk) -> None:
    """Two addresses, two codes; each proves its own."""
    ann = own_proven(make_desk(**BOTH))
    answer = ann.update(phone_number=PHONE, email=NEW)
    sent = [each["AttributeName"] for each in answer["CodeDeliveryDetailsList"]]
    assert sent == ["email", "phone_number"]
    codes = {message.to: message.code for message in ann.desk.mail}
    ann.verify(codes[PHONE], "phone_number")
    assert ann.attributes["email_verified"] == "false"
    ann.verify(codes[NEW])
    assert ann.attributes == {
        "email": NEW,
        "email_verified": "true",
        "phone_number": PHONE,
        "phone_number_verified": "true",
    }


@pytest.mark.parametrize("keeping", [{}, KEEPING], ids=["at once", "keeping"])
def test_the_same_address_again_is_no_change(make_desk: MakeDesk, keeping: dict[str, Any]) -> None:
    """The proof stays and no code is sent; a change that waits for its code goes on waiting."""
    ann = own_proven(make_desk(**keeping))
    assert ann.update(email=EMAIL, name="Ann") == {"CodeDeliveryDetailsList": []}
    assert ann.attributes["email_verified"] == "true"
    if keeping:
        ann.update(email=NEW)
        code = ann.desk.code()
        ann.update(email=EMAIL, name="Anna")
        ann.verify(code)
        assert ann.attributes["email"] == NEW


def test_an_address_that_the_pool_does_not_verify_gets_no_code(make_desk: MakeDesk) -> None:
    """It is unproven, and the user may ask for a code."""
    ann = own_proven(make_desk(auto_verified=()))
    assert ann.update(email=NEW) == {"CodeDeliveryDetailsList": []}
    assert ann.attributes == {"email": NEW, "email_verified": "false"}
    assert ann.desk.mail == []


@pytest.mark.parametrize(
    ("name", "writable"),
    [
        ("email_verified", None),
        ("phone_number_verified", None),
        ("sub", None),
        ("identities", None),
        ("dev:custom:secret", None),
        ("email_verified", ("name", "email", "email_verified")),
        ("nickname", ("name", "email")),
    ],
)
def test_a_client_writes_only_what_it_may(
    make_desk: MakeDesk, name: str, writable: tuple[str, ...] | None
) -> None:
    """Nobody writes proofs, `sub` or a developer's attributes; WriteAttributes bound the rest."""
    ann = own(make_desk(schema=SCHEMA, client_write_attributes=writable), name="Ann")
    before = rows_of(ann.desk.world)
    for value in ("true", ""):
        with refused(NotAuthorizedException, UNWRITABLE):
            ann.update(**{"name": "Eve", name: value})
    assert rows_of(ann.desk.world) == before


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"email": "nowhere"}, "Invalid email address format."),
        ({"phone_number": "0151"}, "Invalid phone number format."),
        (
            {"custom_x": "1"},
            f"{REFUSED}custom:x: Attribute does not exist in the schema.\n",
        ),
        (
            {"custom_level": "10"},
            f"{REFUSED}custom:level: Number must be no greater than 9\n",
        ),
        (
            {"name": ""},
            f"{REFUSED}name: The attribute is required\n",
        ),
        (
            {"custom_fixed": "2"},
            "user.custom:fixed: Attribute cannot be updated. (changing an immutable attribute)",
        ),
    ],
)
def test_a_refused_change_changes_nothing(
    make_desk: MakeDesk, given: dict[str, str], text: str
) -> None:
    """One attribute that is refused refuses all of them, with the code that was due."""
    ann = own(make_desk(schema=SCHEMA), **{"name": "Ann", "custom:fixed": "1"})
    before = rows_of(ann.desk.world)
    with refused(InvalidParameterException, text):
        ann.update(**{"nickname": "Annie", "email": NEW, **given})
    assert rows_of(ann.desk.world) == before


def test_an_immutable_attribute_is_given_once(make_desk: MakeDesk) -> None:
    """Who has no value yet may have one, and then keeps it."""
    ann = own(make_desk(schema=SCHEMA), name="Ann")
    ann.update(custom_fixed="1")
    ann.update(custom_fixed="1")
    assert ann.attributes["custom:fixed"] == "1"
    with refused(InvalidParameterException):
        ann.update(custom_fixed="")


def test_messages_have_a_budget(make_desk: MakeDesk) -> None:
    """The sixth message of an hour is refused with all that was asked for beside it."""
    ann = own_proven(make_desk())
    for number in range(5):
        ann.update(email=f"new{number}@example.com")
    before = rows_of(ann.desk.world)
    with refused(TooManyRequestsException, "Attempt limit exceeded, please try after some time."):
        ann.update(email=NEW, name="Ann")
    assert rows_of(ann.desk.world) == before
    ann.update(name="Ann")
    ann.desk.world.clock.advance(s=3_600)
    own_again = replace(ann, token=ann.desk.signed_in())
    own_again.update(email=NEW)


def test_without_a_channel_nothing_changes(make_desk: MakeDesk) -> None:
    """Each operation says it in the way that its model declares."""
    ann = own_proven(make_desk(world=without_channels(), **BOTH))
    before = rows_of(ann.desk.world)
    with refused(CodeDeliveryFailureException):
        ann.update(email=NEW, name="Ann")
    for given, kind in (
        ({"email": NEW}, InvalidEmailRoleAccessPolicyException),
        ({"phone_number": PHONE}, InvalidSmsRoleAccessPolicyException),
    ):
        with refused(kind):
            ann.desk.admin("AdminUpdateUserAttributes", UserAttributes=pairs(**given, name="Ann"))
    assert rows_of(ann.desk.world) == before


@pytest.mark.parametrize("keeping", [{}, KEEPING], ids=["at once", "keeping"])
@pytest.mark.parametrize("by_admin", [False, True], ids=["own", "admin"])
def test_a_failing_custom_message_changes_nothing(
    make_desk: MakeDesk, keeping: dict[str, Any], by_admin: bool
) -> None:
    """The second of two messages cannot be worded: neither address changes, no code is kept."""

    def words(event: Any) -> dict[str, object]:  # noqa: ANN401 - any JSON
        asked = event["request"]["userAttributes"]
        return {"smsMessage": "no place for it", "emailMessage": f"{asked['email']} {{####}}"}

    functions = Functions(CustomMessage=words)
    world = World(triggers=functions)
    desk = make_desk(world=world, triggers=functions.arns, **BOTH, **keeping)
    ann = own_proven(desk)
    before = rows_of(world)
    with refused(InvalidLambdaResponseException):
        if by_admin:
            given = pairs(email=NEW, phone_number=PHONE)
            desk.admin("AdminUpdateUserAttributes", UserAttributes=given)
        else:
            ann.update(email=NEW, phone_number=PHONE)
    assert len(functions.events) == 2
    assert rows_of(world) == before


@pytest.mark.parametrize("keeping", [{}, KEEPING], ids=["at once", "keeping"])
def test_an_administrators_change_sends_a_code(
    make_desk: MakeDesk, keeping: dict[str, Any]
) -> None:
    """As the user's own change does, with the same effect."""
    ann = own_proven(make_desk(**keeping))
    answer = ann.desk.admin("AdminUpdateUserAttributes", UserAttributes=pairs(email=NEW))
    assert answer == {}
    expected = (EMAIL, "true") if keeping else (NEW, "false")
    assert (ann.attributes["email"], ann.attributes["email_verified"]) == expected
    ann.verify(ann.desk.code())
    assert ann.attributes == {"email": NEW, "email_verified": "true"}


@pytest.mark.parametrize("keeping", [{}, KEEPING], ids=["at once", "keeping"])
def test_an_administrator_vouches_for_an_address(
    make_desk: MakeDesk, keeping: dict[str, Any]
) -> None:
    """With `email_verified` in the request the address counts at once, proven, without a code."""
    ann = own_proven(make_desk(**keeping))
    given = pairs(email=NEW, email_verified="true")
    ann.desk.admin("AdminUpdateUserAttributes", UserAttributes=given)
    assert ann.attributes == {"email": NEW, "email_verified": "true"}
    assert ann.desk.mail == []


def test_an_unproven_address_waits_whatever_is_said_of_it(make_desk: MakeDesk) -> None:
    """`email_verified` false beside a new address says nothing of the one that stays."""
    ann = own_proven(make_desk(**KEEPING))
    given = pairs(email=NEW, email_verified="false")
    ann.desk.admin("AdminUpdateUserAttributes", UserAttributes=given)
    assert ann.attributes == {"email": EMAIL, "email_verified": "true"}
