"""User sessions: what a user may be shown of his sign-ins, where the pool tracks them."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.model.identifiers import ClientId, PoolId, Sub


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """When and from where a sign-in was last used; None where that is not known."""

    at_ms: int
    ip: str | None = field(default=None, repr=False)
    user_agent: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSession:
    """The record of one token family, by whose id it is found.

    `id` is what users and administrators call it by: "tkn" and 25 letters or digits. It lasts until
    `expires_at_ms`, as the family does, or until that is ended.
    """

    pool_id: PoolId
    sub: Sub
    family_id: str
    id: str
    client_id: ClientId
    created_at_ms: int
    expires_at_ms: int
    last: Activity
