"""USER_SRP_AUTH and PASSWORD_VERIFIER."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest

from domain import texts
from domain.errors import InvalidParameterException, NotAuthorizedException
from domain.model.identifiers import ClientId, PoolId
from domain.model.user import User
from tests.support.sign_in import Client, asked, refusal, timestamp_of, tokens
from tests.support.world import PASSWORD, World


@pytest.mark.usefixtures("ann")
def test_the_right_proof_gives_tokens(client: Client) -> None:
    """A client that knows the password signs in without sending it."""
    assert tokens(client.by_srp()).refresh_token


@pytest.mark.usefixtures("ann")
def test_an_administrator_may_sign_in_by_srp_too(admin: Client) -> None:
    """SRP is the one flow that both operations have."""
    assert tokens(admin.by_srp()).refresh_token


@pytest.mark.usefixtures("ann")
def test_a_wrong_password_gives_a_proof_that_is_refused(client: Client) -> None:
    """The refusal is that of every wrong password."""
    with pytest.raises(NotAuthorizedException) as refused:
        client.by_srp(password="Wrong0ne!")

    assert refusal(refused) == texts.INCORRECT_USERNAME_OR_PASSWORD


@pytest.mark.usefixtures("ann")
def test_the_challenge_carries_what_clients_read(client: Client) -> None:
    """Salt and B in minimal lower-case hex, the internal name twice, the block in base64."""
    shown = client.start_srp().parameters

    assert set(shown) == {"SALT", "SRP_B", "SECRET_BLOCK", "USERNAME", "USER_ID_FOR_SRP"}
    assert shown["USERNAME"] == shown["USER_ID_FOR_SRP"] == "ann"
    for name in ("SALT", "SRP_B"):
        assert shown[name] == format(int(str(shown[name]), 16), "x")
    assert base64.b64decode(str(shown["SECRET_BLOCK"]), validate=True)


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize("public", ["", "0", "00", "-1", "0x1f", "1_f", " 1f", "zz", "1"])
def test_a_public_value_that_no_client_sends_is_refused(client: Client, public: str) -> None:
    """SRP_A is plain hex of a number that gives no key away; known and unknown names alike."""
    texts_seen = set()
    for username in ("ann", "nobody"):
        with pytest.raises(InvalidParameterException) as refused:
            client.begin("USER_SRP_AUTH", USERNAME=username, SRP_A=public)
        texts_seen.add(refusal(refused))

    assert texts_seen == {"Missing required parameter SRP_A" if not public else texts.INVALID_SRP_A}


def _shifted(ms: int) -> Callable[[Client, dict[str, str]], None]:
    def alter(client: Client, answers: dict[str, str]) -> None:
        answers["TIMESTAMP"] = timestamp_of(client.world.clock.now_ms() + ms)

    return alter


def _flip_block(_client: Client, answers: dict[str, str]) -> None:
    block = bytearray(base64.b64decode(answers["PASSWORD_CLAIM_SECRET_BLOCK"]))
    block[len(block) // 2] ^= 1
    answers["PASSWORD_CLAIM_SECRET_BLOCK"] = base64.b64encode(block).decode()


def _invent_block(_client: Client, answers: dict[str, str]) -> None:
    answers["PASSWORD_CLAIM_SECRET_BLOCK"] = base64.b64encode(bytes(900)).decode()


def _garble_block(_client: Client, answers: dict[str, str]) -> None:
    answers["PASSWORD_CLAIM_SECRET_BLOCK"] = "no base64!"


def _flip_signature(_client: Client, answers: dict[str, str]) -> None:
    signature = bytearray(base64.b64decode(answers["PASSWORD_CLAIM_SIGNATURE"]))
    signature[0] ^= 1
    answers["PASSWORD_CLAIM_SIGNATURE"] = base64.b64encode(signature).decode()


def _cut_signature(_client: Client, answers: dict[str, str]) -> None:
    answers["PASSWORD_CLAIM_SIGNATURE"] = answers["PASSWORD_CLAIM_SIGNATURE"][:-4]


def _other_user(_client: Client, answers: dict[str, str]) -> None:
    answers["USERNAME"] = "bob"


def _padded_day(_client: Client, answers: dict[str, str]) -> None:
    answers["TIMESTAMP"] = answers["TIMESTAMP"].replace(" 1 ", " 01 ")


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize(
    "alter",
    [
        _shifted(301_000),
        _shifted(-301_000),
        _flip_block,
        _invent_block,
        _garble_block,
        _flip_signature,
        _cut_signature,
        _other_user,
        _padded_day,
    ],
    ids=[
        "clock ahead",
        "clock behind",
        "block altered",
        "block invented",
        "block garbled",
        "signature altered",
        "signature cut",
        "name of another",
        "day padded",
    ],
)
def test_an_altered_answer_gives_no_token(
    client: Client, alter: Callable[[Client, dict[str, str]], None]
) -> None:
    """Whatever is altered, the words are those of a wrong password."""
    client.world.add_user(client.world.services.catalog.pool(client.client.pool_id), "bob")
    answers = client.srp_answers(client.start_srp())
    alter(client, answers)

    with pytest.raises(NotAuthorizedException) as refused:
        client.answer("PASSWORD_VERIFIER", answers=answers)

    assert refusal(refused) == texts.INCORRECT_USERNAME_OR_PASSWORD


@pytest.mark.usefixtures("ann")
def test_a_timestamp_is_part_of_what_is_signed(client: Client) -> None:
    """A good proof under another time that is in the window is no proof."""
    answers = client.srp_answers(client.start_srp())
    answers["TIMESTAMP"] = timestamp_of(client.world.clock.now_ms() + 1000)

    with pytest.raises(NotAuthorizedException):
        client.answer("PASSWORD_VERIFIER", answers=answers)


@pytest.mark.usefixtures("ann")
def test_a_block_serves_once_when_the_proof_was_right(client: Client) -> None:
    """The same answer a second time gives nothing."""
    answers = client.srp_answers(client.start_srp())
    client.answer("PASSWORD_VERIFIER", answers=answers)

    with pytest.raises(NotAuthorizedException) as refused:
        client.answer("PASSWORD_VERIFIER", answers=answers)

    assert refusal(refused) == texts.INCORRECT_USERNAME_OR_PASSWORD


@pytest.mark.usefixtures("ann")
def test_a_block_serves_once_where_clocks_differ(client: Client) -> None:
    """A process whose clock is minutes ahead sweeps; nobody's clock brings the block back."""
    answers = client.srp_answers(client.start_srp())
    tokens(client.answer("PASSWORD_VERIFIER", answers=answers))
    ahead_ms = client.world.clock.now_ms() + 5 * 60_000
    with client.world.store.writing() as unit:
        unit.sweeper.sweep(ahead_ms, 100)

    with pytest.raises(NotAuthorizedException):
        client.answer("PASSWORD_VERIFIER", answers=answers)


