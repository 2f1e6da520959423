"""The configuration of pools and clients, cached by version and never by time.

Every hot read brings the stored versions of pool and client along (`Versions`); a cached value of
another version is loaded anew and the read is repeated. So there is no bound to wait for, no stale
replica, and no extra statement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from domain import texts
from domain.errors import ResourceNotFoundException, TooManyRequestsException
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, PoolId
from domain.model.pool import UserPool
from domain.ports.names import Versions
from domain.ports.store import Store, Unit

CACHED_MAX: Final = 10_000
"""Pools or clients kept in memory at once; beyond it the cache starts anew."""

ROUNDS_MAX: Final = 3
"""How often a read is repeated because the configuration changed under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenancy:
    """A client with its pool, as one consistent pair."""

    pool: UserPool
    client: AppClient


class Versioned(Protocol):
    """What a hot read returns: anything that knows the stored versions."""

    @property
    def versions(self) -> Versions:
        """The stored versions of the pool and the client that the read concerned."""
        ...


R = TypeVar("R", bound=Versioned)


class Catalog:
    """Finds pools and clients; threads may share it, since entries are replaced, not changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tenancies: dict[ClientId, Tenancy] = {}
        self._pools: dict[PoolId, UserPool] = {}

    def read(
        self,
        client_id: ClientId,
        read: Callable[[Unit, Tenancy], R],
        pool_id: PoolId | None = None,
    ) -> tuple[Tenancy, R]:
        """Run one reading unit against the current configuration of a client.

        With `pool_id` (admin operations) the client must belong to that pool. Raises
        ResourceNotFoundException for an unknown pool or client.
        """
        tenancy = self._tenancies.get(client_id) or self._load(client_id, pool_id)
        for _ in range(ROUNDS_MAX):
            if pool_id is not None and tenancy.pool.id != pool_id:
                self._require_pool(pool_id)
                raise ResourceNotFoundException(texts.client_does_not_exist(client_id))
            with self._store.reading() as unit:
                result = read(unit, tenancy)
            if result.versions == Versions(
                pool=tenancy.pool.version, client=tenancy.client.version
            ):
                return tenancy, result
            tenancy = self._load(client_id, pool_id)
        raise TooManyRequestsException

    def read_pool(self, pool_id: PoolId, read: Callable[[Unit, UserPool], R]) -> tuple[UserPool, R]:
        """Run one reading unit against the current configuration of a pool.

        Raises ResourceNotFoundException for an unknown pool.
        """
        pool = self._pools.get(pool_id) or self._load_pool(pool_id)
        for _ in range(ROUNDS_MAX):
            with self._store.reading() as unit:
                result = read(unit, pool)
            if result.versions.pool == pool.version:
                return pool, result
            pool = self._load_pool(pool_id)
        raise TooManyRequestsException

    def remembered(self, client_id: ClientId, pool_id: PoolId | None = None) -> Tenancy:
        """Return client and pool as last seen: only for what a later `read` confirms.

        Raises ResourceNotFoundException.
        """
        tenancy = self._tenancies.get(client_id)
        if tenancy is None or pool_id not in {None, tenancy.pool.id}:
            tenancy = self._load(client_id, pool_id)
        return tenancy

    def pool(self, pool_id: PoolId) -> UserPool:
        """Return the pool as stored now. Raises ResourceNotFoundException."""
        return self._load_pool(pool_id)

    def tenancy(self, client_id: ClientId, pool_id: PoolId | None = None) -> Tenancy:
        """Return client and pool as stored now. Raises ResourceNotFoundException."""
        return self._load(client_id, pool_id)

    def _load(self, client_id: ClientId, pool_id: PoolId | None) -> Tenancy:
        if pool_id is not None:
            self._require_pool(pool_id)
        with self._store.reading() as unit:
            client = unit.clients.get(client_id)
            pool = unit.pools.get(client.pool_id) if client else None
        if client is None or pool is None or pool_id not in {None, pool.id}:
            self._tenancies.pop(client_id, None)
            raise ResourceNotFoundException(texts.client_does_not_exist(client_id))
        return _keep(self._tenancies, client_id, Tenancy(pool=pool, client=client))

    def _load_pool(self, pool_id: PoolId) -> UserPool:
        with self._store.reading() as unit:
            pool = unit.pools.get(pool_id)
        if pool is None:
            self._pools.pop(pool_id, None)
            raise ResourceNotFoundException(texts.pool_does_not_exist(pool_id))
        return _keep(self._pools, pool_id, pool)

    def _require_pool(self, pool_id: PoolId) -> None:
        self._load_pool(pool_id)


K = TypeVar("K")
V = TypeVar("V")


def _keep(cache: dict[K, V], key: K, value: V) -> V:
    if len(cache) >= CACHED_MAX:
        cache.clear()
    cache[key] = value
    return value
