"""DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER: a remembered device proves itself."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest

from domain import texts
from domain.crypto.secret_hash import secret_hash
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
)
from domain.model.factors import SecondFactor
from domain.model.identifiers import ClientId
from domain.model.user import User, UserStatus
from tests.support.accounts import refused
from tests.support.devices import (
    KEY,
    OTHER_KEY,
    SALT,
    Phone,
    by_password,
    give_device,
    stored,
    track,
)
from tests.support.second_factors import give_factors, newest_code
from tests.support.sign_in import Client, asked, refusal, timestamp_of, tokens
from tests.support.world import PASSWORD

Answers = dict[str, str]
VERIFIER = "DEVICE_PASSWORD_VERIFIER"


@pytest.fixture
def phone(client: Client, ann: User) -> Phone:
    """Ann's remembered device, in a pool that tracks devices."""
    track(client)
    return give_device(client, ann)


def wanted(client: Client, phone: Phone) -> Answers:
    """The answers that prove the device, to a question just put."""
    session = asked(by_password(client)).session
    challenge = asked(client.answer("DEVICE_SRP_AUTH", session, phone.begins))
    return phone.proof(client, challenge)


@pytest.mark.parametrize("salt", [SALT, SALT >> 1, SALT >> 9, (1 << 130) - 1, 1])
def test_a_remembered_device_signs_in(client: Client, ann: User, salt: int) -> None:
    """After the password the device proves itself, whatever salt it drew, and tokens follow."""
    track(client)
    phone = give_device(client, ann, Phone(salt=salt))

    given = tokens(phone.prove(client, asked(by_password(client))))

    assert given.refresh_token
    assert given.new_device is None


@pytest.mark.usefixtures("phone")
def test_the_first_question_shows_the_name_alone(client: Client) -> None:
    """DEVICE_SRP_AUTH shows USERNAME and has a Session."""
    challenge = asked(by_password(client))

    assert challenge.challenge == "DEVICE_SRP_AUTH"
    assert challenge.parameters == {"USERNAME": "ann"}
    assert challenge.session


def test_the_second_question_shows_what_clients_read(client: Client, phone: Phone) -> None:
    """DEVICE_PASSWORD_VERIFIER shows salt and B in minimal hex, the block, name and key."""
    session = asked(by_password(client)).session
    shown = asked(client.answer("DEVICE_SRP_AUTH", session, phone.begins)).parameters

    assert shown.keys() == {"SALT", "SRP_B", "SECRET_BLOCK", "USERNAME", "DEVICE_KEY"}
    assert (shown["USERNAME"], shown["DEVICE_KEY"]) == ("ann", KEY)
    assert shown["SALT"] == f"{SALT:x}"
    assert shown["SRP_B"] == format(int(str(shown["SRP_B"]), 16), "x")
    assert base64.b64decode(str(shown["SECRET_BLOCK"]), validate=True)


def test_the_key_may_come_with_any_step(client: Client, phone: Phone) -> None:
    """Amplify names its device in the answer to PASSWORD_VERIFIER only (ruling 9)."""
    answers = client.srp_answers(client.start_srp())
    challenge = asked(client.answer("PASSWORD_VERIFIER", answers={**answers, "DEVICE_KEY": KEY}))

    assert tokens(phone.prove(client, challenge)).refresh_token


def test_an_administrator_goes_the_same_way(admin: Client, phone: Phone) -> None:
    """The signed operations put and take the same questions."""
    assert tokens(phone.prove(admin, asked(by_password(admin)))).refresh_token


def test_a_sign_in_is_noted_on_the_device(client: Client, ann: User, phone: Phone) -> None:
    """Time and address of the last sign-in are the device's; nothing else of it changes."""
    before = stored(client, ann)
    assert before is not None
    client.world.clock.advance(s=60)

    tokens(phone.prove(client, asked(by_password(client))))

    now_ms = client.world.clock.now_ms()
    assert stored(client, ann) == replace(before, authenticated_at_ms=now_ms)


def test_a_client_without_session_goes_on_with_what_waits(client: Client, phone: Phone) -> None:
    """Both steps are answerable without Session, by name and key (pycognito sends none)."""
    asked(by_password(client))

    challenge = asked(client.answer("DEVICE_SRP_AUTH", answers=phone.begins))
    answers = phone.proof(client, challenge)

    assert tokens(client.answer("DEVICE_PASSWORD_VERIFIER", answers=answers)).refresh_token


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_nothing_waits_without_a_first_factor(client: Client, name: str) -> None:
    """The device alone signs nobody in, and nobody is told apart by it."""
    track(client)
    phone = Phone()

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer("DEVICE_SRP_AUTH", answers={**phone.begins, "USERNAME": name})


