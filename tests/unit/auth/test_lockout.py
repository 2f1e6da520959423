"""The lock on password guessing, through the sign-in."""

from __future__ import annotations

from itertools import pairwise

import pytest

from domain import texts
from domain.errors import NotAuthorizedException, UserLambdaValidationException
from domain.model.identifiers import ClientId, PoolId
from domain.model.lockout import LONGEST_LOCK_MS, lock_ms
from domain.model.user import User
from domain.ports.triggers import TriggerRefused
from tests.support import accounts
from tests.support.accounts import Functions
from tests.support.sign_in import Client, refusal, tokens
from tests.support.world import World


def guess(client: Client, username: str = "ann", *, by_srp: bool = False) -> str:
    """Try a wrong password and return what is told."""
    sign_in = client.by_srp if by_srp else client.by_password
    with pytest.raises(NotAuthorizedException) as refused:
        sign_in(username, "Wrong0ne!")
    return refusal(refused)


def test_the_lock_doubles_from_a_second_to_a_quarter_of_an_hour() -> None:
    """Four failures are free, the fifth locks for a second, each further one twice as long."""
    locks = [lock_ms(failures) for failures in range(5, 40)]

    assert [lock_ms(failures) for failures in range(5)] == [0] * 5
    assert locks[0] == 1000
    assert all(after == min(2 * before, LONGEST_LOCK_MS) for before, after in pairwise(locks))
    assert locks[-1] == 900_000


@pytest.mark.parametrize("username", ["ann", "nobody"])
def test_the_sixth_attempt_in_a_row_is_not_compared(
    client: Client, ann: User, username: str
) -> None:
    """After five failures the lock is told, for names of nobody too."""
    told = [guess(client, username) for _ in range(6)]

    assert told == [texts.INCORRECT_USERNAME_OR_PASSWORD] * 5 + [texts.PASSWORD_ATTEMPTS_EXCEEDED]


def test_srp_and_passwords_count_together(client: Client, admin: Client, ann: User) -> None:
    """Every path of guessing feeds the one count of the user."""
    for attempt in range(5):
        guess(admin if attempt % 2 else client, by_srp=attempt < 3)

    assert guess(client) == texts.PASSWORD_ATTEMPTS_EXCEEDED
    with pytest.raises(NotAuthorizedException) as refused:
        client.start_srp()
    assert refusal(refused) == texts.PASSWORD_ATTEMPTS_EXCEEDED


def test_the_lock_holds_against_the_right_password_until_it_is_over(
    client: Client, ann: User
) -> None:
    """One millisecond before the end it is refused, at the end it is taken."""
    for _ in range(5):
        guess(client)

    client.world.clock.advance(ms=999)
    with pytest.raises(NotAuthorizedException):
        client.by_password()
    client.world.clock.advance(ms=1)
    assert tokens(client.by_password()).refresh_token


def test_attempts_during_a_lock_do_not_make_it_longer(client: Client, ann: User) -> None:
    """They are refused without being counted."""
    for _ in range(20):
        guess(client)

    client.world.clock.advance(s=1)

    assert tokens(client.by_password()).refresh_token


def test_a_success_forgets_the_failures(client: Client, ann: User) -> None:
    """After the right password four more failures are free."""
    for _ in range(4):
        guess(client)
    client.by_password()

    assert [guess(client) for _ in range(5)] == [texts.INCORRECT_USERNAME_OR_PASSWORD] * 5


def test_a_quarter_of_an_hour_of_quiet_forgets_the_failures(client: Client, ann: User) -> None:
    """Failures that are long ago do not count with new ones."""
    for _ in range(4):
        guess(client)
    client.world.clock.advance(s=900)

    assert [guess(client) for _ in range(5)] == [texts.INCORRECT_USERNAME_OR_PASSWORD] * 5


def test_a_clock_that_is_set_back_lifts_no_lock(client: Client, ann: User) -> None:
    """Time that has not passed is not taken for passed."""
    for _ in range(5):
        guess(client)
    client.world.clock.advance(s=-3600)

    assert guess(client) == texts.PASSWORD_ATTEMPTS_EXCEEDED


def test_other_spellings_of_a_name_share_one_count(client: Client, ann: User) -> None:
    """The count is the user's, not the typed text's (class of OpenBao CVE-2025-54998)."""
    world = client.world
    pool = world.add_pool(id=PoolId("us-east-1_Folding01"), case_sensitive=False)
    world.add_user(pool)
    folding = Client(world, world.add_client(pool, id=ClientId("client0000000000000000000b")))
    for name in ("ann", "Ann", "ANN", "\uff41nn", "aNN"):
        guess(folding, name)

    assert guess(folding, "ann") == texts.PASSWORD_ATTEMPTS_EXCEEDED


def test_a_function_that_refuses_makes_no_password_wrong() -> None:
    """The right password ends the run of failures, whatever PostAuthentication says to it."""
    functions = Functions(PostAuthentication=TriggerRefused("not today"))
    world = World(triggers=functions)
    pool = world.add_pool(triggers=functions.arns)
    client = Client(world, world.add_client(pool))
    world.add_user(pool)

    for _ in range(8):
        with accounts.refused(UserLambdaValidationException):
            client.by_password()
