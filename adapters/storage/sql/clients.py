"""App clients in SQL: a document each, and their secrets in a column of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import delete, select, update

from adapters.storage.sql.codec import Codec, dumps, loads
from adapters.storage.sql.parameters import (
    LIMIT,
    bound,
    in_held_pool,
    insert_into_pool,
    matches,
    values,
)
from adapters.storage.sql.tables import CLIENTS, FAMILIES, POOLS, SESSIONS
from adapters.storage.sql.work import Row, Work
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, PoolId
from domain.ports.sentinels import Missing, Stale, Taken

CODEC: Final = Codec(AppClient)

HAS_POOL: Final = select(POOLS.c.id).where(matches(POOLS.c.id))
ADD: Final = insert_into_pool(CLIENTS)
_SELECT: Final = select(CLIENTS.c.version, CLIENTS.c.secrets, CLIENTS.c.document)
GET: Final = _SELECT.where(matches(CLIENTS.c.id))
HAS: Final = select(CLIENTS.c.id).where(matches(CLIENTS.c.id, CLIENTS.c.pool_id))
HOLD: Final = (
    select(CLIENTS.c.id)
    .where(in_held_pool(CLIENTS) & matches(CLIENTS.c.id))
    .with_for_update(read=True, key_share=True)
)
SAVE: Final = (
    update(CLIENTS)
    .where(
        matches(CLIENTS.c.id, CLIENTS.c.pool_id),
        CLIENTS.c.version == bound(CLIENTS.c.version, "old_version"),
    )
    .values(values([CLIENTS.c.version, CLIENTS.c.secrets, CLIENTS.c.document]))
)
REMOVE: Final = delete(CLIENTS).where(in_held_pool(CLIENTS) & matches(CLIENTS.c.id))
REMOVE_ROWS: Final = tuple(
    delete(table).where(matches(table.c.pool_id, table.c.client_id))
    for table in (FAMILIES, SESSIONS)
)
PAGE: Final = (
    _SELECT.where(matches(CLIENTS.c.pool_id), CLIENTS.c.id > bound(CLIENTS.c.id, "after"))
    .order_by(CLIENTS.c.id)
    .limit(LIMIT)
)


class SqlClients:
    """The port `Clients`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, client: AppClient) -> None:
        if not self._work.change(ADD, _columns(client)):
            pool = self._work.row(HAS_POOL, {"id": client.pool_id})
            raise Missing if pool is None else Taken("client")

    def get(self, client_id: ClientId) -> AppClient | None:
        row = self._work.row(GET, {"id": client_id})
        return None if row is None else _client(row)

    def save(self, client: AppClient) -> AppClient:
        saved = replace(client, version=client.version + 1)
        if not self._work.change(SAVE, {**_columns(saved), "old_version": client.version}):
            there = self._work.row(HAS, {"id": client.id, "pool_id": client.pool_id})
            raise Missing if there is None else Stale
        return saved

    def hold(self, pool_id: PoolId, client_id: ClientId) -> None:
        if self._work.changed_row(HOLD, {"id": client_id, "pool_id": pool_id}) is None:
            raise Missing

    def remove(self, pool_id: PoolId, client_id: ClientId) -> None:
        if not self._work.change(REMOVE, {"id": client_id, "pool_id": pool_id}):
            raise Missing
        for statement in REMOVE_ROWS:
            self._work.change(statement, {"pool_id": pool_id, "client_id": client_id})

    def page(self, pool_id: PoolId, after: ClientId | None, limit: int) -> Sequence[AppClient]:
        rows = self._work.rows(PAGE, {"pool_id": pool_id, "after": after or "", "limit": limit})
        return [_client(row) for row in rows]


def _columns(client: AppClient) -> dict[str, Any]:
    document = CODEC.document(client)
    version, secrets = document.pop("version"), document.pop("secrets")
    return {
        "id": client.id,
        "pool_id": client.pool_id,
        "version": version,
        "secrets": dumps(secrets),
        "document": dumps(document),
    }


def _client(row: Row) -> AppClient:
    version, secrets, document = row
    return CODEC.value({**loads(document), "version": version, "secrets": loads(secrets)})
