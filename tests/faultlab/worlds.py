"""What may be true of one person, given what was asked for and what was answered.

A request that was acknowledged changed the world; one that was refused did not; one without an
answer did so wholly or not at all. So the possible worlds double with each unanswered request, and
afterwards exactly one of them must be found: a mixture of two is a half-written change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One person as a store may hold him; `live` are the refresh tokens that work."""

    exists: bool = False
    password: str = ""
    confirmed: bool = False
    enabled: bool = False
    live: frozenset[str] = field(default=frozenset())


class Outcome(Enum):
    """What became of a request, as far as its client knows."""

    DONE = "acknowledged"
    REFUSED = "refused"
    UNKNOWN = "no answer, or one that promises nothing"


Change = Callable[[World], World]
NOBODY: Final = World()


def possible(history: Iterable[tuple[Change, Outcome]]) -> frozenset[World]:
    """Return every world that the requests of one person, in order, may have led to."""
    worlds = frozenset({NOBODY})
    for change, outcome in history:
        if outcome is Outcome.DONE:
            worlds = frozenset(map(change, worlds))
        elif outcome is Outcome.UNKNOWN:
            worlds |= frozenset(map(change, worlds))
    return worlds


def unchanged(world: World) -> World:
    """A request that changes nothing that is looked at."""
    return world


def signed_up(password: str) -> Change:
    """SignUp."""
    return lambda _: World(exists=True, password=password, enabled=True)


def confirmed(world: World) -> World:
    """AdminConfirmSignUp."""
    return replace(world, confirmed=True)


def signed_in(refresh_token: str) -> Change:
    """A sign-in that was answered with this token."""
    return lambda world: replace(world, live=world.live | {refresh_token})


def password_changed(password: str) -> Change:
    """ChangePassword: tokens go on."""
    return lambda world: replace(world, password=password)


def password_set(password: str) -> Change:
    """AdminSetUserPassword for good: every token ends."""
    return lambda world: replace(world, password=password, confirmed=True, live=frozenset())


def revoked(refresh_token: str) -> Change:
    """RevokeToken."""
    return lambda world: replace(world, live=world.live - {refresh_token})


def signed_out(world: World) -> World:
    """GlobalSignOut and AdminUserGlobalSignOut."""
    return replace(world, live=frozenset())


def disabled(world: World) -> World:
    """AdminDisableUser: every token ends."""
    return replace(world, enabled=False, live=frozenset())


def deleted(_: World) -> World:
    """DeleteUser and AdminDeleteUser."""
    return NOBODY
