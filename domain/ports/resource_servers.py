"""Repository of resource servers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.model.identifiers import ClientId, PoolId
from domain.model.resource_server import ResourceServer
from domain.ports.names import Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundScopes:
    """The custom scopes of a pool as tokens have them ("server/scope"), and the versions."""

    names: frozenset[str]
    versions: Versions


class ResourceServers(Protocol):
    """Resource servers by (pool, identifier), which is compared character by character."""

    def add(self, server: ResourceServer) -> None:
        """Store a new server. Raises Taken("resource server"), or Missing if the pool is gone."""
        ...

    def get(self, pool_id: PoolId, identifier: str) -> ResourceServer | None:
        """Return the server, or None."""
        ...

    def save(self, server: ResourceServer) -> None:
        """Replace the server of that identifier. Raises Missing."""
        ...

    def remove(self, pool_id: PoolId, identifier: str) -> None:
        """Delete the server with its scopes. Raises Missing."""
        ...

    def page(self, pool_id: PoolId, after: str | None, limit: int) -> Sequence[ResourceServer]:
        """Return at most `limit` servers of the pool above the identifier `after`, ascending."""
        ...

    def count(self, pool_id: PoolId, at_most: int) -> int:
        """Return the number of servers of the pool, counting no further than `at_most`."""
        ...

    def scopes(self, pool_id: PoolId, client_id: ClientId | None = None) -> FoundScopes:
        """Return the scopes of all servers of the pool, in one statement.

        `versions.client` is None for a client of another pool and when `client_id` is None.
        """
        ...
