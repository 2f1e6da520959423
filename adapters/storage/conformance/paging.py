"""Pages: the order is stable, and nothing is left out or shown twice while rows come and go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import ALL, write
from domain.model.identifiers import ClientId, PoolId
from domain.ports.access_keys import AccessKeys
from domain.ports.clients import Clients
from domain.ports.outbox import Outbox
from domain.ports.pools import Pools
from domain.ports.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Listing:
    """How the rows of one listing are made, removed and read, by their ids."""

    add: Callable[[Unit, str], None]
    page: Callable[[Unit, str | None, int], Sequence[str]]
    remove: Callable[[Unit, str], None] | None = None


def _add_client(unit: Unit, row_id: str) -> None:
    if unit.pools.get(s.POOL_ID) is None:
        unit.pools.add(s.POOL)
    unit.clients.add(replace(s.CLIENT, id=ClientId(row_id)))


LISTINGS: Final = {
    "pools": Listing(
        lambda unit, row_id: unit.pools.add(replace(s.POOL, id=PoolId(row_id))),
        lambda unit, after, limit: [
            row.id for row in unit.pools.page(None if after is None else PoolId(after), limit)
        ],
        lambda unit, row_id: unit.pools.remove(PoolId(row_id)),
    ),
    "clients": Listing(
        _add_client,
        lambda unit, after, limit: [
            row.id
            for row in unit.clients.page(
                s.POOL_ID, None if after is None else ClientId(after), limit
            )
        ],
        lambda unit, row_id: unit.clients.remove(s.POOL_ID, ClientId(row_id)),
    ),
    "access_keys": Listing(
        lambda unit, row_id: unit.access_keys.add(replace(s.ACCESS_KEY, id=row_id)),
        lambda unit, after, limit: [row.id for row in unit.access_keys.page(after, limit)],
    ),
    "outbox": Listing(
        lambda unit, row_id: unit.outbox.add(replace(s.ENTRY, id=row_id)),
        lambda unit, after, limit: [row.id for row in unit.outbox.page(after, limit)],
        lambda unit, row_id: unit.outbox.remove(row_id),
    ),
}

each_listing = pytest.mark.parametrize("name", LISTINGS)


def _fill(store: Store, listing: Listing, *row_ids: str) -> None:
    with store.writing() as unit:
        for row_id in row_ids:
            listing.add(unit, row_id)


def _page(store: Store, listing: Listing, after: str | None, limit: int = ALL) -> list[str]:
    with store.reading() as unit:
        return list(listing.page(unit, after, limit))


class TestPaging:
    """Pages of pools, clients, access keys and messages."""

    @each_listing
    def test_rows_come_in_the_order_of_their_ids(self, store: Store, name: str) -> None:
        """Whatever the order of adding, rows ascend by the code points of their ids."""
        row_ids = ["b", "a-1", "B", "a_1", "é", "z", "a1", "A", "ab", "a", "0"]
        _fill(store, LISTINGS[name], *row_ids)

        assert _page(store, LISTINGS[name], None) == sorted(row_ids)

    @each_listing
    def test_a_page_has_at_most_its_limit(self, store: Store, name: str) -> None:
        """Pages of two walk through five rows without a gap or a repetition."""
        listing = LISTINGS[name]
        _fill(store, listing, "a", "b", "c", "d", "e")

        first = _page(store, listing, None, 2)
        second = _page(store, listing, first[-1], 2)
        third = _page(store, listing, second[-1], 2)

        assert [first, second, third] == [["a", "b"], ["c", "d"], ["e"]]
        assert _page(store, listing, "e", 2) == []
        assert _page(store, listing, None, 0) == []

    @each_listing
    def test_rows_that_are_added_between_pages_leave_no_gap(self, store: Store, name: str) -> None:
        """Rows added before the cursor do not push others out; those behind it are shown."""
        listing = LISTINGS[name]
        _fill(store, listing, "b", "d", "f")
        first = _page(store, listing, None, 2)

        _fill(store, listing, "a", "c", "e", "g")

        assert first == ["b", "d"]
        assert _page(store, listing, "d", 2) == ["e", "f"]
        assert _page(store, listing, "f", 2) == ["g"]

    @pytest.mark.parametrize("name", [name for name, listing in LISTINGS.items() if listing.remove])
    def test_rows_that_are_removed_between_pages_leave_no_gap(
        self, store: Store, name: str
    ) -> None:
        """The cursor itself may be gone; what lies behind it is still shown."""
        listing = LISTINGS[name]
        _fill(store, listing, "a", "b", "c", "d")
        remove = listing.remove
        assert remove is not None

        write(store, lambda unit: remove(unit, "b"), lambda unit: remove(unit, "a"))

        assert _page(store, listing, "b", 2) == ["c", "d"]

    @promises(Pools.page, "Return at most `limit` pools with an id greater than `after`")
    def test_a_page_of_pools_has_whole_pools(self, store: Store) -> None:
        """A pool in a page has every member."""
        write(store, lambda unit: unit.pools.add(s.POOL))

        with store.reading() as unit:
            assert list(unit.pools.page(None, 1)) == [s.POOL]

    @promises(Clients.page, "Return at most `limit` clients of the pool with an id above `after`")
    def test_a_page_of_clients_is_that_of_one_pool(self, store: Store) -> None:
        """A client in a page has every member; clients of other pools are not shown."""
        with store.writing() as unit:
            unit.pools.add(s.POOL)
            unit.pools.add(s.OTHER_POOL)
            unit.clients.add(s.CLIENT)
            unit.clients.add(s.OTHER_CLIENT)

        with store.reading() as unit:
            assert list(unit.clients.page(s.POOL_ID, None, ALL)) == [s.CLIENT]

    @promises(AccessKeys.page, "Return at most `limit` keys with an id above `after`")
    def test_a_page_of_access_keys_has_disabled_ones(self, store: Store) -> None:
        """A key in a page has every member, a disabled one too."""
        write(store, lambda unit: unit.access_keys.add(s.ACCESS_KEY))
        write(store, lambda unit: unit.access_keys.disable(s.ACCESS_KEY.id, 5))

        with store.reading() as unit:
            assert list(unit.access_keys.page(None, 1)) == [replace(s.ACCESS_KEY, disabled_at_ms=5)]

    @promises(Outbox.page, "Return at most `limit` messages with an id above `after`")
    def test_a_page_of_messages_has_leased_ones(self, store: Store) -> None:
        """A message that is leased, or not due, is shown."""
        later = replace(s.ENTRY, due_at_ms=s.NOW_MS + s.DAY_MS, attempts=1)
        write(store, lambda unit: unit.outbox.add(later))

        with store.reading() as unit:
            assert list(unit.outbox.page(None, 1)) == [later]
