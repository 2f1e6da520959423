"""GetUserAttributeVerificationCode: to which address a code goes, and when none does."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import (
    CodeDeliveryFailureException,
    CodeMismatchException,
    InvalidParameterException,
    LimitExceededException,
    UserLambdaValidationException,
)
from domain.ports.triggers import TriggerRefused
from tests.support.accounts import Functions, refused, rows_of, without_channels
from tests.support.world import World
from tests.unit.accounts.attribute_desk import (
    EMAIL,
    KEEPING,
    NEW,
    own,
    own_proven,
)
from tests.unit.accounts.conftest import MakeDesk

MISMATCH = "Invalid verification code provided, please try again."
LIMIT = "Attempt limit exceeded, please try after some time."
OTHER = "Invalid attribute name. Only phone_number and email can be verified."

each_way = pytest.mark.parametrize("keeping", [{}, KEEPING], ids=["at once", "keeping"])


@pytest.mark.parametrize("attribute", ["name", "email_verified", "custom:x", "Email"])
def test_nothing_but_addresses_is_proven(make_desk: MakeDesk, attribute: str) -> None:
    """Both operations refuse another attribute."""
    ann = own_proven(make_desk())
    for act in (lambda: ann.ask(attribute), lambda: ann.verify("123456", attribute)):
        with refused(InvalidParameterException, OTHER):
            act()


def test_no_code_goes_to_no_address(make_desk: MakeDesk) -> None:
    """There is nothing to prove without a value."""
    ann = own(make_desk())
    with refused(InvalidParameterException, "User does not have a valid registered email address"):
        ann.ask()
    with refused(InvalidParameterException, "User does not have a valid registered phone number"):
        ann.ask("phone_number")


@each_way
def test_the_newest_code_counts(make_desk: MakeDesk, keeping: dict[str, Any]) -> None:
    """Asking again sends to the address in question, the one that waits before the one that is."""
    ann = own_proven(make_desk(**keeping))
    ann.update(email=NEW)
    first = ann.desk.code()
    ann.ask()
    assert ann.desk.mail[-1].to == NEW
    if first != ann.desk.code():
        with refused(CodeMismatchException, MISMATCH):
            ann.verify(first)
    ann.verify(ann.desk.code())
    assert ann.attributes == {"email": NEW, "email_verified": "true"}


def test_five_codes_an_hour_are_all(make_desk: MakeDesk) -> None:
    """The sixth is refused, and the fifth still counts."""
    ann = own(make_desk(), email=EMAIL)
    for _ in range(5):
        ann.ask()
    with refused(LimitExceededException, LIMIT):
        ann.ask()
    ann.verify(ann.desk.code())


def test_a_code_that_cannot_be_sent_leaves_the_earlier_one(make_desk: MakeDesk) -> None:
    """Without a channel, and with a function that fails, nothing changes."""
    ann = own(make_desk(world=without_channels()), email=EMAIL)
    before = rows_of(ann.desk.world)
    with refused(CodeDeliveryFailureException):
        ann.ask()
    assert rows_of(ann.desk.world) == before


@each_way
def test_a_failing_custom_message_leaves_the_earlier_code(
    make_desk: MakeDesk, keeping: dict[str, Any]
) -> None:
    """The function's refusal is told; the code that was sent before goes on counting."""
    functions = Functions(CustomMessage={})
    world = World(triggers=functions)
    ann = own_proven(make_desk(world=world, triggers=functions.arns, **keeping))
    ann.update(email=NEW)
    functions.answers["CustomMessage"] = TriggerRefused("not today")
    before = rows_of(world)
    with refused(UserLambdaValidationException, "CustomMessage failed with error not today."):
        ann.ask()
    assert rows_of(world) == before
    ann.verify(ann.desk.code())


def test_functions_hear_of_the_address_that_waits(make_desk: MakeDesk) -> None:
    """A sender learns from the attributes alone where its message is to go."""
    functions = Functions(CustomMessage={})
    world = World(triggers=functions)
    ann = own_proven(make_desk(world=world, triggers=functions.arns, **KEEPING))
    ann.update(email=NEW)
    ann.ask()
    for request in functions.requests("CustomMessage"):
        told = request["userAttributes"]
        assert (told["email"], told["email_verified"]) == (NEW, "false")
    sources = [event.event["triggerSource"] for event in functions.events]
    assert sources == ["CustomMessage_UpdateUserAttribute", "CustomMessage_VerifyUserAttribute"]
