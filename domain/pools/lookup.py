"""Finding the pool or client that an administrator names, inside a unit of work."""

from __future__ import annotations

from domain import texts
from domain.errors import ResourceNotFoundException
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, PoolId
from domain.model.pool import UserPool
from domain.ports.sentinels import Missing
from domain.ports.store import Unit


def required_pool(unit: Unit, pool_id: PoolId) -> UserPool:
    """Return the pool. Raises ResourceNotFoundException."""
    pool = unit.pools.get(pool_id)
    if pool is None:
        raise no_pool(pool_id)
    return pool


def required_client(unit: Unit, pool_id: PoolId, client_id: ClientId) -> AppClient:
    """Return the client of that pool; another pool's does not exist (SEC-41).

    Raises ResourceNotFoundException.
    """
    client = unit.clients.get(client_id)
    if client is None or client.pool_id != pool_id:
        raise no_client(client_id)
    return client


def hold_client(unit: Unit, pool_id: PoolId, client_id: ClientId) -> None:
    """Keep the client of that pool until the unit ends, before something is added for it.

    Otherwise what is added while the client is deleted would be left behind. Raises
    ResourceNotFoundException.
    """
    try:
        unit.clients.hold(pool_id, client_id)
    except Missing as missing:
        raise no_client(client_id) from missing


def no_pool(pool_id: PoolId) -> ResourceNotFoundException:
    """The error for a pool that does not exist."""
    return ResourceNotFoundException(texts.pool_does_not_exist(pool_id))


def no_client(client_id: ClientId) -> ResourceNotFoundException:
    """The error for a client that does not exist, or not in that pool."""
    return ResourceNotFoundException(texts.client_does_not_exist(client_id))