@pytest.mark.usefixtures("ann")
def test_a_block_serves_once_when_the_proof_was_wrong(client: Client) -> None:
    """One B, one guess: the right password does not save a block that was guessed on."""
    challenge = client.start_srp()
    with pytest.raises(NotAuthorizedException):
        client.answer("PASSWORD_VERIFIER", answers=client.srp_answers(challenge, "Wrong0ne!"))

    with pytest.raises(NotAuthorizedException):
        client.answer("PASSWORD_VERIFIER", answers=client.srp_answers(challenge, PASSWORD))


@pytest.mark.usefixtures("ann")
def test_a_block_dies_with_the_time_of_the_client(client: Client) -> None:
    """After AuthSessionValidity (three minutes) the answer is too late."""
    challenge = client.start_srp()
    client.world.clock.advance(s=180)

    with pytest.raises(NotAuthorizedException) as refused:
        client.answer("PASSWORD_VERIFIER", answers=client.srp_answers(challenge))

    assert refusal(refused) == texts.SESSION_EXPIRED


@pytest.mark.usefixtures("ann")
def test_a_block_belongs_to_its_client(client: Client) -> None:
    """Another client of the same pool cannot answer."""
    world, pool_id = client.world, client.client.pool_id
    other = world.add_client(
        world.services.catalog.pool(pool_id), id=ClientId("client0000000000000000000b")
    )
    answers = client.srp_answers(client.start_srp())

    with pytest.raises(NotAuthorizedException):
        Client(world, other).answer("PASSWORD_VERIFIER", answers=answers)


@pytest.mark.usefixtures("ann")
def test_a_block_belongs_to_its_pool(client: Client) -> None:
    """A client of another pool with the same user and password cannot answer."""
    world = client.world
    pool = world.add_pool(id=PoolId("us-east-1_Other0001"))
    world.add_user(pool)
    other = Client(world, world.add_client(pool, id=ClientId("client0000000000000000000b")))
    answers = client.srp_answers(client.start_srp())

    with pytest.raises(NotAuthorizedException):
        other.answer("PASSWORD_VERIFIER", answers=answers)


def test_a_new_password_voids_an_open_challenge(client: Client, ann: User) -> None:
    """What was asked under the old password cannot be answered any more."""
    challenge = client.start_srp()
    world = client.world
    world.set_password(world.services.catalog.pool(ann.pool_id), ann, "Another0ne!")
    world.change_user(ann, epoch=ann.epoch + 1)

    with pytest.raises(NotAuthorizedException):
        client.answer("PASSWORD_VERIFIER", answers=client.srp_answers(challenge))


def test_a_verifier_of_another_generation_is_refused(client: Client, ann: User) -> None:
    """An old verifier put back beside a new password does not open (SEC-09)."""
    world = client.world
    with world.store.reading() as unit:
        old = unit.users.standing(ann.pool_id, ann.sub).credentials
    world.set_password(world.services.catalog.pool(ann.pool_id), ann, "Another0ne!")
    with world.store.reading() as unit:
        new = unit.users.standing(ann.pool_id, ann.sub).credentials
    assert old is not None
    assert new is not None
    with world.store.writing() as unit:
        unit.credentials.save(replace(new, generation=3, sealed_verifier=old.sealed_verifier))

    with pytest.raises(NotAuthorizedException):
        client.start_srp()


@pytest.mark.parametrize("verifiers", ["never"])
def test_without_verifiers_srp_is_not_enabled(verifiers: str) -> None:
    """A deployment that keeps no verifiers says so for every client."""
    world = World(srp_verifiers=verifiers)
    client = Client(world, world.add_client(world.add_pool()))

    with pytest.raises(InvalidParameterException) as refused:
        client.start_srp()

    assert refusal(refused) == "USER_SRP_AUTH is not enabled for the client."


def test_a_user_without_verifier_is_asked_like_any_other(world: World) -> None:
    """Who was stored without a verifier gets a challenge that nothing passes."""
    pool = world.add_pool()
    world.add_user(pool, password=None)
    client = Client(world, world.add_client(pool))

    challenge = asked(client.start_srp())
    with pytest.raises(NotAuthorizedException) as refused:
        client.answer("PASSWORD_VERIFIER", answers=client.srp_answers(challenge))

    assert refusal(refused) == texts.INCORRECT_USERNAME_OR_PASSWORD
