"""ConfirmSignUp, AdminConfirmSignUp and ResendConfirmationCode."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import (
    AliasExistsException,
    CodeDeliveryFailureException,
    CodeMismatchException,
    ExpiredCodeException,
    InvalidParameterException,
    LimitExceededException,
    NotAuthorizedException,
    UserNotFoundException,
)
from tests.support.accounts import Desk, refused, rows_of, without_channels
from tests.support.parallel import outcomes
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"
MISMATCH = "Invalid verification code provided, please try again."
EXPIRED = "Invalid code provided, please request a code again."
LIMIT = "Attempt limit exceeded, please try after some time."
DAY_S = 86_400


def confirm(desk: Desk, code: str, username: str = "ann", **members: Any) -> Any:  # noqa: ANN401 - wire
    """ConfirmSignUp."""
    return desk.public("ConfirmSignUp", Username=username, ConfirmationCode=code, **members)


def test_the_code_confirms_and_verifies(desk: Desk) -> None:
    """The right code makes a confirmed user, whose address is proven."""
    desk.sign_up(email=EMAIL)
    assert list(confirm(desk, desk.code())) == ["Session"]
    user = desk.look()
    assert user["UserStatus"] == "CONFIRMED"
    assert user["attributes"]["email_verified"] == "true"
    assert desk.signed_in()


def test_a_confirmed_user_is_not_confirmed_again(desk: Desk) -> None:
    """The status is told, with the code that was right and with any other."""
    desk.sign_up(email=EMAIL)
    code = desk.code()
    confirm(desk, code)
    for answer in (code, "000000"):
        with refused(
            NotAuthorizedException, "User cannot be confirmed. Current status is CONFIRMED"
        ):
            confirm(desk, answer)


def test_five_wrong_answers_kill_a_code(desk: Desk) -> None:
    """The sixth answer is not compared, right or wrong, until another code is asked for."""
    desk.sign_up(email=EMAIL)
    for _ in range(5):
        with refused(CodeMismatchException, MISMATCH):
            confirm(desk, desk.wrong_code())
    with refused(ExpiredCodeException, EXPIRED):
        confirm(desk, desk.code())
    desk.public("ResendConfirmationCode", Username="ann")
    confirm(desk, desk.code())


def test_fifteen_answers_an_hour_are_all(desk: Desk) -> None:
    """New codes do not give new tries beyond the hourly budget, which an hour later is whole."""
    desk.sign_up(email=EMAIL)
    for _ in range(3):
        for _ in range(5):
            with refused(CodeMismatchException):
                confirm(desk, desk.wrong_code())
        desk.public("ResendConfirmationCode", Username="ann")
    with refused(LimitExceededException, LIMIT):
        confirm(desk, desk.code())
    desk.world.clock.advance(s=3_600)
    confirm(desk, desk.code())


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [
        (lambda code: code.translate({0x30 + n: 0xFF10 + n for n in range(10)}), "full width"),
        (lambda code: f"{code}\u200b", "trailing mark"),
        (lambda code: f"0{code}", "leading zero"),
        (lambda code: code.translate({0x30 + n: 0x660 + n for n in range(10)}), "Arabic digits"),
        (lambda code: f"+{code}", "sign"),
    ],
)
def test_other_spellings_of_the_code_are_wrong(desk: Desk, spelling: Any, kind: str) -> None:  # noqa: ANN401 - a function of the table
    """Only the very digits that were sent are the code, and other spellings cost a try."""
    desk.sign_up(email=EMAIL)
    for _ in range(5):
        with refused(CodeMismatchException):
            confirm(desk, spelling(desk.code()))
    with refused(ExpiredCodeException):
        confirm(desk, desk.code())


@pytest.mark.parametrize(("after_s", "counts"), [(DAY_S - 1, True), (DAY_S + 1, False)])
def test_a_code_counts_for_a_day(desk: Desk, after_s: int, counts: bool) -> None:
    """A second before its day is over the code is right, a second after it is expired."""
    desk.sign_up(email=EMAIL)
    desk.world.clock.advance(s=after_s)
    if counts:
        confirm(desk, desk.code())
    else:
        with refused(ExpiredCodeException, EXPIRED):
            confirm(desk, desk.code())


def test_the_newest_code_counts(desk: Desk) -> None:
    """A code that was sent again replaces the earlier one."""
    desk.sign_up(email=EMAIL)
    first = desk.code()
    answer = desk.public("ResendConfirmationCode", Username="ann")
    assert answer["CodeDeliveryDetails"]["Destination"] == "a***@e***"
    assert desk.mail[-1].purpose == "ResendCode"
    if first != desk.code():
        with refused(CodeMismatchException):
            confirm(desk, first)
    confirm(desk, desk.code())


def test_a_code_belongs_to_the_address_it_went_to(desk: Desk) -> None:
    """A code that went to an address which an administrator replaced proves nothing."""
    desk.sign_up(email=EMAIL)
    code = desk.code()
    desk.admin(
        "AdminUpdateUserAttributes", UserAttributes=[{"Name": "email", "Value": "bob@example.com"}]
    )
    with refused(ExpiredCodeException):
        confirm(desk, code)


def test_a_code_belongs_to_its_user(desk: Desk) -> None:
    """The code of one user confirms no other."""
    desk.sign_up("ann", email=EMAIL)
    code = desk.code()
    desk.sign_up("bob", email="bob@example.com")
    if code != desk.code():
        with refused(CodeMismatchException):
            confirm(desk, code, "bob")


def test_no_code_is_expired(make_desk: MakeDesk) -> None:
    """A user to whom no code was sent cannot guess one."""
    desk = make_desk(auto_verified=())
    desk.sign_up(email=EMAIL)
    with refused(ExpiredCodeException, EXPIRED):
        confirm(desk, "123456")


def test_an_alias_belongs_to_who_proves_it_first(make_desk: MakeDesk) -> None:
    """The second user who proves an alias is told, stays unconfirmed and keeps his code."""
    desk = make_desk(alias_attributes=("email",))
    desk.sign_up("ann", email=EMAIL)
    of_ann = desk.code()
    desk.sign_up("bob", email=EMAIL)
    of_bob = desk.code()
    confirm(desk, of_ann, "ann")
    with refused(AliasExistsException, "An account with the email already exists."):
        confirm(desk, of_bob, "bob")
    assert desk.look("bob")["UserStatus"] == "UNCONFIRMED"
    assert desk.look(EMAIL)["Username"] == "ann"
    confirm(desk, of_bob, "bob", ForceAliasCreation=True)
    assert desk.look(EMAIL)["Username"] == "bob"
    assert desk.look("ann")["attributes"]["email_verified"] == "false"


def test_a_preferred_name_cannot_be_taken_by_force(make_desk: MakeDesk) -> None:
    """ForceAliasCreation moves what the code proved, and nothing that anybody may choose."""
    desk = make_desk(alias_attributes=("email", "preferred_username"))
    desk.world.add_user(
        desk.world.services.catalog.pool(desk.client.pool_id),
        "bob",
        attributes={"preferred_username": "king"},
    )
    desk.sign_up("ann", email=EMAIL, preferred_username="king")
    with refused(AliasExistsException):
        confirm(desk, desk.code(), ForceAliasCreation=True)
    assert desk.look("king")["Username"] == "bob"


def test_unknown_users_are_told_under_legacy(desk: Desk) -> None:
    """LEGACY tells that there is no user, each operation in its own words."""
    with refused(UserNotFoundException, "User does not exist."):
        confirm(desk, "123456", "nobody")
    with refused(UserNotFoundException, "Username/client id combination not found."):
        desk.public("ResendConfirmationCode", Username="nobody")


def test_unknown_users_look_like_known_ones(hiding: Desk) -> None:
    """ENABLED: an unknown name has a code to guess at, with the same tries and the same budget."""
    hiding.sign_up(email=EMAIL)
    wrong = hiding.wrong_code()

    def told(username: str) -> list[str]:
        texts = []
        for _ in range(16):
            with pytest.raises(Exception) as caught:  # noqa: PT011 - told apart by the test
                confirm(hiding, wrong, username)
            texts.append(f"{type(caught.value).__name__}: {caught.value}")
        return texts

    assert told("nobody") == told("ann")


def test_nobody_gets_a_code_that_was_never_sent(hiding: Desk) -> None:
    """ENABLED: sending again to an unknown name is answered alike, has a budget, sends nothing."""
    hiding.sign_up("nobodys", email="nobodys@example.com")
    for username in ("nobodys", "nobody"):
        for _ in range(5):
            answer = hiding.public("ResendConfirmationCode", Username=username)
            details = answer["CodeDeliveryDetails"]
            assert details["DeliveryMedium"] == "EMAIL"
            assert details["AttributeName"] == "email"
            assert len(details["Destination"]) == len("n***@e***")
        with refused(LimitExceededException, LIMIT):
            hiding.public("ResendConfirmationCode", Username=username)
    assert {message.username for message in hiding.mail} == {"nobodys"}


@pytest.mark.parametrize(
    ("auto_verified", "kind", "text"),
    [
        ((), NotAuthorizedException, "Cannot resend codes. Auto verification not turned on."),
        (("phone_number",), NotAuthorizedException, None),
    ],
)
def test_codes_are_sent_again_only_where_codes_are_sent(
    make_desk: MakeDesk, auto_verified: tuple[str, ...], kind: type[Any], text: str | None
) -> None:
    """Without an address that the pool verifies there is nothing to send again."""
    desk = make_desk(auto_verified=auto_verified)
    desk.sign_up(email=EMAIL)
    with refused(kind, text):
        desk.public("ResendConfirmationCode", Username="ann")


def test_a_confirmed_user_gets_no_further_code(desk: Desk) -> None:
    """Sending again after the confirmation is refused."""
    desk.sign_up(email=EMAIL)
    confirm(desk, desk.code())
    with refused(InvalidParameterException, "User is already confirmed."):
        desk.public("ResendConfirmationCode", Username="ann")


def test_twenty_messages_a_day_are_all(desk: Desk) -> None:
    """The hourly budgets of one day come to no more than twenty messages."""
    desk.sign_up(email=EMAIL)
    for _ in range(4):
        for _ in range(5):
            desk.public("ResendConfirmationCode", Username="ann")
        desk.world.clock.advance(s=3_600)
    with refused(LimitExceededException):
        desk.public("ResendConfirmationCode", Username="ann")


def test_a_refused_resend_changes_nothing(make_desk: MakeDesk) -> None:
    """Without a channel the earlier code stays as it is."""
    desk = make_desk(world=without_channels(), auto_verified=())
    desk.sign_up(email=EMAIL)
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    with desk.world.store.writing() as unit:
        unit.pools.save(replace(pool, auto_verified=("email",)))
    before = rows_of(desk.world)
    with refused(CodeDeliveryFailureException):
        desk.public("ResendConfirmationCode", Username="ann")
    assert rows_of(desk.world) == before


def test_an_administrator_confirms_without_verifying(desk: Desk) -> None:
    """AdminConfirmSignUp needs no code, proves no address and kills the code that was sent."""
    desk.sign_up(email=EMAIL)
    assert desk.admin("AdminConfirmSignUp") == {}
    user = desk.look()
    assert user["UserStatus"] == "CONFIRMED"
    assert user["attributes"]["email_verified"] == "false"
    assert rows_of(desk.world)["codes"] == {}
    with refused(NotAuthorizedException, "User cannot be confirmed. Current status is CONFIRMED"):
        desk.admin("AdminConfirmSignUp")
    with refused(UserNotFoundException, "User does not exist."):
        desk.admin("AdminConfirmSignUp", "nobody")


def test_one_code_confirms_once_however_many_answer(desk: Desk) -> None:
    """Of 32 parallel right answers exactly one confirms."""
    desk.sign_up(email=EMAIL)
    code = desk.code()
    results = outcomes(32, lambda _: confirm(desk, code))
    assert len([result for result in results if not isinstance(result, Exception)]) == 1
    assert {type(result) for result in results if isinstance(result, Exception)} <= {
        ExpiredCodeException,
        NotAuthorizedException,
        LimitExceededException,
    }


def test_parallel_guesses_get_no_more_than_the_tries(desk: Desk) -> None:
    """Of 32 parallel wrong answers five are compared; the right one after them is refused."""
    desk.sign_up(email=EMAIL)
    wrong = desk.wrong_code()
    results = outcomes(32, lambda _: confirm(desk, wrong))
    kinds = [type(result) for result in results]
    assert kinds.count(CodeMismatchException) == 5
    assert kinds.count(ExpiredCodeException) == 10
    assert kinds.count(LimitExceededException) == 17
    desk.world.clock.advance(s=3_600)
    with refused(ExpiredCodeException):
        confirm(desk, desk.code())
