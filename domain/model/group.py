"""Groups: named sets of users of a pool, which tokens tell of (users-and-pools.md 13)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.model.identifiers import PoolId


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of a pool; its name is its key and never changes.

    Of a user's groups those with the lowest `precedence` decide his preferred role; one without
    precedence stands behind all that have one. `role_arn` names a role, which only tokens repeat.
    """

    pool_id: PoolId
    name: str
    description: str | None = None
    role_arn: str | None = None
    precedence: int | None = None
    created_at_ms: int
    modified_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A user's being in a group: what of the group his tokens are made of."""

    group: str
    role_arn: str | None = None
    precedence: int | None = None
