"""A DEVICE_KEY that is not the user's: told after a right first factor, not before (ruling 8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain import services as domain_services
from domain import texts
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
)
from domain.model.factors import SecondFactor
from domain.model.user import User, UserStatus
from tests.support.accounts import refused
from tests.support.devices import KEY, by_password, give_device, track, without_device
from tests.support.noting_store import NotingStore
from tests.support.riddles import RIGHT, riddles
from tests.support.second_factors import change_pool, give_factors, newest_code
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import PASSWORD, World

WRONG = "Wrong0ne!"
Named = dict[str, str]


@pytest.fixture
def world() -> World:
    """A world whose functions put one riddle, where a pool names them."""
    return World(triggers=riddles(rounds=1))


@pytest.fixture
def tracked(client: Client, ann: User) -> Client:
    """A client of a pool that tracks devices; Bob has one, Ann has none."""
    track(client)
    pool = client.world.services.catalog.pool(ann.pool_id)
    give_device(client, client.world.add_user(pool, "bob"))
    return client


def proof(client: Client) -> Named:
    """Ann's proof by SRP, from a client that names its device with it."""
    return {**client.srp_answers(client.start_srp()), "DEVICE_KEY": KEY}


def proof_of_named(client: Client) -> Named:
    """The same from a client that named its device before, too."""
    return {**client.srp_answers(client.start_srp(DEVICE_KEY=KEY)), "DEVICE_KEY": KEY}


@pytest.mark.parametrize("key", [KEY, "us-east-1_0-a", "x", "ä", "a" * 55])
def test_a_device_of_nobody_or_another_is_told(tracked: Client, key: str) -> None:
    """Forgotten, invented, malformed or another user's: the device does not exist."""
    with refused(ResourceNotFoundException, texts.DEVICE_DOES_NOT_EXIST):
        by_password(tracked, key)


def test_a_key_that_is_too_long_is_no_key(tracked: Client) -> None:
    """It never reaches the store or the Session."""
    with refused(InvalidParameterException):
        by_password(tracked, "a" * 56)


@pytest.mark.parametrize("name", ["ann", "bob", "nobody"])
def test_a_device_is_not_told_to_who_guesses(tracked: Client, name: str) -> None:
    """A wrong password gets the words of every wrong password, whosever the device is."""
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        tracked.begin("USER_PASSWORD_AUTH", USERNAME=name, PASSWORD=WRONG, DEVICE_KEY=KEY)
    challenge = tracked.start_srp(name, DEVICE_KEY=KEY)
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        tracked.answer("PASSWORD_VERIFIER", answers=tracked.srp_answers(challenge, WRONG))


def test_a_name_costs_the_same_with_a_device(tracked: Client) -> None:
    """Known or not, with his device or another's: the same is read and written."""
    world = tracked.world
    noting = NotingStore(world.store)
    world.ports = replace(world.ports, store=noting)
    world.services = domain_services.build(world.ports, world.deployment)
    tracked.start_srp("ann")
    costs = []
    for name in ("ann", "bob", "nobody"):
        noting.taken()
        challenge = tracked.start_srp(name, DEVICE_KEY=KEY)
        with pytest.raises(NotAuthorizedException):
            tracked.answer("PASSWORD_VERIFIER", answers=tracked.srp_answers(challenge, WRONG))
        with pytest.raises(NotAuthorizedException):
            tracked.begin("USER_PASSWORD_AUTH", USERNAME=name, PASSWORD=WRONG, DEVICE_KEY=KEY)
        answers = {"USERNAME": name, "DEVICE_KEY": KEY, "SRP_A": "abcdef"}
        with pytest.raises(NotAuthorizedException):
            tracked.answer("DEVICE_SRP_AUTH", answers=answers)
        costs.append(noting.taken())

    assert "devices.get" in costs[0]
    assert costs[0] == costs[1] == costs[2]


@pytest.mark.parametrize("prove", [proof, proof_of_named])
def test_the_same_proof_serves_again_without_the_device(
    tracked: Client, prove: Callable[[Client], Named]
) -> None:
    """Both JavaScript libraries send it once more, having forgotten the device for a new one."""
    answers = prove(tracked)
    with refused(ResourceNotFoundException, texts.DEVICE_DOES_NOT_EXIST):
        tracked.answer("PASSWORD_VERIFIER", answers=answers)

    given = tokens(tracked.answer("PASSWORD_VERIFIER", answers=without_device(answers)))

    assert given.new_device is not None


@pytest.mark.parametrize("prove", [proof, proof_of_named])
def test_a_proof_serves_no_third_time(tracked: Client, prove: Callable[[Client], Named]) -> None:
    """Whether the second answer was right, or named the device again."""
    for second in (prove(tracked), None):
        answers = second or prove(tracked)
        with refused(ResourceNotFoundException):
            tracked.answer("PASSWORD_VERIFIER", answers=answers)
        if second is None:
            tokens(tracked.answer("PASSWORD_VERIFIER", answers=without_device(answers)))
        else:
            with refused(ResourceNotFoundException, texts.DEVICE_DOES_NOT_EXIST):
                tracked.answer("PASSWORD_VERIFIER", answers=answers)
        with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
            tracked.answer("PASSWORD_VERIFIER", answers=without_device(answers))


def test_a_wrong_proof_is_not_spared(tracked: Client) -> None:
    """Only a right one that named a device that is gone may come again."""
    challenge = tracked.start_srp(DEVICE_KEY=KEY)
    with refused(NotAuthorizedException):
        tracked.answer("PASSWORD_VERIFIER", answers=tracked.srp_answers(challenge, WRONG))

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        tracked.answer("PASSWORD_VERIFIER", answers=tracked.srp_answers(challenge))


