"""Resource servers: services that a pool's access tokens open, and what they let be done."""

from __future__ import annotations

from dataclasses import dataclass

from domain.model.identifiers import PoolId


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomScope:
    """One thing that a resource server lets be done."""

    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceServer:
    """One resource server of a pool; its identifier is its key and never changes."""

    pool_id: PoolId
    identifier: str
    name: str
    scopes: tuple[CustomScope, ...] = ()
