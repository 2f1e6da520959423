"""Versions: hot reads tell which configuration is stored, so that an old one is never used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import make_pool, make_user, write
from domain.model.identifiers import ClientId, PoolId
from domain.model.user import NameKind
from domain.ports.names import Names, Versions
from domain.ports.store import Store, Unit

Read = Callable[[Unit, PoolId, ClientId | None], Versions]

READS: Final[dict[str, Read]] = {
    "names.find": lambda unit, pool_id, client_id: (
        unit.names.find(pool_id, client_id, "ann", [NameKind.USERNAME]).versions
    ),
    "users.standing": lambda unit, pool_id, client_id: (
        unit.users.standing(pool_id, s.SUB, client_id).versions
    ),
    "users.standing with a family": lambda unit, pool_id, client_id: (
        unit.users.standing(pool_id, s.SUB, client_id, s.FAMILY.id).versions
    ),
}

each_read = pytest.mark.parametrize("name", READS)


def _read(store: Store, name: str, client_id: ClientId | None = s.CLIENT_ID) -> Versions:
    with store.reading() as unit:
        return READS[name](unit, s.POOL_ID, client_id)


class TestVersions:
    """The versions that hot reads bring along."""

    @each_read
    def test_a_read_tells_both_versions(self, store: Store, name: str) -> None:
        """Each save of pool or client shows in the next read, and in that version alone."""
        make_pool(store)
        make_user(store)
        assert _read(store, name) == Versions(pool=1, client=1)

        write(store, lambda unit: unit.pools.save(s.POOL))
        assert _read(store, name) == Versions(pool=2, client=1)

        write(store, lambda unit: unit.clients.save(s.CLIENT))
        assert _read(store, name) == Versions(pool=2, client=2)

    @promises(Names.find, "`versions.client` is None for a client of another pool")
    def test_a_client_of_another_pool_has_no_version(self, store: Store) -> None:
        """A client is no client in a pool that it does not belong to, whatever asks."""
        make_pool(store)
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)

        for name in READS:
            found = _read(store, name, s.OTHER_CLIENT_ID)
            assert found == Versions(pool=1, client=None), name

    @promises(Names.find, "and when `client_id` is None.")
    def test_without_a_client_there_is_no_version_of_one(self, store: Store) -> None:
        """An administrator's look-up asks for no client."""
        make_pool(store)

        for name in READS:
            assert _read(store, name, None) == Versions(pool=1, client=None), name

    @promises(Versions, "None where the row does not exist.")
    def test_what_is_gone_has_no_version(self, store: Store) -> None:
        """After their removal client and pool have no version."""
        make_pool(store)
        write(store, lambda unit: unit.clients.remove(s.POOL_ID, s.CLIENT_ID))
        for name in READS:
            assert _read(store, name) == Versions(pool=1, client=None), name

        write(store, lambda unit: unit.pools.remove(s.POOL_ID))
        for name in READS:
            assert _read(store, name) == Versions(pool=None, client=None), name