def test_a_wrong_second_proof_counts(tracked: Client) -> None:
    """A spared block is one more guess for nobody: it counts on the lock, and ends the block."""
    challenge = tracked.start_srp(DEVICE_KEY=KEY)
    right, wrong = tracked.srp_answers(challenge), tracked.srp_answers(challenge, WRONG)
    with refused(ResourceNotFoundException):
        tracked.answer("PASSWORD_VERIFIER", answers=right)
    for answers in (wrong, right):
        with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
            tracked.answer("PASSWORD_VERIFIER", answers=answers)


def test_devices_that_are_gone_lock_nobody_out(tracked: Client) -> None:
    """A right password is none of the wrong ones, whatever device it came with."""
    for _ in range(6):
        with refused(ResourceNotFoundException):
            by_password(tracked)
        with refused(ResourceNotFoundException):
            tracked.answer("PASSWORD_VERIFIER", answers=proof(tracked))

    assert tokens(tracked.by_password()).refresh_token


def test_a_spared_block_still_dies_in_time(tracked: Client) -> None:
    """Three minutes after the question there is no second answer either."""
    answers = proof(tracked)
    with refused(ResourceNotFoundException):
        tracked.answer("PASSWORD_VERIFIER", answers=answers)
    tracked.world.clock.advance(s=180)

    with refused(NotAuthorizedException, texts.SESSION_EXPIRED):
        tracked.answer("PASSWORD_VERIFIER", answers=without_device(answers))


def test_a_device_named_after_the_first_factor_is_told_there(tracked: Client, ann: User) -> None:
    """With a code or a new password; the Session stays good for an answer without the device."""
    give_factors(tracked, ann, SecondFactor.SMS)
    tracked.world.change_user(ann, status=UserStatus.FORCE_CHANGE_PASSWORD)
    outcome = tracked.by_password()
    for challenge, key, answer in (
        ("NEW_PASSWORD_REQUIRED", "NEW_PASSWORD", lambda: "Brand-new0ne"),
        ("SMS_MFA", "SMS_MFA_CODE", lambda: newest_code(tracked)),
    ):
        session, answers = asked(outcome).session, {"USERNAME": "ann", key: answer()}
        with refused(ResourceNotFoundException, texts.DEVICE_DOES_NOT_EXIST):
            tracked.answer(challenge, session, {**answers, "DEVICE_KEY": KEY})
        outcome = tracked.answer(challenge, session, answers)

    assert tokens(outcome).new_device is not None


def test_custom_challenges_tell_it_when_they_are_met(tracked: Client) -> None:
    """With the last right answer, which then serves again without the device."""
    change_pool(tracked, triggers=riddles().arns)
    session = asked(tracked.begin("CUSTOM_AUTH", USERNAME="ann", DEVICE_KEY=KEY)).session
    answers = {"USERNAME": "ann", "ANSWER": RIGHT}
    with refused(ResourceNotFoundException, texts.DEVICE_DOES_NOT_EXIST):
        tracked.answer("CUSTOM_CHALLENGE", session, {**answers, "DEVICE_KEY": KEY})

    assert tokens(tracked.answer("CUSTOM_CHALLENGE", session, answers)).new_device is not None


def test_custom_challenges_after_a_password_tell_it_with_the_password(tracked: Client) -> None:
    """There the libraries expect it, and send the proof again."""
    change_pool(tracked, triggers=riddles().arns)
    challenge = tracked.start_srp(flow="CUSTOM_AUTH", CHALLENGE_NAME="SRP_A")
    answers = tracked.srp_answers(challenge)
    with refused(ResourceNotFoundException, texts.DEVICE_DOES_NOT_EXIST):
        tracked.answer("PASSWORD_VERIFIER", answers={**answers, "DEVICE_KEY": KEY})

    session = asked(tracked.answer("PASSWORD_VERIFIER", answers=answers)).session
    riddle = {"USERNAME": "ann", "ANSWER": RIGHT}
    assert tokens(tracked.answer("CUSTOM_CHALLENGE", session, riddle)).refresh_token


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"enabled": False}, texts.USER_DISABLED),
        ({"status": UserStatus.RESET_REQUIRED}, texts.PASSWORD_RESET_REQUIRED),
    ],
)
def test_what_bars_the_user_is_told_first(
    tracked: Client, ann: User, changes: dict[str, object], text: str
) -> None:
    """Who may not sign in at all hears that, and nothing of devices."""
    tracked.world.change_user(ann, **changes)

    with pytest.raises(Exception, match=text):
        tracked.begin("USER_PASSWORD_AUTH", USERNAME="ann", PASSWORD=PASSWORD, DEVICE_KEY=KEY)


def test_a_wrong_answer_to_a_riddle_is_not_spared(tracked: Client) -> None:
    """Though the password before it was right: one answer is compared, and no second one."""
    change_pool(tracked, triggers=riddles().arns)
    proof_wanted = tracked.start_srp("ann", "CUSTOM_AUTH", CHALLENGE_NAME="SRP_A")
    proven = tracked.srp_answers(proof_wanted)
    session = asked(tracked.answer("PASSWORD_VERIFIER", proof_wanted.session, proven)).session
    wrong = {"USERNAME": "ann", "ANSWER": WRONG, "DEVICE_KEY": KEY}
    with refused(ResourceNotFoundException, texts.DEVICE_DOES_NOT_EXIST):
        tracked.answer("CUSTOM_CHALLENGE", session, wrong)

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        tracked.answer("CUSTOM_CHALLENGE", session, {"USERNAME": "ann", "ANSWER": RIGHT})
