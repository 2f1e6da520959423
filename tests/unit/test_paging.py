"""Pages and their tokens."""

from __future__ import annotations

import pytest

from domain.errors import InvalidParameterException
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.paging import TOKEN_LIFETIME_MS, Listing, Pager
from domain.ports.sealer import Sealer
from tests.support.world import World

ROWS = ("a", "b", "c")


@pytest.fixture
def world() -> World:
    """A world without pools."""
    return World()


@pytest.fixture
def pager(world: World) -> Pager:
    """A pager with the real sealer and a clock that stands still."""
    return Pager(world.ports.sealer, world.clock)


@pytest.fixture(params=["pool", "all"])
def listing(request: pytest.FixtureRequest, world: World) -> Listing:
    """A listing inside a pool, and one over all pools."""
    pool = world.add_pool() if request.param == "pool" else None
    return Listing(operation="ListThings", pool=pool, bound_to=("local", "filter"))


def token_of(pager: Pager, listing: Listing) -> str:
    """The token behind the first two of three rows."""
    token = pager.page(listing, ROWS, 2, key=str).next_token
    assert token is not None
    return token


def refused(pager: Pager, listing: Listing, token: str) -> bool:
    """Whether the token is refused as it must be."""
    with pytest.raises(InvalidParameterException):
        pager.position(listing, token)
    return True


def test_a_token_leads_on(pager: Pager, listing: Listing) -> None:
    """A page that is not the last has a token, which opens to the key of its last item."""
    page = pager.page(listing, ROWS, 2, key=str.upper)

    assert page.items == ("a", "b")
    assert pager.position(listing, page.next_token) == "B"


def test_the_last_page_has_no_token(pager: Pager, listing: Listing) -> None:
    """When no further row was seen there is no token."""
    assert pager.page(listing, ROWS, 3, key=str).next_token is None


def test_without_a_token_the_listing_begins(pager: Pager, listing: Listing) -> None:
    """No token means the first page."""
    assert pager.position(listing, None) is None


def test_any_change_of_a_token_is_refused(pager: Pager, listing: Listing) -> None:
    """Every character of a token matters, the meaningless bits of its last one too."""
    token = token_of(pager, listing)
    changes = [
        token[:place] + other + token[place + 1 :]
        for place in range(len(token))
        for other in ("A", "B", "_")
        if other != token[place]
    ]

    assert all(refused(pager, listing, changed) for changed in changes)


@pytest.mark.parametrize("token", ["x", "é", "AAAA", "A" * 3_000, "====", "a b"])
def test_garbage_is_refused(pager: Pager, listing: Listing, token: str) -> None:
    """What is no token of ours is a wrong parameter, never a failure."""
    assert refused(pager, listing, token)


class NeverAsked:
    """A sealer that nobody may come to."""

    def __getattr__(self, name: str) -> Sealer:
        raise AssertionError(f"{name} was asked for")


def test_tokens_have_a_length(world: World) -> None:
    """What is longer than any token is refused before anything is decoded."""
    pager = Pager(NeverAsked(), world.clock)  # type: ignore[arg-type] # it has no method at all

    assert refused(pager, Listing(operation="ListThings"), "A" * 2_052)


def test_padding_is_another_spelling(pager: Pager, listing: Listing) -> None:
    """A token has one spelling: with padding added it is a changed token."""
    assert refused(pager, listing, token_of(pager, listing) + "=")


def test_a_token_lives_for_an_hour(world: World, pager: Pager, listing: Listing) -> None:
    """A token opens until its hour is over."""
    token = token_of(pager, listing)

    world.clock.advance(ms=TOKEN_LIFETIME_MS - 1)
    assert pager.position(listing, token) == "b"
    world.clock.advance(ms=1)
    assert refused(pager, listing, token)


def test_a_token_is_bound_to_its_listing(world: World, pager: Pager) -> None:
    """Another operation, pool, caller or filter does not open a token (H38)."""
    pool: UserPool = world.add_pool()
    other = world.add_pool(id=PoolId("us-east-1_Other0001"))
    listing = Listing(operation="ListThings", pool=pool, bound_to=("local", "filter"))
    token = token_of(pager, listing)

    for foreign in (
        Listing(operation="ListOthers", pool=pool, bound_to=("local", "filter")),
        Listing(operation="ListThings", pool=other, bound_to=("local", "filter")),
        Listing(operation="ListThings", pool=None, bound_to=("local", "filter")),
        Listing(operation="ListThings", pool=pool, bound_to=("other", "filter")),
        Listing(operation="ListThings", pool=pool, bound_to=("local", "")),
        Listing(operation="ListThings", pool=pool, bound_to=("localfilter",)),
    ):
        assert refused(pager, foreign, token)


def test_a_token_shows_nothing(pager: Pager, listing: Listing) -> None:
    """Two tokens of one place differ, and stay below two KiB for the longest key."""
    long = pager.page(listing, ("k" * 128, "l"), 1, key=str).next_token

    assert token_of(pager, listing) != token_of(pager, listing)
    assert long is not None
    assert len(long) < 512