def test_what_waits_serves_once(client: Client, phone: Phone) -> None:
    """The attempt of one password is answered once, with or without its Session."""
    session = asked(by_password(client)).session
    client.answer("DEVICE_SRP_AUTH", answers=phone.begins)

    for again in (None, session):
        with refused(NotAuthorizedException, texts.SESSION_SPENT):
            client.answer("DEVICE_SRP_AUTH", again, phone.begins)


def test_what_waits_is_the_newest(client: Client, phone: Phone) -> None:
    """A second sign-in takes the place of what waited; the Session of the first stays good."""
    first = asked(by_password(client)).session
    asked(by_password(client))

    assert asked(client.answer("DEVICE_SRP_AUTH", answers=phone.begins)).challenge == VERIFIER
    assert asked(client.answer("DEVICE_SRP_AUTH", first, phone.begins)).challenge == VERIFIER


def test_what_waits_dies_with_its_time(client: Client, phone: Phone) -> None:
    """After AuthSessionValidity (three minutes) nothing waits any more."""
    asked(by_password(client))
    client.world.clock.advance(s=180)

    with refused(NotAuthorizedException, texts.SESSION_EXPIRED):
        client.answer("DEVICE_SRP_AUTH", answers=phone.begins)


def test_what_waits_belongs_to_its_client(client: Client, phone: Phone) -> None:
    """Another client of the pool finds nothing."""
    world = client.world
    pool = world.services.catalog.pool(client.client.pool_id)
    other = Client(world, world.add_client(pool, id=ClientId("client0000000000000000000b")))
    asked(by_password(client))

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        other.answer("DEVICE_SRP_AUTH", answers=phone.begins)


def test_what_waits_belongs_to_its_user(client: Client, phone: Phone) -> None:
    """Another user with a device of the same key finds nothing."""
    world = client.world
    pool = world.services.catalog.pool(client.client.pool_id)
    give_device(client, world.add_user(pool, "bob"))
    asked(by_password(client))

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer("DEVICE_SRP_AUTH", answers={**phone.begins, "USERNAME": "bob"})


def test_the_session_of_a_code_leads_to_what_waits(client: Client, ann: User, phone: Phone) -> None:
    """The older library comes with the Session that it gave its code with."""
    give_factors(client, ann, SecondFactor.SMS)
    session = asked(by_password(client)).session
    code = {"USERNAME": "ann", "SMS_MFA_CODE": newest_code(client)}
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer("DEVICE_SRP_AUTH", session, phone.begins)
    client.answer("SMS_MFA", session, code)

    challenge = asked(client.answer("DEVICE_SRP_AUTH", session, phone.begins))
    answers = phone.proof(client, challenge)
    assert tokens(client.answer(VERIFIER, answers=answers)).refresh_token
    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        client.answer("DEVICE_SRP_AUTH", session, phone.begins)


def test_the_session_of_another_user_leads_nowhere(client: Client, phone: Phone) -> None:
    """What waits for Ann is not for who comes with a Session of Bob's."""
    world = client.world
    pool = world.services.catalog.pool(client.client.pool_id)
    bob = world.add_user(pool, "bob", status=UserStatus.FORCE_CHANGE_PASSWORD)
    session = asked(client.by_password(bob.username)).session
    asked(by_password(client))

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer("DEVICE_SRP_AUTH", session, phone.begins)


@pytest.mark.parametrize("key", ["USERNAME", "DEVICE_KEY", "SRP_A"])
def test_the_first_step_names_what_is_missing(client: Client, phone: Phone, key: str) -> None:
    """A key that is not there is named, and the Session stays good."""
    session = asked(by_password(client)).session
    lacking = {name: value for name, value in phone.begins.items() if name != key}

    with refused(InvalidParameterException, f"Missing required parameter {key}"):
        client.answer("DEVICE_SRP_AUTH", session, lacking)

    assert asked(client.answer("DEVICE_SRP_AUTH", session, phone.begins)).challenge == VERIFIER


@pytest.mark.parametrize(
    "key",
    [
        "USERNAME",
        "DEVICE_KEY",
        "TIMESTAMP",
        "PASSWORD_CLAIM_SECRET_BLOCK",
        "PASSWORD_CLAIM_SIGNATURE",
    ],
)
def test_the_second_step_names_what_is_missing(client: Client, phone: Phone, key: str) -> None:
    """A key that is not there is named, and the block stays good."""
    answers = wanted(client, phone)
    lacking = {name: value for name, value in answers.items() if name != key}

    with refused(InvalidParameterException, f"Missing required parameter {key}"):
        client.answer("DEVICE_PASSWORD_VERIFIER", answers=lacking)

    assert tokens(client.answer("DEVICE_PASSWORD_VERIFIER", answers=answers)).refresh_token


