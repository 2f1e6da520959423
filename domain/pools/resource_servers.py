"""Resource servers: making, describing, changing, listing and deleting them.

A client keeps the scopes that it was given of a server. While the server or the scope is gone they
are in no token; if it comes back, so do they. Tokens that were given are as they are until they
expire.
"""

from __future__ import annotations

from typing import Final

from domain.errors import (
    InvalidParameterException,
    LimitExceededException,
    ResourceNotFoundException,
)
from domain.model.identifiers import PoolId
from domain.model.resource_server import CustomScope, ResourceServer
from domain.paging import Listing, Page, Pager, PageRequest
from domain.pools.lookup import no_pool, required_pool
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Unit

SERVERS_MAX: Final = 25
"""Servers of a pool; a client's token reads the scopes of all of them. Those that are made at the
same moment may pass it by their number."""

_TOO_MANY: Final = f"A user pool can have at most {SERVERS_MAX} resource servers."
_SCOPE_TWICE: Final = "Scope names must be unique within a resource server."


class ResourceServers:
    """Administration of resource servers.

    Every method raises ResourceNotFoundException for an unknown pool, and all but `create` and
    `list` for an unknown server.
    """

    def __init__(self, ports: Ports, pager: Pager) -> None:
        self._store = ports.store
        self._pager = pager

    def create(self, server: ResourceServer) -> ResourceServer:
        """Make a server.

        Raises InvalidParameterException if the pool has one of the identifier or two scopes have
        one name, LimitExceededException.
        """
        _check_scopes(server.scopes)
        try:
            with self._store.writing() as unit:
                unit.resource_servers.add(server)
                if unit.resource_servers.count(server.pool_id, SERVERS_MAX + 1) > SERVERS_MAX:
                    raise LimitExceededException(_TOO_MANY)
        except Taken as taken:
            raise InvalidParameterException(
                f"{server.identifier} already exists in user pool {server.pool_id}."
            ) from taken
        except Missing as missing:
            raise no_pool(server.pool_id) from missing
        return server

    def describe(self, pool_id: PoolId, identifier: str) -> ResourceServer:
        """Return the server."""
        with self._store.reading() as unit:
            required_pool(unit, pool_id)
            return _required(unit, pool_id, identifier)

    def update(self, server: ResourceServer) -> ResourceServer:
        """Replace name and scopes of the server of that identifier.

        Raises InvalidParameterException if two scopes have one name.
        """
        _check_scopes(server.scopes)
        try:
            with self._store.writing() as unit:
                required_pool(unit, server.pool_id)
                unit.resource_servers.save(server)
        except Missing as missing:
            raise unknown_server(server.identifier) from missing
        return server

    def delete(self, pool_id: PoolId, identifier: str) -> None:
        """Delete the server; from then on no token is given for it."""
        try:
            with self._store.writing() as unit:
                required_pool(unit, pool_id)
                unit.resource_servers.remove(pool_id, identifier)
        except Missing as missing:
            raise unknown_server(identifier) from missing

    def list(self, pool_id: PoolId, request: PageRequest) -> Page[ResourceServer]:
        """Return a page of the pool's servers by identifier.

        Raises InvalidParameterException for a bad page token.
        """
        with self._store.reading() as unit:
            pool = required_pool(unit, pool_id)
        listing = Listing(operation="ListResourceServers", pool=pool, bound_to=(request.caller,))
        after = self._pager.position(listing, request.token)
        with self._store.reading() as unit:
            rows = unit.resource_servers.page(pool_id, after, request.size + 1)
        return self._pager.page(listing, rows, request.size, key=lambda server: server.identifier)


def _check_scopes(scopes: tuple[CustomScope, ...]) -> None:
    if len({scope.name for scope in scopes}) < len(scopes):
        raise InvalidParameterException(_SCOPE_TWICE)


def _required(unit: Unit, pool_id: PoolId, identifier: str) -> ResourceServer:
    server = unit.resource_servers.get(pool_id, identifier)
    if server is None:
        raise unknown_server(identifier)
    return server


def unknown_server(identifier: str) -> ResourceNotFoundException:
    """Return the error for a server that the pool does not have."""
    return ResourceNotFoundException(f"Resource server {identifier} does not exist.")
