"""Repository of app clients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.model.client import AppClient
from domain.model.identifiers import ClientId, PoolId


class Clients(Protocol):
    """App clients; their ids are unique over all pools."""

    def add(self, client: AppClient) -> None:
        """Store a new client. Raises Taken("client"), or Missing if its pool is gone."""
        ...

    def get(self, client_id: ClientId) -> AppClient | None:
        """Return the client, or None."""
        ...

    def save(self, client: AppClient) -> AppClient:
        """Replace the client whose stored version equals `client.version`; return it, version + 1.

        Raises Stale if the stored version is another, Missing if that pool has no such client.
        """
        ...

    def hold(self, pool_id: PoolId, client_id: ClientId) -> None:
        """Let a deletion of the client wait until the unit ends, so that it sees what was added.

        Raises Missing if that pool has no such client. Before anything else of it in the unit, and
        only in one that writes.
        """
        ...

    def remove(self, pool_id: PoolId, client_id: ClientId) -> None:
        """Delete the client of that pool, its token families and their sessions. Raises Missing."""
        ...

    def page(self, pool_id: PoolId, after: ClientId | None, limit: int) -> Sequence[AppClient]:
        """Return at most `limit` clients of the pool with an id above `after`, ascending by id."""
        ...
