"""USER_AUTH tells nobody who exists: each walk is the same for Ann and for nobody (SEC-52, SEC-53).

Compared are challenges, keys, lengths, refusals, hashes, statements and commits, on a database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from adapters.storage.sql import SqlStore
from adapters.storage.sql import open as open_store
from adapters.storage.sql.migrate import upgrade
from adapters.storage.sql.observe import observe
from domain.auth.requests import ChallengeAsked
from domain.errors import CognitoError
from domain.model.identifiers import Sub
from domain.model.message import SENDERS
from domain.model.user import NameKind, UserStatus
from domain.services import build
from tests.support.authenticator import Authenticator, from_text
from tests.support.passkeys import RP_ID, give_passkey, open_to_passkeys
from tests.support.second_factors import PHONE, change_pool
from tests.support.sign_in import PUBLIC_VALUE, Client, asked
from tests.support.world import World
from tests.unit.auth.choice_paths import EVERYTHING
from tests.unit.auth.test_enumeration import CountingHasher

WRONG = {
    "PASSWORD": {"PASSWORD": "Wrong0ne!"},
    "PASSWORD_SRP": {"SRP_A": PUBLIC_VALUE},
    "EMAIL_OTP": {"EMAIL_OTP_CODE": "00000000"},
    "SMS_OTP": {"SMS_OTP_CODE": "00000000"},
    "WEB_AUTHN": {"CREDENTIAL": "{}"},
    "SELECT_CHALLENGE": {"ANSWER": "PASSWORD"},
}
FACTORS: Final = ("PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP")
NUMBERS: Final = ("SRP_B", "SALT")
"""What is drawn anew, without leading zeros: only its form can be compared."""

Step = Callable[[], object]
Trace = list[object]


class Watched:
    """A client on a database, whose every request is noted with what it cost."""

    def __init__(self, world: World, store: SqlStore, client: Client) -> None:
        self.hasher = CountingHasher()
        world.services = build(replace(world.ports, hasher=self.hasher), world.deployment)
        self.store = store
        self.client = client

    def note(self, step: Step) -> tuple[Trace, ChallengeAsked | None]:
        """Run one request; return what a stranger could see of it, and the challenge."""
        before, challenge = self.hasher.count, None
        with observe(self.store) as seen:
            try:
                answer = step()
            except CognitoError as error:
                answer = (type(error).__name__, error.text)
        if isinstance(answer, ChallengeAsked):
            challenge, answer = answer, _shape(answer)
        hashes = self.hasher.count - before
        return [answer, hashes, len(seen.statements), seen.commits], challenge

    def walk(self, name: str, preferred: str | None, answer: str | None, **given: str) -> Trace:
        """Begin, choose if there is a choice, and answer whatever is asked with a wrong proof."""
        client = self.client
        trace, challenge = self.note(lambda: client.choose(preferred, name, **given))
        for _ in range(4):
            if challenge is None:
                return trace
            step, challenge = self.note(_answering(client, challenge, name, answer))
            trace += step
        return trace


def _answering(client: Client, challenge: ChallengeAsked, name: str, answer: str | None) -> Step:
    kind, session = challenge.challenge, challenge.session
    if kind == "PASSWORD_VERIFIER":
        wrong = client.srp_answers(challenge, "Wrong0ne!")
        return lambda: client.answer(kind, session, wrong)
    answers = {"USERNAME": name, **WRONG[kind]}
    if kind == "SELECT_CHALLENGE" and answer is not None:
        answers["ANSWER"] = answer
    return lambda: client.answer(kind, session, answers)


def _shape(asked: ChallengeAsked) -> object:
    # Telephone numbers have many lengths, those of nobody as well.
    values = {key: re.sub(r"\*+", "*", str(value)) for key, value in asked.parameters.items()}
    lengths = {
        key: round(len(value) / 100) if key in NUMBERS else len(value)
        for key, value in values.items()
    }
    shown = {
        key: re.sub(r"[a-z0-9]", "x", value)
        for key, value in values.items()
        if key.startswith("CODE_DELIVERY")
    }
    return asked.challenge, lengths, shown, asked.available, len(asked.session or "")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """A pool that lets people begin by anything, Ann who can, and some who may not."""
    url = f"sqlite:///{tmp_path}/cognate.db"
    upgrade(url)
    store = open_store(url)
    world = World(store=store)
    pool = world.add_pool(first_factors=EVERYTHING)
    for name, changes in (
        ("ann", {}),
        ("joe", {"enabled": False}),
        ("eve", {"status": UserStatus.RESET_REQUIRED}),
    ):
        addresses = {
            "email": f"{name}@example.com",
            "email_verified": "true",
            "phone_number": PHONE,
            "phone_number_verified": "true",
        }
        world.add_user(pool, name, attributes=addresses, **changes)
    client = Client(world, world.add_client(pool))
    watched = Watched(world, store, client)
    watched.walk("warm", None, None)
    yield watched
    store.close()


@pytest.mark.parametrize("name", ["ann", "joe", "eve"])
@pytest.mark.parametrize("preferred", [None, *FACTORS, "WEB_AUTHN"])
def test_a_preference_tells_nothing(watched: Watched, name: str, preferred: str | None) -> None:
    """With each preference and with none, to the refusal of a wrong proof."""
    assert watched.walk(name, preferred, None) == watched.walk("bob", preferred, None)


@pytest.mark.parametrize("name", ["ann", "joe", "eve"])
@pytest.mark.parametrize("preferred", ["EMAIL_OTP", "SMS_OTP"])
def test_a_custom_sender_tells_nothing(watched: Watched, name: str, preferred: str) -> None:
    """Where codes go to functions of the pool's, nobody's cost as much and are told to none."""
    change_pool(watched.client, triggers={sender.value: "arn" for sender in SENDERS.values()})
    watched.walk("warm", None, None)
    assert watched.walk(name, preferred, None) == watched.walk("bob", preferred, None)


@pytest.mark.parametrize("name", ["ann", "joe", "eve"])
@pytest.mark.parametrize("answer", FACTORS)
def test_a_choice_tells_nothing(watched: Watched, name: str, answer: str) -> None:
    """With each answer to SELECT_CHALLENGE."""
    assert watched.walk(name, None, answer) == watched.walk("bob", None, answer)


@pytest.mark.parametrize("name", ["ann", "joe", "eve"])
@pytest.mark.parametrize(
    ("preferred", "given"),
    [("PASSWORD", {"PASSWORD": "Wrong0ne!"}), ("PASSWORD_SRP", {"SRP_A": PUBLIC_VALUE})],
)
def test_a_proof_with_the_preference_tells_nothing(
    watched: Watched, name: str, preferred: str, given: dict[str, str]
) -> None:
    """In the first request: one hash, one claim, whoever is asked."""
    known = watched.walk(name, preferred, None, **given)

    assert known == watched.walk("bob", preferred, None, **given)


@pytest.mark.parametrize("name", ["ann", "joe", "eve"])
@pytest.mark.parametrize("is_named", [True, False])
def test_a_passkey_tells_nothing(watched: Watched, name: str, is_named: bool) -> None:
    """Half of the names of nobody are asked for one, and every wrong answer to it costs the same.

    The answers are those of an authenticator that knows the id it was asked for, and of one that
    does not.
    """
    client = watched.client
    open_to_passkeys(client)
    with client.world.store.reading() as unit:
        found = unit.names.find(client.client.pool_id, None, name, [NameKind.USERNAME]).sub
        user = unit.users.standing(client.client.pool_id, found or Sub("")).user
    assert user is not None
    give_passkey(client, user)
    names = [f"no{letter}" for letter in "abcdefghijklmnop"]
    nobody = next(
        each for each in names if asked(client.choose("WEB_AUTHN", each)).challenge == "WEB_AUTHN"
    )

    def walk(username: str) -> Trace:
        trace, challenge = watched.note(lambda: client.choose("WEB_AUTHN", username))
        assert challenge is not None
        options: Any = challenge.parameters["CREDENTIAL_REQUEST_OPTIONS"]
        pretender = Authenticator(rp_id=RP_ID)
        if is_named:
            pretender.id = from_text(options["allowCredentials"][0]["id"])
        answers = {"USERNAME": username, "CREDENTIAL": pretender.answer(challenge.parameters)}
        refusal, _ = watched.note(lambda: client.answer("WEB_AUTHN", challenge.session, answers))
        return trace + refusal

    assert walk(name) == walk(nobody)


@pytest.mark.parametrize("name", ["ann", "bob"])
def test_tries_run_out_alike(watched: Watched, name: str) -> None:
    """After five wrong codes the Session is dead, whoever they were sent to."""
    session = watched.note(lambda: watched.client.choose("EMAIL_OTP", name))[1]
    assert session is not None
    wrong = {"USERNAME": name, **WRONG["EMAIL_OTP"]}
    refusals = [
        watched.note(lambda: watched.client.answer("EMAIL_OTP", session.session, wrong))[0][0]
        for _ in range(6)
    ]

    assert refusals == [
        *[("CodeMismatchException", "Invalid code or auth state for the user.")] * 5,
        ("NotAuthorizedException", "Invalid session for the user."),
    ]


def test_the_lock_tells_nothing(watched: Watched) -> None:
    """Wrong passwords lock a name as they lock a user."""
    known, unknown = (
        [watched.walk(name, "PASSWORD", None, PASSWORD="Wrong0ne!")[0] for _ in range(6)]
        for name in ("ann", "bob")
    )

    assert known == unknown
    assert known[-1] == ("NotAuthorizedException", "Password attempts exceeded")


def test_nobody_has_the_same_challenge_each_time(watched: Watched) -> None:
    """The address that a code seems to go to stays, and differs from another's."""

    def shown(name: str) -> object:
        challenge = watched.note(lambda: watched.client.choose("SMS_OTP", name))[1]
        assert challenge is not None
        return challenge.parameters["CODE_DELIVERY_DESTINATION"]

    assert shown("bob") == shown("bob")
    assert len({str(shown(f"bob{number}")) for number in range(5)}) > 1


def test_who_has_nothing_looks_as_nobody(watched: Watched) -> None:
    """A user of another provider, or without any factor, is offered what proves nothing."""
    world = watched.client.world
    pool = world.services.catalog.pool(watched.client.client.pool_id)
    world.add_user(pool, "fed", password=None, status=UserStatus.EXTERNAL_PROVIDER)
    world.add_user(pool, "non", password=None)

    for name in ("fed", "non"):
        for answer in FACTORS:
            assert watched.walk(name, None, answer) == watched.walk("bob", None, answer)
