"""Which refresh tokens a family was given."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from domain.model.identifiers import Sub
from domain.model.pool import UserPool
from domain.model.token import NewestToken, TokenFamily
from domain.ports.sealer import Sealer
from domain.tokens.refresh_token import RefreshToken, parse
from tests.support.world import World

SUB = Sub("11111111-1111-4111-8111-111111111111")
FAMILY_ID = "22222222-2222-4222-8222-222222222222"


class Tokens:
    """The line of tokens of one family, at any time of it."""

    def __init__(self) -> None:
        world = World()
        self.pool: UserPool = world.add_pool()
        self.client = world.add_client(self.pool)
        self.sealer: Sealer = world.ports.sealer

    def of_generation(self, generation: int, secret: bytes = b"s" * 32) -> RefreshToken:
        """One token of the line; another secret makes another token."""
        token = RefreshToken(
            sub=SUB,
            family_id=FAMILY_ID,
            secret=secret,
            generation=generation,
            parent=generation - 1 if generation else None,
        )
        return token.tagged(self.pool, self.sealer) if generation else token

    def family_at(self, generation: int) -> TokenFamily:
        """The family when the token of that generation is its newest."""
        newest = NewestToken(
            generation=generation,
            digest=self.of_generation(generation).digest(self.pool, self.sealer),
        )
        return TokenFamily(
            pool_id=self.pool.id,
            sub=SUB,
            id=FAMILY_ID,
            client_id=self.client.id,
            event_id="event",
            token_digest=self.of_generation(0).digest(self.pool, self.sealer),
            authenticated_at_ms=0,
            expires_at_ms=1,
            newest=newest if generation else None,
        )

    def knows(self, generation: int, token: RefreshToken) -> bool:
        """Whether the family at that generation was given the token."""
        return token.is_of(self.family_at(generation), self.pool, self.sealer)


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    """A line of tokens."""
    return Tokens()


def test_a_family_knows_all_its_tokens(tokens: Tokens) -> None:
    """The newest and every one before it."""
    assert all(tokens.knows(3, tokens.of_generation(each)) for each in range(4))


@pytest.mark.parametrize("generation", [0, 3])
def test_what_is_newer_than_the_newest_is_not_known(tokens: Tokens, generation: int) -> None:
    """After a restore of an older state, tokens that were given since are none."""
    for later in (1, 2):
        assert not tokens.knows(generation, tokens.of_generation(generation + later))


@pytest.mark.parametrize("generation", [0, 3])
def test_another_token_of_the_same_generation_is_not_the_newest(
    tokens: Tokens, generation: int
) -> None:
    """After a restore two may have one generation; the store says which of them it gave."""
    assert not tokens.knows(generation, tokens.of_generation(generation, secret=b"x" * 32))


def test_a_token_is_its_owners(tokens: Tokens) -> None:
    """Under another user, family, generation or parent the tag is another."""
    good = tokens.of_generation(2)
    for change in (
        {"sub": Sub("0" * 36)},
        {"family_id": "0" * 36},
        {"secret": b"x" * 32},
        {"generation": 1},
        {"parent": 0},
    ):
        assert not tokens.knows(3, replace(good, **change))
    assert tokens.knows(3, good)


@pytest.mark.parametrize("generation", [0, 1, 10, 999_999_999_999])
def test_a_token_is_read_as_it_was_written(tokens: Tokens, generation: int) -> None:
    """Text and back, in characters that the service model admits."""
    token = tokens.of_generation(generation)

    assert parse(token.text()) == token
    assert re.fullmatch(r"[A-Za-z0-9-_=.]+", token.text())
