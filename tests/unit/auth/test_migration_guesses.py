"""A UserMigration function knows passwords: who guesses at it is bounded as everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from domain import texts
from domain.accounts.find_users import Sought, UserFinder
from domain.errors import (
    CognitoError,
    NotAuthorizedException,
    UserLambdaValidationException,
    UserNotFoundException,
)
from domain.ports.triggers import TriggerRefused
from tests.support.accounts import refused
from tests.support.old_directory import OLD_PASSWORD, Move, OldDirectory, moves_in
from tests.support.sign_in import asked, refusal

SPELLINGS = (
    *("ann", "Ann", "aNn", "anN", "ANn", "AnN", "aNN", "ANN", "\uff41nn", "a\uff4en"),
    *("a\u0301nn", "\u00e1nn", "an\u0303\u0303n", "\u24d0nn"),
    *("ann\u0345", "a\u0345nn", "ann\u0345\u0345", "\u00c4NN"),
)
NOBODYS_NAMES = (
    *("ann ", " ann", "a nn", "ann\t", "ann\u3000", "ann\u200b", "a\u00adnn", "ann\ufeff"),
    *("an\u034fn", "ann\ufe0f", "a\u3164nn", "ann\U000e0100", "a" * 129),
)
WRONG = texts.INCORRECT_USERNAME_OR_PASSWORD
LONG = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example"


@pytest.fixture(params=["ENABLED", "LEGACY"])
def move(request: pytest.FixtureRequest) -> Move:
    """A pool with a directory behind it."""
    return Move(OldDirectory(ann=moves_in()), request.param)


def guess(move: Move, username: str = "ann", password: str = "wrong") -> CognitoError:
    """Try a password, and return what it is refused with."""
    with pytest.raises((NotAuthorizedException, UserNotFoundException)) as caught:
        move.client.by_password(username, password)
    error: CognitoError = caught.value
    return error


def test_the_sixth_guess_asks_nobody(move: Move) -> None:
    """Were it right; the lock of a name of nobody is told as that of a user."""
    told = [guess(move).text for _ in range(5)]
    assert texts.PASSWORD_ATTEMPTS_EXCEEDED not in told

    assert guess(move, password=OLD_PASSWORD).text == texts.PASSWORD_ATTEMPTS_EXCEEDED
    assert len(move.sources) == 5


def test_the_lock_ends_and_the_right_password_clears_it(move: Move) -> None:
    """As for a user; what was counted on the name is gone with the name."""
    for _ in range(5):
        guess(move)
    move.world.clock.advance(s=1)

    move.sign_in()

    assert guess(move).text == texts.INCORRECT_USERNAME_OR_PASSWORD
    assert failures(move) == 1


def test_nothing_stays_counted_on_a_name_that_is_somebodys(move: Move) -> None:
    """Else who is deleted and comes back would find his name locked."""
    nobody = sought(move).sub
    guess(move)

    move.sign_in()

    with move.world.store.reading() as unit:
        assert unit.users.standing(move.pool.id, nobody).failures == 0


def test_spellings_of_one_name_have_their_guesses_together(move: Move) -> None:
    """The pool tells them apart and the directory may not; that they are used up is not told."""
    for spelling in SPELLINGS:
        guess(move, spelling)
    assert len(move.sources) == 5

    told = guess(move, "ANN", OLD_PASSWORD)
    assert (told.text == texts.PASSWORD_ATTEMPTS_EXCEEDED) == (not move.desk.client.hides_users)
    assert len(move.sources) == 5


@pytest.mark.parametrize("name", NOBODYS_NAMES)
def test_a_name_that_nobody_can_have_is_not_asked_for(move: Move, name: str) -> None:
    """Blanks and what is not seen: other directories skip them, and would take it for ann."""
    guess(move, name, OLD_PASSWORD)

    assert move.sources == []


def test_an_address_with_what_is_not_seen_is_not_asked_for() -> None:
    """Neither is it that of anybody."""
    move = Move(OldDirectory(), alias_attributes=frozenset({"email"}))

    for name in ("ann@example.com\u200b", "an\u034fn@example.com", "a\u00adnn@example.com"):
        guess(move, name)

    assert move.sources == []


@pytest.mark.parametrize(
    ("name", "pool"),
    [
        ("an\u0303n", {}),
        (LONG, {"alias_attributes": frozenset({"email"})}),
        (LONG, {"username_attributes": ("email",)}),
    ],
)
def test_whoever_could_be_found_is_asked_for(name: str, pool: Mapping[str, Any]) -> None:
    """By a user name as it is written, or by what else users of the pool go by."""
    move = Move(OldDirectory(), **pool)

    guess(move, name)

    assert [event.event["userName"] for event in move.functions.events] == [name]


def test_an_address_of_a_pool_without_addresses_is_no_name() -> None:
    """It is too long for a user name, and there is nothing else that it could be."""
    move = Move(OldDirectory())

    guess(move, LONG)

    assert move.sources == []


def test_what_stands_for_a_long_name_in_a_session_is_not_asked_for() -> None:
    """The function knows nobody by it."""
    move = Move(OldDirectory(), alias_attributes=frozenset({"email"}))
    begun = asked(move.admin.begin("ADMIN_NO_SRP_AUTH", USERNAME=LONG))
    answers = {"USERNAME": str(begun.parameters["USER_ID_FOR_SRP"]), "PASSWORD": OLD_PASSWORD}

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        move.admin.answer("ADMIN_NO_SRP_AUTH", begun.session, answers)

    assert move.sources == []


def test_guesses_at_a_spelling_do_not_tell_who_is_there() -> None:
    """They shut the lock of no other name, as they do not that of a user."""
    move = Move(OldDirectory())
    move.world.add_user(move.pool, "bob")

    for spelling in ("\u00e1nn", "Ann", "b\u00f3b", "Bob"):
        for _ in range(5):
            guess(move, spelling)

    assert guess(move, "ann").text == guess(move, "bob").text == WRONG


def test_a_veto_before_the_password_is_told_alike() -> None:
    """PreAuthentication refuses before the guess counts, whether there is a user or not."""
    no = TriggerRefused("not from here")
    move = Move(OldDirectory(), functions={"PreAuthentication": no})
    move.world.add_user(move.pool, "bob")

    told = {name: [vetoed(move, name) for _ in range(7)] for name in ("ann", "bob")}

    assert told["ann"] == told["bob"] == ["PreAuthentication failed with error not from here."] * 7
    assert move.sources.count("UserMigration_Authentication") == 5


def vetoed(move: Move, username: str) -> str:
    """Try a password, and return what PreAuthentication, or else the lock, says."""
    with pytest.raises((UserLambdaValidationException, NotAuthorizedException)) as caught:
        move.client.by_password(username, "wrong")
    return refusal(caught)


def test_an_asked_name_counts_once() -> None:
    """What UserMigration did not know costs one guess, as a wrong password does."""
    move = Move(OldDirectory())
    for _ in range(4):
        guess(move)

    assert failures(move) == 4


def test_second_requests_count_on_the_same_lock() -> None:
    """Whatever way the password comes, and however many sign-ins are begun before."""
    move = Move(OldDirectory(ann=moves_in()))
    sessions = [asked(move.client.choose()).session for _ in range(7)]
    told = []
    for session in sessions:
        with pytest.raises(NotAuthorizedException) as caught:
            move.client.select(session, "PASSWORD", PASSWORD="wrong")
        told.append(refusal(caught))

    assert told[5:] == [texts.PASSWORD_ATTEMPTS_EXCEEDED] * 2
    assert len(move.sources) == 5


def test_a_name_that_nobody_brings_is_told_as_a_user() -> None:
    """By the same errors, as many times."""
    move = Move(OldDirectory())
    move.world.add_user(move.pool, "bob")

    unknown = [guess(move, "ann").text for _ in range(7)]
    known = [guess(move, "bob").text for _ in range(7)]

    assert unknown == known


def test_a_session_serves_one_guess() -> None:
    """Right or wrong: the attempt is spent before the function is asked."""
    move = Move(OldDirectory(ann=moves_in()))
    session = asked(move.client.choose()).session
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        move.client.select(session, "PASSWORD", PASSWORD="wrong")

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        move.client.select(session, "PASSWORD", PASSWORD=OLD_PASSWORD)

    assert len(move.sources) == 1


def sought(move: Move) -> Sought:
    """What the name leads to: Ann, or nobody."""
    finder = UserFinder(move.world.services.catalog, move.world.ports.sealer)
    return finder.by_name(move.desk.client.id, "ann")


def failures(move: Move) -> int:
    """How many wrong passwords are counted on it."""
    return sought(move).standing.failures
