"""ADMIN_NO_SRP_AUTH as a challenge: an administrator who began without the password is asked it."""

from __future__ import annotations

import pytest

from domain import texts
from domain.auth.requests import ChallengeAsked
from domain.crypto.secret_hash import secret_hash
from domain.errors import InvalidParameterException, NotAuthorizedException, UserNotFoundException
from domain.model.user import User, UserStatus
from tests.support.accounts import refused
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import PASSWORD, World

NAME = "ADMIN_NO_SRP_AUTH"
pytestmark = pytest.mark.usefixtures("ann")


def begin(admin: Client, username: str = "ann") -> ChallengeAsked:
    """AdminInitiateAuth without a password."""
    return asked(admin.begin(NAME, USERNAME=username))


def answer(admin: Client, challenge: ChallengeAsked, password: str = PASSWORD) -> object:
    """AdminRespondToAuthChallenge with the password."""
    answers = {"USERNAME": str(challenge.parameters["USERNAME"]), "PASSWORD": password}
    return tokens(admin.answer(NAME, challenge.session, answers))


def test_without_a_password_it_is_asked_for(admin: Client) -> None:
    """With a Session, and the name to answer with."""
    challenge = begin(admin)

    assert challenge.challenge == NAME
    assert challenge.parameters == {"USERNAME": "ann", "USER_ID_FOR_SRP": "ann"}
    assert answer(admin, challenge)


@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"])
def test_other_flows_want_the_password_at_once(client: Client, admin: Client, flow: str) -> None:
    """Under its newer name too."""
    caller = client if flow == "USER_PASSWORD_AUTH" else admin
    with refused(InvalidParameterException, "Missing required parameter PASSWORD"):
        caller.begin(flow, USERNAME="ann")


@pytest.mark.parametrize("answers", [{}, {"PASSWORD": PASSWORD}])
def test_the_user_name_is_wanted_at_once(admin: Client, answers: dict[str, str]) -> None:
    """Nobody can be asked for the password of nobody."""
    with refused(InvalidParameterException, "Missing required parameter USERNAME"):
        admin.begin(NAME, **answers)


def test_the_public_operation_cannot_answer(client: Client, admin: Client) -> None:
    """The answer is refused before it is looked at, and the challenge stays."""
    challenge = begin(admin)

    with refused(InvalidParameterException, texts.only_by_admin(NAME)):
        answer(client, challenge)

    assert answer(admin, challenge)


def test_the_public_operation_cannot_begin(client: Client) -> None:
    """With or without a password."""
    with refused(InvalidParameterException, texts.FLOW_NOT_SUPPORTED):
        client.begin(NAME, USERNAME="ann")


def test_a_wrong_password_ends_the_sign_in(admin: Client) -> None:
    """It counts, and the right one is not compared any more."""
    challenge = begin(admin)

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        answer(admin, challenge, "Wrong0ne!")
    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        answer(admin, challenge, PASSWORD)


def test_wrong_passwords_lock(admin: Client) -> None:
    """The challenge is one more door to the same lock: it neither begins nor is answered."""
    challenges = [begin(admin) for _ in range(6)]
    for challenge in challenges[:5]:
        with pytest.raises(NotAuthorizedException):
            answer(admin, challenge, "Wrong0ne!")

    with refused(NotAuthorizedException, texts.PASSWORD_ATTEMPTS_EXCEEDED):
        answer(admin, challenges[5])
    with refused(NotAuthorizedException, texts.PASSWORD_ATTEMPTS_EXCEEDED):
        begin(admin)


def test_wrong_passwords_lock_in_the_first_request_too(admin: Client) -> None:
    """Where the password comes at once it is a guess like any other."""
    for _ in range(5):
        with pytest.raises(NotAuthorizedException):
            admin.begin(NAME, USERNAME="ann", PASSWORD="Wrong0ne!")

    with refused(NotAuthorizedException, texts.PASSWORD_ATTEMPTS_EXCEEDED):
        admin.begin(NAME, USERNAME="ann", PASSWORD=PASSWORD)


def test_an_unknown_user_is_asked_too(admin: Client) -> None:
    """And fails as with a wrong password, with as much work."""
    known, unknown = begin(admin), begin(admin, "nobody")
    assert known.session is not None
    assert unknown.session is not None

    assert unknown.parameters == {"USERNAME": "nobody", "USER_ID_FOR_SRP": "nobody"}
    assert len(unknown.session) == len(known.session)
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        answer(admin, unknown)


