"""Sign-in names in memory."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.storage.memory.tables import NameRow, View
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.user import NameKind, SignInName
from domain.ports.names import Found, Versions
from domain.ports.sentinels import Taken


class MemoryNames:
    """The port `Names`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def claim(self, pool_id: PoolId, name: SignInName, sub: Sub) -> None:
        key = (pool_id, name.kind, name.value)
        holder = self._view.names.get(key)
        if holder is not None and holder.sub != sub:
            raise Taken(name.kind)
        row = NameRow(pool_id=pool_id, kind=name.kind, value=name.value, sub=sub)
        self._view.names.put(key, row)

    def release(self, pool_id: PoolId, name: SignInName, sub: Sub) -> None:
        key = (pool_id, name.kind, name.value)
        holder = self._view.names.get(key)
        if holder is not None and holder.sub == sub:
            self._view.names.drop(key)

    def find(
        self,
        pool_id: PoolId,
        client_id: ClientId | None,
        value: str,
        kinds: Sequence[NameKind],
    ) -> Found:
        view = self._view
        with view.guard:
            rows = (view.names.get((pool_id, kind, value)) for kind in NameKind if kind in kinds)
            row = next((row for row in rows if row is not None), None)
            return Found(
                sub=row.sub if row else None,
                kind=row.kind if row else None,
                versions=versions(view, pool_id, client_id),
            )


def versions(view: View, pool_id: PoolId, client_id: ClientId | None) -> Versions:
    """Return the stored versions of a pool and of a client of that pool."""
    pool = view.pools.get(pool_id)
    client = view.clients.get(client_id) if client_id is not None else None
    if client is not None and client.pool_id != pool_id:
        client = None
    return Versions(pool=pool.version if pool else None, client=client.version if client else None)
