"""CUSTOM_AUTH with a password: the proof first, then whatever the pool's functions ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import texts
from domain.errors import (
    InvalidLambdaResponseException,
    InvalidParameterException,
    NotAuthorizedException,
)
from tests.support.accounts import refused
from tests.support.riddles import Sphinx, riddles
from tests.support.sign_in import asked, tokens


def test_srp_comes_first_where_the_client_wants_it() -> None:
    """The function hears of SRP_A, then of the proof, and the client gets a Session with both."""
    sphinx = Sphinx(riddles(rounds=1))

    proof_wanted = sphinx.begin_by_srp()
    riddle = asked(sphinx.prove(proof_wanted))
    tokens(sphinx.solve(riddle))

    assert proof_wanted.challenge == "PASSWORD_VERIFIER"
    assert proof_wanted.session is not None
    assert riddle.challenge == "CUSTOM_CHALLENGE"
    assert sphinx.sessions() == [
        [("SRP_A", True)],
        [("SRP_A", True), ("PASSWORD_VERIFIER", True)],
        [("SRP_A", True), ("PASSWORD_VERIFIER", True), ("CUSTOM_CHALLENGE", True)],
    ]


def test_both_spellings_of_the_first_challenge_are_understood() -> None:
    """AWS's pages have two names for the key; the libraries send CHALLENGE_NAME."""
    sphinx = Sphinx()

    challenge = sphinx.client.start_srp("ann", "CUSTOM_AUTH", ChallengeName="SRP_A")

    assert challenge.challenge == "PASSWORD_VERIFIER"


def test_the_function_may_be_content_with_the_password() -> None:
    """Tokens right after the proof; then a second factor would be owed as after any password."""
    sphinx = Sphinx(riddles(rounds=0))

    tokens(sphinx.prove(sphinx.begin_by_srp()))
    assert [event.trigger for event in sphinx.functions.events] == ["DefineAuthChallenge"] * 2


def test_a_riddle_may_come_before_the_password() -> None:
    """What SRP began with is kept over the rounds in between."""

    def define(event: dict[str, dict[str, list[dict[str, object]]]]) -> dict[str, object]:
        names = [each["challengeName"] for each in event["request"]["session"]]
        after = {"SRP_A": "CUSTOM_CHALLENGE", "CUSTOM_CHALLENGE": "PASSWORD_VERIFIER"}
        asks = after.get(str(names[-1]))
        return {"challengeName": asks} if asks else {"issueTokens": True}

    sphinx = Sphinx(riddles(DefineAuthChallenge=define))
    riddle = sphinx.begin_by_srp()
    proof_wanted = asked(sphinx.solve(riddle))

    assert (riddle.challenge, proof_wanted.challenge) == ("CUSTOM_CHALLENGE", "PASSWORD_VERIFIER")
    tokens(sphinx.prove(proof_wanted))


def test_a_wrong_proof_ends_the_sign_in_without_a_function() -> None:
    """Nobody but the service judges a password."""
    sphinx = Sphinx()
    proof_wanted = sphinx.begin_by_srp()
    sphinx.functions.events.clear()

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        sphinx.prove(proof_wanted, "Wrong0ne!")
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        sphinx.prove(proof_wanted)

    assert sphinx.functions.events == []


def test_no_proof_is_asked_for_where_srp_did_not_begin() -> None:
    """There is nothing to prove against; the function's answer is none."""
    sphinx = Sphinx(riddles(DefineAuthChallenge={"challengeName": "PASSWORD_VERIFIER"}))

    with refused(InvalidLambdaResponseException, "Unrecognizable lambda output"):
        sphinx.begin()


@pytest.mark.parametrize("value", ["", "0", "zz"])
def test_srp_needs_its_public_value(value: str) -> None:
    """Missing or impossible, it is refused before a custom function is asked."""
    sphinx = Sphinx()
    text = texts.INVALID_SRP_A if value else texts.missing_parameter("SRP_A")

    with refused(InvalidParameterException, text):
        sphinx.begin(CHALLENGE_NAME="SRP_A", SRP_A=value)

    assert sphinx.functions.events == []


def test_srp_that_is_switched_off_is_off_here_too() -> None:
    """Without verifiers nobody could prove anything (ruling 39); the riddles alone still work."""
    sphinx = Sphinx()
    world = replace(sphinx.world, srp_verifiers="never")
    sphinx.client.world = world

    with refused(InvalidParameterException, texts.SRP_NOT_ENABLED):
        sphinx.begin_by_srp()

    assert asked(sphinx.begin()).challenge == "CUSTOM_CHALLENGE"
