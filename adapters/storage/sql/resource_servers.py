"""Resource servers in SQL, each with its scopes in one column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, func, literal_column, select, update

from adapters.storage.sql.codec import dumps, loads
from adapters.storage.sql.json_rows import json_rows
from adapters.storage.sql.parameters import LIMIT, bound, insert_into_pool, matches, values
from adapters.storage.sql.tables import POOLS, RESOURCE_SERVERS
from adapters.storage.sql.versions import ALWAYS, COLUMNS
from adapters.storage.sql.work import Row, Work
from domain.model.identifiers import ClientId, PoolId
from domain.model.resource_server import CustomScope, ResourceServer
from domain.ports.names import Versions
from domain.ports.resource_servers import FoundScopes
from domain.ports.sentinels import Missing, Taken

_C: Final = RESOURCE_SERVERS.c
OF_IDENTIFIER: Final = matches(_C.pool_id, _C.identifier)

HAS_POOL: Final = select(POOLS.c.id).where(matches(POOLS.c.id))
ADD: Final = insert_into_pool(RESOURCE_SERVERS)
GET: Final = select(RESOURCE_SERVERS).where(OF_IDENTIFIER)
SAVE: Final = update(RESOURCE_SERVERS).where(OF_IDENTIFIER).values(values([_C.name, _C.scopes]))
REMOVE: Final = delete(RESOURCE_SERVERS).where(OF_IDENTIFIER)
PAGE: Final = (
    select(RESOURCE_SERVERS)
    .where(matches(_C.pool_id), _C.identifier > bound(_C.identifier, "after"))
    .order_by(_C.identifier)
    .limit(LIMIT)
)
COUNT: Final = select(func.count()).select_from(
    select(literal_column("1").label("one")).where(matches(_C.pool_id)).limit(LIMIT).subquery()
)
SCOPES: Final = select(
    *COLUMNS,
    select(json_rows(_C.identifier, _C.scopes)).where(matches(_C.pool_id)).scalar_subquery(),
).select_from(ALWAYS)


class SqlResourceServers:
    """The port `ResourceServers`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, server: ResourceServer) -> None:
        if not self._work.change(ADD, _columns(server)):
            pool = self._work.row(HAS_POOL, {"id": server.pool_id})
            raise Missing if pool is None else Taken("resource server")

    def get(self, pool_id: PoolId, identifier: str) -> ResourceServer | None:
        row = self._work.row(GET, {"pool_id": pool_id, "identifier": identifier})
        return None if row is None else _server(row)

    def save(self, server: ResourceServer) -> None:
        if not self._work.change(SAVE, _columns(server)):
            raise Missing

    def remove(self, pool_id: PoolId, identifier: str) -> None:
        if not self._work.change(REMOVE, {"pool_id": pool_id, "identifier": identifier}):
            raise Missing

    def page(self, pool_id: PoolId, after: str | None, limit: int) -> Sequence[ResourceServer]:
        page = {"pool_id": pool_id, "after": after or "", "limit": limit}
        return [_server(row) for row in self._work.rows(PAGE, page)]

    def count(self, pool_id: PoolId, at_most: int) -> int:
        counted: int = self._work.one(COUNT, {"pool_id": pool_id, "limit": at_most})[0]
        return counted

    def scopes(self, pool_id: PoolId, client_id: ClientId | None = None) -> FoundScopes:
        key = {"pool_id": pool_id, "client_id": client_id}
        pool_version, client_version, servers = self._work.one(SCOPES, key)
        names = frozenset(
            f"{identifier}/{name}"
            for identifier, scopes in (loads(servers) if servers else ())
            for name, _description in loads(scopes)
        )
        return FoundScopes(names=names, versions=Versions(pool=pool_version, client=client_version))


def _columns(server: ResourceServer) -> dict[str, Any]:
    return {
        "pool_id": server.pool_id,
        "identifier": server.identifier,
        "name": server.name,
        "scopes": dumps([[scope.name, scope.description] for scope in server.scopes]),
    }


def _server(row: Row) -> ResourceServer:
    pool_id, identifier, name, scopes = row
    return ResourceServer(
        pool_id=pool_id,
        identifier=identifier,
        name=name,
        scopes=tuple(
            CustomScope(name=scope, description=description) for scope, description in loads(scopes)
        ),
    )