@pytest.mark.parametrize("public", ["0", "1", "zz", "-1", "0x1f"])
def test_a_public_value_that_no_client_sends_is_refused(
    client: Client, phone: Phone, public: str
) -> None:
    """As at the first factor; the Session stays good."""
    session = asked(by_password(client)).session

    with refused(InvalidParameterException, texts.INVALID_SRP_A):
        client.answer("DEVICE_SRP_AUTH", session, {**phone.begins, "SRP_A": public})

    assert asked(client.answer("DEVICE_SRP_AUTH", session, phone.begins)).challenge == VERIFIER


@pytest.mark.parametrize("session", ["A" * 900, "garbage that is long enough", "ä" * 30])
def test_an_invented_session_is_refused(client: Client, phone: Phone, session: str) -> None:
    """It does not fall back on what waits."""
    asked(by_password(client))

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer("DEVICE_SRP_AUTH", session, phone.begins)


def _flip_block(_client: Client, answers: Answers) -> None:
    block = bytearray(base64.b64decode(answers["PASSWORD_CLAIM_SECRET_BLOCK"]))
    block[len(block) // 2] ^= 1
    answers["PASSWORD_CLAIM_SECRET_BLOCK"] = base64.b64encode(block).decode()


def _flip_signature(_client: Client, answers: Answers) -> None:
    signature = bytearray(base64.b64decode(answers["PASSWORD_CLAIM_SIGNATURE"]))
    signature[0] ^= 1
    answers["PASSWORD_CLAIM_SIGNATURE"] = base64.b64encode(signature).decode()


def _other_key(_client: Client, answers: Answers) -> None:
    answers["DEVICE_KEY"] = OTHER_KEY


def _other_user(_client: Client, answers: Answers) -> None:
    answers["USERNAME"] = "bob"


def _late(client: Client, answers: Answers) -> None:
    answers["TIMESTAMP"] = timestamp_of(client.world.clock.now_ms() - 301_000)


def _block_of_password(client: Client, answers: Answers) -> None:
    answers["PASSWORD_CLAIM_SECRET_BLOCK"] = str(client.start_srp().parameters["SECRET_BLOCK"])


def _proof_of_password(client: Client, answers: Answers) -> None:
    answers.update(client.srp_answers(client.start_srp()))


@pytest.mark.parametrize(
    "alter",
    [
        _flip_block,
        _flip_signature,
        _other_key,
        _other_user,
        _late,
        _block_of_password,
        _proof_of_password,
    ],
)
def test_an_altered_proof_gives_no_token(
    client: Client, ann: User, phone: Phone, alter: Callable[[Client, Answers], None]
) -> None:
    """Whatever is altered, the words are those of a wrong password."""
    world = client.world
    world.add_user(world.services.catalog.pool(ann.pool_id), "bob")
    give_device(client, ann, Phone(key=OTHER_KEY))
    answers = wanted(client, phone)
    alter(client, answers)

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        client.answer("DEVICE_PASSWORD_VERIFIER", answers=answers)


def test_a_wrong_proof_ends_the_attempt(client: Client, phone: Phone) -> None:
    """One B, one guess: the right proof comes too late, and so does the Session of before."""
    session = asked(by_password(client)).session
    challenge = asked(client.answer("DEVICE_SRP_AUTH", session, phone.begins))
    thief = replace(phone, password="another")
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        client.answer("DEVICE_PASSWORD_VERIFIER", answers=thief.proof(client, challenge))

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        client.answer("DEVICE_PASSWORD_VERIFIER", answers=phone.proof(client, challenge))
    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        client.answer("DEVICE_SRP_AUTH", session, phone.begins)


def test_a_right_proof_serves_once(client: Client, phone: Phone) -> None:
    """The same answer a second time gives nothing."""
    answers = wanted(client, phone)
    tokens(client.answer("DEVICE_PASSWORD_VERIFIER", answers=answers))

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        client.answer("DEVICE_PASSWORD_VERIFIER", answers=answers)


def test_wrong_proofs_do_not_lock_the_password(client: Client, phone: Phone) -> None:
    """The lock counts passwords (ruling 4): ten wrong devices leave it alone."""
    thief = replace(phone, password="another")
    for _ in range(10):
        with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
            client.answer("DEVICE_PASSWORD_VERIFIER", answers=wanted(client, thief))

    assert tokens(phone.prove(client, asked(by_password(client)))).refresh_token


def test_a_right_proof_clears_no_lock(client: Client, phone: Phone) -> None:
    """Wrong passwords while a device is asked still count after its proof."""
    answers = wanted(client, phone)
    for _ in range(5):
        with pytest.raises(NotAuthorizedException):
            by_password(client, password="Wrong0ne!")
    tokens(client.answer("DEVICE_PASSWORD_VERIFIER", answers=answers))

    with refused(NotAuthorizedException, texts.PASSWORD_ATTEMPTS_EXCEEDED):
        by_password(client)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        (None, ResourceNotFoundException),
        ({"remembered": False}, NotAuthorizedException),
        ({"sealed_verifier": None}, NotAuthorizedException),
    ],
    ids=["forgotten", "not remembered", "without verifier"],
)
@pytest.mark.parametrize("steps", [0, 1])
def test_a_device_that_is_gone_meanwhile_proves_nothing(
    client: Client,
    ann: User,
    phone: Phone,
    changes: dict[str, None] | None,
    error: type[CognitoError],
    steps: int,
) -> None:
    """Between any two steps the device is looked at again."""
    challenge = asked(by_password(client))
    if steps:
        challenge = asked(client.answer("DEVICE_SRP_AUTH", challenge.session, phone.begins))
    with client.world.store.writing() as unit:
        unit.devices.remove(ann.pool_id, ann.sub, KEY)
    if changes is not None:
        give_device(client, ann, **changes)

    with refused(error):
        if steps:
            client.answer("DEVICE_PASSWORD_VERIFIER", answers=phone.proof(client, challenge))
        else:
            client.answer("DEVICE_SRP_AUTH", challenge.session, phone.begins)


