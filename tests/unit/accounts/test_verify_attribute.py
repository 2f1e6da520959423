"""VerifyUserAttribute: which code proves what, how often and for how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import (
    CodeMismatchException,
    ExpiredCodeException,
    LimitExceededException,
)
from tests.support.accounts import pairs, refused, rows_of
from tests.support.parallel import outcomes
from tests.support.sign_in import asked, tokens
from tests.support.world import PASSWORD
from tests.unit.accounts.attribute_desk import (
    EMAIL,
    KEEPING,
    NEW,
    PHONE,
    Own,
    own,
    own_proven,
)
from tests.unit.accounts.conftest import MakeDesk

BOTH = {"auto_verified": ("email", "phone_number")}
EXPIRED = "Invalid code provided, please request a code again."
MISMATCH = "Invalid verification code provided, please try again."
LIMIT = "Attempt limit exceeded, please try after some time."
DAY_S = 86_400

each_way = pytest.mark.parametrize("keeping", [{}, KEEPING], ids=["at once", "keeping"])


def by_admin(ann: Own, **given: str) -> None:
    """AdminUpdateUserAttributes."""
    ann.desk.admin("AdminUpdateUserAttributes", ann.username, UserAttributes=pairs(**given))


def test_a_code_is_asked_for_and_proves(make_desk: MakeDesk) -> None:
    """The address that is there is proven, also where the pool verifies none by itself."""
    ann = own(make_desk(auto_verified=()), email=EMAIL)
    answer = ann.ask()
    assert answer == {
        "CodeDeliveryDetails": {
            "Destination": "a***@e***",
            "DeliveryMedium": "EMAIL",
            "AttributeName": "email",
        }
    }
    assert ann.desk.mail[-1].purpose == "VerifyUserAttribute"
    assert ann.verify(ann.desk.code()) == {}
    assert ann.attributes == {"email": EMAIL, "email_verified": "true"}


def test_a_number_is_proven_by_a_text_message(make_desk: MakeDesk) -> None:
    """The code goes to the number."""
    ann = own(make_desk(), phone_number=PHONE)
    assert ann.ask("phone_number")["CodeDeliveryDetails"]["Destination"] == "+*******0100"
    ann.verify(ann.desk.code(), "phone_number")
    assert ann.attributes["phone_number_verified"] == "true"


@each_way
def test_a_code_serves_once(make_desk: MakeDesk, keeping: dict[str, Any]) -> None:
    """The second use finds no code."""
    ann = own_proven(make_desk(**keeping))
    ann.update(email=NEW)
    ann.verify(ann.desk.code())
    with refused(ExpiredCodeException, EXPIRED):
        ann.verify(ann.desk.code())


@each_way
def test_five_wrong_answers_kill_a_code(make_desk: MakeDesk, keeping: dict[str, Any]) -> None:
    """The sixth answer is not compared; another code may be asked for."""
    ann = own_proven(make_desk(**keeping))
    ann.update(email=NEW)
    for _ in range(5):
        with refused(CodeMismatchException, MISMATCH):
            ann.verify(ann.desk.wrong_code())
    with refused(ExpiredCodeException, EXPIRED):
        ann.verify(ann.desk.code())
    ann.ask()
    ann.verify(ann.desk.code())
    assert ann.attributes == {"email": NEW, "email_verified": "true"}


def test_fifteen_answers_an_hour_are_all(make_desk: MakeDesk) -> None:
    """New codes and other attributes give no new tries beyond the hour's."""
    ann = own(make_desk(**BOTH), email=EMAIL, phone_number=PHONE)
    for attribute in ("email", "phone_number", "email"):
        ann.ask(attribute)
        for _ in range(5):
            with refused(CodeMismatchException):
                ann.verify(ann.desk.wrong_code(), attribute)
    ann.ask()
    with refused(LimitExceededException, LIMIT):
        ann.verify(ann.desk.code())


@each_way
@pytest.mark.parametrize(("after_s", "counts"), [(DAY_S - 1, True), (DAY_S + 1, False)])
def test_a_code_counts_for_a_day(
    make_desk: MakeDesk, keeping: dict[str, Any], after_s: int, counts: bool
) -> None:
    """With it the change is over that waited: the next code goes to the address that is there."""
    ann = own_proven(make_desk(**keeping))
    ann.update(email=NEW)
    code = ann.desk.code()
    ann.desk.world.clock.advance(s=after_s)
    later = replace(ann, token=ann.desk.signed_in())
    if counts:
        later.verify(code)
        return
    with refused(ExpiredCodeException, EXPIRED):
        later.verify(code)
    later.ask()
    there = EMAIL if keeping else NEW
    assert ann.desk.mail[-1].to == there
    later.verify(ann.desk.code())
    assert later.attributes == {"email": there, "email_verified": "true"}


