"""CUSTOM_AUTH: whom it lets in, whatever the pool's functions say."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    NotAuthorizedException,
    UserNotConfirmedException,
    UserNotFoundException,
)
from domain.model.factors import SecondFactor
from domain.model.user import UserStatus
from tests.support.accounts import refused
from tests.support.riddles import RIGHT, WRONG, Sphinx, riddles
from tests.support.second_factors import change_pool, give_factors, newest_code
from tests.support.sign_in import asked, tokens

FUNCTIONS = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")


def test_an_unknown_user_is_put_riddles_and_never_let_in() -> None:
    """The functions are told that there is nobody, and what they say of him does not count."""
    sphinx = Sphinx(riddles(rounds=1))

    first = sphinx.begin("nobody")
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        sphinx.solve(first, username="nobody")

    assert asked(first).parameters == {"riddle": "number 1", "USERNAME": "nobody"}
    for trigger in FUNCTIONS:
        for request in sphinx.functions.requests(trigger):
            assert request["userNotFound"] is True
            assert request["userAttributes"] == {}


def test_an_unknown_user_gets_no_tokens_at_once() -> None:
    """Not even from a function that gives them to everybody."""
    sphinx = Sphinx(riddles(rounds=0))

    tokens(sphinx.begin())
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        sphinx.begin("nobody")


def test_an_unknown_user_is_asked_for_a_proof_too() -> None:
    """And fails at it as with a wrong password."""
    sphinx = Sphinx()
    proof_wanted = sphinx.begin_by_srp("nobody")

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        sphinx.prove(proof_wanted)


def test_a_known_user_is_told_as_such() -> None:
    """The flag userNotFound is there, and false, where the client hides who exists."""
    sphinx = Sphinx()

    sphinx.begin()

    assert [each["userNotFound"] for each in sphinx.functions.requests(FUNCTIONS[0])] == [False]


def test_under_legacy_an_unknown_user_meets_no_function() -> None:
    """He is told at once."""
    sphinx = Sphinx(prevent_user_existence_errors="LEGACY")

    with refused(UserNotFoundException, texts.USER_DOES_NOT_EXIST):
        sphinx.begin("nobody")

    assert sphinx.functions.events == []


@pytest.mark.parametrize("setting", ["ENABLED", "LEGACY"])
def test_an_unconfirmed_user_meets_no_function(setting: str) -> None:
    """He is told at once in both settings (ruling 1)."""
    sphinx = Sphinx(prevent_user_existence_errors=setting)
    sphinx.world.change_user(sphinx.ann, status=UserStatus.UNCONFIRMED)

    with refused(UserNotConfirmedException):
        sphinx.begin()

    assert sphinx.functions.events == []


def test_a_disabled_user_is_told_after_the_riddles() -> None:
    """Where existence is hidden he learns it when he has met them, and gets nothing."""
    sphinx = Sphinx(riddles(rounds=1))
    sphinx.world.change_user(sphinx.ann, enabled=False)

    with refused(NotAuthorizedException, texts.USER_DISABLED):
        sphinx.solve(sphinx.begin())


def test_the_lock_does_not_stop_riddles() -> None:
    """It counts passwords, and only a password is refused by it (ruling 4)."""
    sphinx = Sphinx(riddles(rounds=1))
    proof_wanted = sphinx.begin_by_srp()
    for _ in range(5):
        with pytest.raises(NotAuthorizedException):
            sphinx.client.by_password(password="Wrong0ne!")

    with refused(NotAuthorizedException, texts.PASSWORD_ATTEMPTS_EXCEEDED):
        sphinx.prove(proof_wanted)
    tokens(sphinx.solve(sphinx.begin()))


def test_wrong_answers_do_not_lock() -> None:
    """Whoever guesses riddles does not keep the owner from his password."""
    sphinx = Sphinx(riddles(mistakes=20))
    riddle = sphinx.begin()
    for _ in range(10):
        riddle = sphinx.solve(riddle, WRONG)

    tokens(sphinx.client.by_password())


def test_a_second_factor_is_owed_after_a_password_alone() -> None:
    """After riddles alone none is: what they ask is the pool's own choice."""
    sphinx = Sphinx(riddles(rounds=1))
    give_factors(sphinx.client, sphinx.ann, SecondFactor.SMS)
    change_pool(sphinx.client, triggers=sphinx.functions.arns)

    tokens(sphinx.solve(sphinx.begin()))
    owed = asked(sphinx.solve(sphinx.prove(sphinx.begin_by_srp())))
    answers = {"USERNAME": "ann", "SMS_MFA_CODE": newest_code(sphinx.client)}

    assert owed.challenge == "SMS_MFA"
    tokens(sphinx.client.answer("SMS_MFA", owed.session, answers))


def test_a_temporary_password_that_was_proven_is_changed() -> None:
    """NEW_PASSWORD_REQUIRED follows when the function has said that tokens are due."""
    sphinx = Sphinx(riddles(rounds=1))
    sphinx.world.change_user(sphinx.ann, status=UserStatus.FORCE_CHANGE_PASSWORD)

    wanted = asked(sphinx.solve(sphinx.prove(sphinx.begin_by_srp())))
    answers = {"USERNAME": "ann", "NEW_PASSWORD": "Brand-new0ne"}

    assert wanted.challenge == "NEW_PASSWORD_REQUIRED"
    tokens(sphinx.client.answer("NEW_PASSWORD_REQUIRED", wanted.session, answers))


def test_a_temporary_password_that_nobody_used_is_no_obstacle() -> None:
    """Users whom an administrator made sign in without passwords, and their status stays."""
    sphinx = Sphinx(riddles(rounds=1))
    sphinx.world.change_user(sphinx.ann, status=UserStatus.FORCE_CHANGE_PASSWORD)

    tokens(sphinx.solve(sphinx.begin()))
    assert sphinx.world.user(sphinx.ann).status is UserStatus.FORCE_CHANGE_PASSWORD


def test_a_function_cannot_spare_the_change_of_a_password_that_was_proven() -> None:
    """Tokens right after the proof are owed the change as well."""
    sphinx = Sphinx(riddles(rounds=0))
    sphinx.world.change_user(sphinx.ann, status=UserStatus.FORCE_CHANGE_PASSWORD)

    assert asked(sphinx.prove(sphinx.begin_by_srp())).challenge == "NEW_PASSWORD_REQUIRED"


def test_an_administrator_uses_the_same_flow() -> None:
    """Begun and answered by signed operations."""
    sphinx = Sphinx(riddles(rounds=1))
    riddle = asked(sphinx.admin.begin("CUSTOM_AUTH", USERNAME="ann"))
    answers = {"USERNAME": "ann", "ANSWER": RIGHT}

    tokens(sphinx.admin.answer("CUSTOM_CHALLENGE", riddle.session, answers))


def test_a_user_of_another_provider_is_told_what_nobody_is_told() -> None:
    """He has nothing to prove here, and that he is known is told to nobody."""
    sphinx = Sphinx(riddles(rounds=0))
    pool = sphinx.world.services.catalog.pool(sphinx.client.client.pool_id)
    sphinx.world.add_user(pool, "fed", password=None, status=UserStatus.EXTERNAL_PROVIDER)

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        sphinx.begin("fed")
