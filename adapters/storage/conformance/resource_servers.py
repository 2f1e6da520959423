"""What the port `ResourceServers` promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race, refusals
from adapters.storage.conformance.server_samples import BARE_SERVER, SERVER
from adapters.storage.conformance.world import ALL, make_pool, write
from domain.model.identifiers import ClientId, PoolId
from domain.model.resource_server import CustomScope, ResourceServer
from domain.ports.names import Versions
from domain.ports.resource_servers import FoundScopes, ResourceServers
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Store, Unit

OTHERS = (
    BARE_SERVER,
    replace(SERVER, identifier="HTTPS://shop.example.com"),
    replace(SERVER, pool_id=s.OTHER_POOL_ID, scopes=(CustomScope(name="see", description="-"),)),
)


def _make(store: Store, *servers: ResourceServer) -> None:
    make_pool(store)
    make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
    _add(store, *servers)


def _add(store: Store, *servers: ResourceServer) -> None:
    with store.writing() as unit:
        for server in servers:
            unit.resource_servers.add(server)


def _get(store: Store, server: ResourceServer = SERVER) -> ResourceServer | None:
    with store.reading() as unit:
        return unit.resource_servers.get(server.pool_id, server.identifier)


def _page(store: Store, after: str | None, limit: int = ALL) -> list[str]:
    with store.reading() as unit:
        rows = unit.resource_servers.page(s.POOL_ID, after, limit)
        return [server.identifier for server in rows]


def _count(store: Store, pool_id: PoolId = s.POOL_ID, at_most: int = ALL) -> int:
    with store.reading() as unit:
        return unit.resource_servers.count(pool_id, at_most)


def _scopes(
    store: Store, pool_id: PoolId = s.POOL_ID, client_id: ClientId | None = None
) -> FoundScopes:
    with store.reading() as unit:
        return unit.resource_servers.scopes(pool_id, client_id)


class TestResourceServers:
    """Resource servers."""

    @promises(ResourceServers.add, "Store a new server.")
    def test_a_server_comes_back_with_every_member(self, store: Store) -> None:
        """A server comes back exactly as it was added, scopes in their order, also without any."""
        _make(store, SERVER, BARE_SERVER)

        assert _get(store) == SERVER
        assert _get(store, BARE_SERVER) == BARE_SERVER

    @promises(ResourceServers.add, 'Raises Taken("resource server")')
    def test_an_identifier_is_unique_in_its_pool(self, store: Store) -> None:
        """A second server of the identifier is refused; another pool may have one."""
        _make(store, SERVER)

        with pytest.raises(Taken) as refused:
            _add(store, replace(SERVER, name="another"))
        _add(store, *OTHERS)

        assert refused.value.what == "resource server"
        assert [_get(store, server) for server in (SERVER, *OTHERS)] == [SERVER, *OTHERS]

    @promises(ResourceServers.add, 'Raises Taken("resource server")')
    def test_a_server_is_added_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel additions of one identifier one wins, and its server is the one kept."""
        make_pool(stores[0])

        def add(unit: Unit, number: int) -> None:
            unit.resource_servers.add(replace(SERVER, name=f"server {number}"))

        results = race(stores, add)

        assert refusals(results, Taken) == RUNNERS - 1
        assert _get(stores[0]) == replace(SERVER, name=f"server {results.index(None)}")

    @promises(ResourceServers.add, "or Missing if the pool is gone.")
    def test_a_server_needs_its_pool(self, store: Store) -> None:
        """A server of a pool that is not there is refused."""
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)

        with pytest.raises(Missing):
            _add(store, SERVER)

        assert _get(store) is None

    @promises(ResourceServers, "compared character by character.")
    def test_identifiers_that_look_alike_are_different(self, store: Store) -> None:
        """Capitals and a slash at the end name different servers."""
        identifiers = ["https://a.example", "https://A.example", "https://a.example/", "a_b", "a-b"]
        _make(store, *(replace(SERVER, identifier=each, name=each) for each in identifiers))

        for identifier in identifiers:
            found = _get(store, replace(SERVER, identifier=identifier))
            assert found is not None
            assert found.name == identifier

    @promises(ResourceServers.get, "Return the server, or None.")
    def test_an_unknown_server_is_none(self, store: Store) -> None:
        """An identifier finds no server of another identifier or pool."""
        _make(store, *OTHERS)

        assert _get(store) is None

    @promises(ResourceServers.save, "Replace the server of that identifier.")
    def test_a_server_is_replaced(self, store: Store) -> None:
        """Name and scopes are set, also to none; other servers stay."""
        _make(store, SERVER, *OTHERS)
        changed = replace(SERVER, name="changed", scopes=())

        write(store, lambda unit: unit.resource_servers.save(changed))

        assert _get(store) == changed
        assert [_get(store, server) for server in OTHERS] == [*OTHERS]

    @promises(ResourceServers.save, "Raises Missing.")
    def test_a_server_that_is_gone_is_not_saved(self, store: Store) -> None:
        """Saving another identifier, or through another pool, raises Missing and makes nothing."""
        _make(store, *OTHERS)

        with pytest.raises(Missing):
            write(store, lambda unit: unit.resource_servers.save(SERVER))

        assert _get(store) is None
        assert [_get(store, server) for server in OTHERS] == [*OTHERS]

    @promises(ResourceServers.remove, "Delete the server with its scopes.")
    def test_a_removed_server_is_gone(self, store: Store) -> None:
        """A removed server and its scopes are not found, and it may be added again; others stay."""
        _make(store, SERVER, *OTHERS)

        write(store, lambda unit: unit.resource_servers.remove(s.POOL_ID, SERVER.identifier))

        assert _get(store) is None
        assert f"{SERVER.identifier}/read" not in _scopes(store).names
        assert [_get(store, server) for server in OTHERS] == [*OTHERS]
        _add(store, SERVER)
        assert _get(store) == SERVER

    @promises(ResourceServers.remove, "Raises Missing.")
    def test_a_server_that_is_gone_cannot_be_removed(self, store: Store) -> None:
        """Removing another identifier, or through another pool, raises Missing."""
        _make(store, *OTHERS)

        with pytest.raises(Missing):
            write(store, lambda unit: unit.resource_servers.remove(s.POOL_ID, SERVER.identifier))

        assert [_get(store, server) for server in OTHERS] == [*OTHERS]

    @promises(ResourceServers.page, "Return at most `limit` servers of the pool")
    def test_servers_come_by_identifier(self, store: Store) -> None:
        """Servers ascend by the code points of their identifiers, and have every member."""
        identifiers = ["b", "a-1", "B", "a_1", "a"]
        _make(store, *(replace(SERVER, identifier=each) for each in identifiers), OTHERS[2])

        assert _page(store, None) == sorted(identifiers)
        with store.reading() as unit:
            assert list(unit.resource_servers.page(s.OTHER_POOL_ID, None, 1)) == [OTHERS[2]]

    @promises(ResourceServers.page, "above the identifier `after`, ascending.")
    def test_pages_of_servers_leave_no_gap(self, store: Store) -> None:
        """Pages of two walk through five servers, while some come and others go."""
        _make(store, *(replace(SERVER, identifier=each) for each in "abcde"))

        assert _page(store, None, 2) == ["a", "b"]
        write(store, lambda unit: unit.resource_servers.remove(s.POOL_ID, "b"))
        _add(store, replace(SERVER, identifier="B"))

        assert _page(store, "b", 2) == ["c", "d"]
        assert _page(store, "d", 2) == ["e"]
        assert _page(store, "e", 2) == []
        assert _page(store, None, 0) == []

    @promises(ResourceServers.count, "Return the number of servers of the pool")
    def test_servers_are_counted(self, store: Store) -> None:
        """The servers of a pool are counted, those of another are not."""
        _make(store, SERVER, *OTHERS)

        assert _count(store) == 3
        assert _count(store, s.OTHER_POOL_ID) == 1
        assert _count(store, PoolId("us-east-1_Sample009")) == 0

    @promises(ResourceServers.count, "counting no further than `at_most`.")
    def test_no_more_servers_are_counted_than_needed(self, store: Store) -> None:
        """The count stops at the bound."""
        _make(store, SERVER, *OTHERS)

        assert [_count(store, at_most=bound) for bound in (0, 1, 2, 3)] == [0, 1, 2, 3]

    @promises(ResourceServers.scopes, "Return the scopes of all servers of the pool")
    def test_scopes_are_those_of_all_servers(self, store: Store) -> None:
        """Every scope has its server before it; another pool's are not among them."""
        second = replace(SERVER, identifier="a/b", scopes=SERVER.scopes[:1])
        _make(store, SERVER, BARE_SERVER, second, OTHERS[2])

        own = {"https://shop.example.com/read", "https://shop.example.com/write", "a/b/write"}
        assert _scopes(store).names == own
        assert _scopes(store, s.OTHER_POOL_ID).names == {"https://shop.example.com/see"}

    @promises(ResourceServers.scopes, "`versions.client` is None for a client of another pool")
    def test_scopes_come_with_the_versions(self, store: Store) -> None:
        """The versions of the pool and of its client come along, also where there is no scope."""
        _make(store)
        write(
            store,
            lambda unit: unit.pools.save(s.POOL),
            lambda unit: unit.clients.save(s.CLIENT),
            lambda unit: unit.clients.save(replace(s.CLIENT, version=2)),
        )

        found = _scopes(store, client_id=s.CLIENT_ID)
        assert found == FoundScopes(names=frozenset(), versions=Versions(pool=2, client=3))
        assert _scopes(store, client_id=s.OTHER_CLIENT_ID).versions == Versions(pool=2, client=None)
        assert _scopes(store).versions == Versions(pool=2, client=None)
        gone = PoolId("us-east-1_Sample009")
        assert _scopes(store, gone).versions == Versions(pool=None, client=None)