def test_the_device_stays_the_one_that_was_named(client: Client, ann: User, phone: Phone) -> None:
    """Another remembered device of the user cannot answer in its place."""
    other = give_device(client, ann, Phone(key=OTHER_KEY))
    session = asked(by_password(client)).session

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer("DEVICE_SRP_AUTH", session, other.begins)


def test_a_verifier_of_another_device_does_not_open(client: Client, ann: User) -> None:
    """A verifier that was moved to another row is refused, with the words of a wrong proof."""
    track(client)
    other = give_device(client, ann, Phone(key=OTHER_KEY))
    moved = stored(client, ann, OTHER_KEY)
    assert moved is not None
    phone = give_device(client, ann, sealed_verifier=moved.sealed_verifier)
    session = asked(by_password(client)).session

    with pytest.raises(NotAuthorizedException) as caught:
        client.answer("DEVICE_SRP_AUTH", session, phone.begins)

    assert refusal(caught) == texts.INCORRECT_USERNAME_OR_PASSWORD
    assert tokens(other.prove(client, asked(by_password(client, OTHER_KEY)))).refresh_token


def test_the_answers_need_the_secret_hash(client: Client, ann: User) -> None:
    """Where the client has a secret, both steps are refused without its hash, or with another."""
    world, secret = client.world, "a secret of the client"
    pool = world.services.catalog.pool(ann.pool_id)
    confidential = Client(
        world, world.add_client(pool, secret=secret, id=ClientId("client0000000000000000000b"))
    )
    track(client)
    phone = give_device(client, ann)
    right = {"SECRET_HASH": secret_hash(secret, "ann", confidential.client.id)}
    begun = confidential.begin(
        "USER_PASSWORD_AUTH", USERNAME="ann", PASSWORD=PASSWORD, DEVICE_KEY=KEY, **right
    )
    session = asked(begun).session
    missing = texts.secret_hash_missing(confidential.client.id)
    wrong = texts.secret_hash_wrong(confidential.client.id)

    for given, text in (({}, missing), ({"SECRET_HASH": "AAAA"}, wrong)):
        for where in (session, None):
            with refused(NotAuthorizedException, text):
                confidential.answer("DEVICE_SRP_AUTH", where, {**phone.begins, **given})
    challenge = asked(confidential.answer("DEVICE_SRP_AUTH", session, {**phone.begins, **right}))
    answers = phone.proof(confidential, challenge)
    for given, text in (({}, missing), ({"SECRET_HASH": "AAAA"}, wrong)):
        with refused(NotAuthorizedException, text):
            confidential.answer("DEVICE_PASSWORD_VERIFIER", answers={**answers, **given})
    assert tokens(
        confidential.answer("DEVICE_PASSWORD_VERIFIER", answers={**answers, **right})
    ).refresh_token
