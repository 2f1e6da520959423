"""CUSTOM_CHALLENGE: answers that nobody may give leave the riddle as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import texts
from domain.crypto.secret_hash import secret_hash
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
)
from tests.support.accounts import refused
from tests.support.riddles import RIGHT, Sphinx, riddles
from tests.support.sign_in import asked, tokens
from tests.support.world import PASSWORD


def test_an_answer_needs_its_keys() -> None:
    """USERNAME, ANSWER and the Session; each is named when it is missing, and nothing is spent."""
    sphinx = Sphinx(riddles(rounds=1))
    first = asked(sphinx.begin())
    whole = {"USERNAME": "ann", "ANSWER": RIGHT}

    for key in whole:
        rest = {name: value for name, value in whole.items() if name != key}
        with refused(InvalidParameterException, texts.missing_parameter(key)):
            sphinx.client.answer("CUSTOM_CHALLENGE", first.session, rest)
    with refused(InvalidParameterException, texts.missing_parameter("Session")):
        sphinx.client.answer("CUSTOM_CHALLENGE", None, whole)
    tokens(sphinx.solve(first))


def test_a_session_of_another_challenge_is_none() -> None:
    """Neither does a custom challenge's serve elsewhere."""
    sphinx = Sphinx()
    first, proof_wanted = asked(sphinx.begin()), sphinx.begin_by_srp()
    code = {"USERNAME": "ann", "SMS_MFA_CODE": "123456"}

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        sphinx.solve(proof_wanted)
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        sphinx.client.answer("SMS_MFA", first.session, code)


def test_another_users_session_is_none() -> None:
    """The user comes from the Session, and the name in the answer must be his."""
    sphinx = Sphinx(riddles(rounds=1))
    sphinx.world.add_user(sphinx.pool, "bob")
    first = sphinx.begin()

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        sphinx.solve(first, username="bob")
    tokens(sphinx.solve(first))


def test_an_expired_session_is_none() -> None:
    """Three minutes a round, by default."""
    sphinx = Sphinx()
    first = sphinx.begin()
    sphinx.world.clock.advance(s=180)

    with refused(NotAuthorizedException, texts.SESSION_EXPIRED):
        sphinx.solve(first)


@pytest.mark.parametrize("session", ["A" * 20, "not one of ours at all", "A" * 4096])
def test_an_invented_session_is_none(session: str) -> None:
    """Whatever was not sealed by us for this client."""
    sphinx = Sphinx()

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        sphinx.solve(replace(asked(sphinx.begin()), session=session))


def test_the_secret_hash_is_asked_for_in_every_step() -> None:
    """Wrong or missing, it refuses, and the riddle can still be answered."""
    secret = "the secret of the client"
    sphinx = Sphinx(riddles(rounds=1), secret=secret)
    right = {"SECRET_HASH": secret_hash(secret, "ann", sphinx.app.id)}
    first = asked(sphinx.begin(**right))
    answers = {"USERNAME": "ann", "ANSWER": RIGHT}

    for hashes, text in (
        ({}, texts.secret_hash_missing(sphinx.app.id)),
        ({"SECRET_HASH": "AAAA"}, texts.secret_hash_wrong(sphinx.app.id)),
    ):
        with refused(NotAuthorizedException, text):
            sphinx.begin(**hashes)
        with refused(NotAuthorizedException, text):
            sphinx.client.answer("CUSTOM_CHALLENGE", first.session, {**answers, **hashes})

    tokens(sphinx.client.answer("CUSTOM_CHALLENGE", first.session, {**answers, **right}))


def test_a_user_who_was_changed_meanwhile_begins_again() -> None:
    """Another password, sign-out or status ends what is open."""
    sphinx = Sphinx(riddles(rounds=1))
    first = sphinx.begin()
    sphinx.world.services.auth.sign_out.everywhere_by_admin(sphinx.pool.id, "ann")

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        sphinx.solve(first)
    tokens(sphinx.client.by_password(password=PASSWORD))
