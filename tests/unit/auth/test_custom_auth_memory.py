"""CUSTOM_AUTH: what its functions keep between the rounds, and how much of it."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    InvalidLambdaResponseException,
    NotAuthorizedException,
)
from tests.support.accounts import refused
from tests.support.riddles import RIGHT, Sphinx, riddles
from tests.support.sign_in import asked, tokens


def keeping(size: int) -> Sphinx:
    """Riddles whose private parameters have so many characters, the names included."""
    private = {"answer": RIGHT, "rest": "x" * (size - len("answer" + RIGHT + "rest"))}
    create = {"privateChallengeParameters": private}
    return Sphinx(riddles(rounds=1, CreateAuthChallenge=create))


@pytest.mark.parametrize("size", [20_000, 65_536])
@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_private_parameters_may_be_longer_than_a_session(size: int, name: str) -> None:
    """They wait in the store (ruling 12), for who does not exist as well."""
    sphinx = keeping(size)

    first = asked(sphinx.begin(name))
    assert first.session is not None
    assert len(first.session) <= 4096
    if name == "ann":
        tokens(sphinx.solve(first))
    else:
        with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
            sphinx.solve(first, username=name)

    [request] = sphinx.functions.requests("VerifyAuthChallengeResponse")
    assert len("".join(request["privateChallengeParameters"].values())) > size - 20


def test_private_parameters_have_a_bound() -> None:
    """Beyond it the function's answer is none."""
    with refused(InvalidLambdaResponseException, "Unrecognizable lambda output"):
        keeping(65_537).begin()


def test_what_earlier_rounds_left_counts_too() -> None:
    """A function that never ends is ended, however little it keeps in each round."""
    create = {"challengeMetadata": "x" * 20_000}
    sphinx = Sphinx(riddles(rounds=10, CreateAuthChallenge=create))
    riddle = sphinx.solve(sphinx.solve(sphinx.begin()))

    with refused(InvalidLambdaResponseException, "Unrecognizable lambda output"):
        sphinx.solve(riddle)


def test_a_long_history_is_told_whole() -> None:
    """Metadata of several rounds that would not fit into a Session."""
    create = {"challengeMetadata": "m" * 5_000, "privateChallengeParameters": {"answer": RIGHT}}
    sphinx = Sphinx(riddles(rounds=3, CreateAuthChallenge=create))

    tokens(sphinx.solve(sphinx.solve(sphinx.solve(sphinx.begin()))))

    session = sphinx.functions.requests("DefineAuthChallenge")[-1]["session"]
    assert [len(each["challengeMetadata"]) for each in session] == [5_000] * 3