def test_under_legacy_an_unknown_user_is_told() -> None:
    """At once, as in the other password flows."""
    world = World()
    app = world.add_client(world.add_pool(), prevent_user_existence_errors="LEGACY")

    with refused(UserNotFoundException, texts.USER_DOES_NOT_EXIST):
        begin(Client(world, app, admin=True))


def test_a_temporary_password_is_changed(admin: Client, ann: User) -> None:
    """The gates after it are those of any password."""
    admin.world.change_user(ann, status=UserStatus.FORCE_CHANGE_PASSWORD)
    challenge = begin(admin)
    answers = {"USERNAME": "ann", "PASSWORD": PASSWORD}

    following = asked(admin.answer(NAME, challenge.session, answers))

    assert following.challenge == "NEW_PASSWORD_REQUIRED"


def test_an_answer_needs_its_keys(admin: Client) -> None:
    """USERNAME, PASSWORD and the Session: each is named when it is missing, nothing is spent."""
    challenge = begin(admin)
    whole = {"USERNAME": "ann", "PASSWORD": PASSWORD}

    for key in whole:
        rest = {name: value for name, value in whole.items() if name != key}
        with refused(InvalidParameterException, texts.missing_parameter(key)):
            admin.answer(NAME, challenge.session, rest)
    with refused(InvalidParameterException, texts.missing_parameter("Session")):
        admin.answer(NAME, None, whole)
    assert answer(admin, challenge)


def test_another_challenges_session_is_none(admin: Client) -> None:
    """Neither does this one's serve elsewhere."""
    proof_wanted = asked(admin.begin("USER_SRP_AUTH", USERNAME="ann", SRP_A="2"))
    block = str(proof_wanted.parameters["SECRET_BLOCK"]).rstrip("=")
    session = block.replace("+", "-").replace("/", "_")
    code = {"USERNAME": "ann", "SMS_MFA_CODE": "123456"}

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        admin.answer(NAME, session, {"USERNAME": "ann", "PASSWORD": PASSWORD})
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        admin.answer("SMS_MFA", begin(admin).session, code)


def test_another_users_session_is_none(admin: Client) -> None:
    """The user comes from the Session, whoever is named in the answer."""
    pool = admin.world.services.catalog.pool(admin.client.pool_id)
    admin.world.add_user(pool, "bob", password="Passw0rd!bob")
    session = begin(admin).session

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        admin.answer(NAME, session, {"USERNAME": "bob", "PASSWORD": "Passw0rd!bob"})


@pytest.mark.parametrize("session", ["A" * 20, "not one of ours at all", "A" * 4096])
def test_an_invented_session_is_none(admin: Client, session: str) -> None:
    """Whatever was not sealed by us for this client; nothing is counted either."""
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        admin.answer(NAME, session, {"USERNAME": "ann", "PASSWORD": PASSWORD})

    assert not admin.world.store._tables.locks  # type: ignore[attr-defined] # the store in memory


def test_the_secret_hash_is_asked_for_in_every_step() -> None:
    """Wrong or missing, it refuses, and the challenge can still be answered."""
    world, secret = World(), "the secret of the client"
    pool = world.add_pool()
    world.add_user(pool)
    admin = Client(world, world.add_client(pool, secret=secret), admin=True)
    right = {"SECRET_HASH": secret_hash(secret, "ann", admin.client.id)}
    session = asked(admin.begin(NAME, USERNAME="ann", **right)).session
    answers = {"USERNAME": "ann", "PASSWORD": PASSWORD}

    for hashes, text in (
        ({}, texts.secret_hash_missing(admin.client.id)),
        ({"SECRET_HASH": "AAAA"}, texts.secret_hash_wrong(admin.client.id)),
    ):
        with refused(NotAuthorizedException, text):
            admin.begin(NAME, USERNAME="ann", **hashes)
        with refused(NotAuthorizedException, text):
            admin.answer(NAME, session, {**answers, **hashes})

    tokens(admin.answer(NAME, session, {**answers, **right}))


def test_an_expired_session_is_none(admin: Client) -> None:
    """Three minutes, by default."""
    challenge = begin(admin)
    admin.world.clock.advance(s=180)

    with refused(NotAuthorizedException, texts.SESSION_EXPIRED):
        answer(admin, challenge)


def test_a_password_beyond_the_model_is_refused(admin: Client) -> None:
    """In the first request and in the second, before it is compared (SEC-14)."""
    challenge = begin(admin)

    with refused(InvalidParameterException, texts.too_long("PASSWORD", 256)):
        admin.begin(NAME, USERNAME="ann", PASSWORD="x" * 257)
    with refused(InvalidParameterException, texts.too_long("PASSWORD", 256)):
        answer(admin, challenge, "x" * 257)