def test_a_code_belongs_to_its_attribute(make_desk: MakeDesk) -> None:
    """The code that went to the address proves no number, and the other way round."""
    ann = own(make_desk(**BOTH), email=EMAIL, phone_number=PHONE)
    ann.ask()
    by_email = ann.desk.code()
    with refused(ExpiredCodeException):
        ann.verify(by_email, "phone_number")
    ann.ask("phone_number")
    if by_email != ann.desk.code():
        with refused(CodeMismatchException):
            ann.verify(by_email, "phone_number")
        with refused(CodeMismatchException):
            ann.verify(ann.desk.code())


def test_a_code_belongs_to_its_purpose(make_desk: MakeDesk) -> None:
    """Codes of sign-up and recovery prove no attribute, and one that does sets no password."""
    ann = own_proven(make_desk())
    ann.desk.public("ForgotPassword", Username="ann")
    with refused(ExpiredCodeException):
        ann.verify(ann.desk.code())
    recovery = ann.desk.code()
    ann.ask()
    if recovery != ann.desk.code():
        with refused(CodeMismatchException):
            ann.desk.public(
                "ConfirmForgotPassword",
                Username="ann",
                ConfirmationCode=ann.desk.code(),
                Password="N3w!password",
            )


def test_a_code_belongs_to_its_user(make_desk: MakeDesk) -> None:
    """The code of one user proves nothing of another's."""
    desk = make_desk()
    ann, eve = own(desk, email=EMAIL), own(desk, "eve", email=EMAIL)
    ann.ask()
    code = desk.code()
    with refused(ExpiredCodeException):
        eve.verify(code)
    eve.ask()
    if code != desk.code():
        with refused(CodeMismatchException):
            eve.verify(code)


def _changed_by_admin(ann: Own) -> None:
    by_admin(ann, email="third@example.com", email_verified="true")


def _kept_by_admin(ann: Own) -> None:
    by_admin(ann, email=ann.attributes["email"], email_verified="true")


def _deleted(ann: Own) -> None:
    ann.delete("email")


def _deleted_by_admin(ann: Own) -> None:
    ann.desk.admin("AdminDeleteUserAttributes", UserAttributeNames=["email"])


@each_way
@pytest.mark.parametrize("settle", [_changed_by_admin, _kept_by_admin, _deleted, _deleted_by_admin])
def test_a_code_ends_when_its_address_is_settled(
    make_desk: MakeDesk, keeping: dict[str, Any], settle: Callable[[Own], None]
) -> None:
    """A later word about the address ends the code, which never brings its address back."""
    ann = own_proven(make_desk(**keeping))
    ann.update(email=NEW)
    code = ann.desk.code()
    settle(ann)
    before = ann.attributes
    with refused(ExpiredCodeException, EXPIRED):
        ann.verify(code)
    assert ann.attributes == before
    assert rows_of(ann.desk.world)["codes"] == {}


def test_an_unverified_address_is_replaced_by_one_that_waits(make_desk: MakeDesk) -> None:
    """The code for the address that is there ends when another waits in its place."""
    ann = own(make_desk(**KEEPING), email=EMAIL)
    ann.ask()
    first = ann.desk.code()
    ann.update(email=NEW)
    if first != ann.desk.code():
        with refused(CodeMismatchException):
            ann.verify(first)
    ann.verify(ann.desk.code())
    assert ann.attributes["email"] == NEW


def test_an_address_replaced_in_a_sign_in_does_not_come_back(make_desk: MakeDesk) -> None:
    """A code for a number that its user replaced with his first password proves nothing."""
    desk = make_desk(auto_verified=("phone_number",))
    desk.admin("AdminCreateUser", TemporaryPassword=PASSWORD, MessageAction="SUPPRESS")
    desk.admin("AdminUpdateUserAttributes", UserAttributes=pairs(phone_number=PHONE))
    code = desk.code()
    session = asked(desk.sign_in.by_password("ann")).session
    other = "+15555550199"
    answers = {
        "USERNAME": "ann",
        "NEW_PASSWORD": "N3w!password",
        "userAttributes.phone_number": other,
    }
    token = tokens(desk.sign_in.answer("NEW_PASSWORD_REQUIRED", session, answers)).access_token
    ann = Own(desk=desk, token=token)
    with refused(ExpiredCodeException, EXPIRED):
        ann.verify(code, "phone_number")
    assert ann.attributes["phone_number"] == other


def test_parallel_guesses_get_no_more_than_the_tries(make_desk: MakeDesk) -> None:
    """Of 32 parallel wrong answers five are compared, whatever the order."""
    ann = own(make_desk(), email=EMAIL)
    ann.ask()
    wrong = ann.desk.wrong_code()
    results = outcomes(32, lambda _: ann.verify(wrong))
    kinds = [type(result) for result in results]
    assert kinds.count(CodeMismatchException) == 5
    assert kinds.count(ExpiredCodeException) == 10
    assert kinds.count(LimitExceededException) == 17
