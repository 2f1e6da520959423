"""One sign-in in progress: what travels, sealed, through the client between two requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.model.identifiers import ClientId, PoolId, Sub


class State(StrEnum):
    """Where an attempt stands. Those that are challenges carry the challenge's name on the wire."""

    START = "START"
    PROVED = "PROVED"
    DONE = "DONE"
    PASSWORD_VERIFIER = "PASSWORD_VERIFIER"
    NEW_PASSWORD_REQUIRED = "NEW_PASSWORD_REQUIRED"


class Flow(StrEnum):
    """How a client begins (AuthFlow)."""

    USER_SRP_AUTH = "USER_SRP_AUTH"
    USER_PASSWORD_AUTH = "USER_PASSWORD_AUTH"
    ADMIN_USER_PASSWORD_AUTH = "ADMIN_USER_PASSWORD_AUTH"
    ADMIN_NO_SRP_AUTH = "ADMIN_NO_SRP_AUTH"


class Factor(StrEnum):
    """Something that a user has proven in this attempt."""

    PASSWORD = "PASSWORD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A sign-in between its first request and its tokens.

    `sub` may be the simulated one of a user who does not exist; nothing here says so. `name` is the
    canonical form of what was typed first (in brief) and `username` what answers show. `memory` is
    what the current challenge must remember (text and integers), `epoch` the user's when it began:
    another epoch means that password, factors or standing changed since, and the attempt is over.
    """

    id: str
    pool_id: PoolId
    client_id: ClientId
    sub: Sub
    name: str
    username: str
    flow: Flow
    by_admin: bool
    state: State = State.START
    proven: tuple[Factor, ...] = ()
    memory: Mapping[str, str] = field(default_factory=dict, repr=False)
    epoch: int = 0
    expires_at_ms: int
