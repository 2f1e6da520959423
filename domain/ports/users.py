"""Repository of users, and the one read that a decision about a user needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from domain.model.group import Membership
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.search import Place, Search
from domain.model.token import TokenFamily
from domain.model.user import Credentials, NameKind, SignInName, User
from domain.ports.names import Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that a decision about one user needs, read in one statement.

    `user` is None if there is none (then the rest may still be set: a simulated user has a lock).
    `failures` counts wrong passwords of the current run and `last_attempt_at_ms` is the time of
    the last counted one; see `domain.model.lockout` for what they mean. `memberships` are in no
    order, and empty where they were not asked for.
    """

    user: User | None
    credentials: Credentials | None
    family: TokenFamily | None
    failures: int
    last_attempt_at_ms: int
    versions: Versions
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A user about to be stored with his sign-in names and what he has of credentials."""

    user: User
    names: Sequence[SignInName] = field(repr=False)
    credentials: Credentials | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserPage:
    """Some users of a pool, and the version of its configuration (of no client)."""

    users: Sequence[User]
    versions: Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many users were counted, in the order of their `sub`, and the last one's (or None)."""

    users: int
    last: Sub | None


class Users(Protocol):
    """Users by (pool, sub)."""

    def add(self, user: User) -> None:
        """Store a new user. Raises Taken("sub"), or Missing if the pool is gone."""
        ...

    def add_all(self, users: Sequence[Newcomer]) -> Mapping[Sub, NameKind]:
        """Store new users of one pool, each whole or not at all; return who was not, by `sub`.

        Those are the ones with a name that is another user's, or an earlier newcomer's even if he
        is not stored himself; they come with the kind of the first such name in the order of
        `NameKind`. Raises Missing if the pool is gone, and Taken("sub") for a `sub` that is in use,
        after which the unit is lost.
        """
        ...

    def save(self, user: User) -> User:
        """Replace the profile whose stored version equals `user.version`; return it, version + 1.

        Raises Stale if the stored version is another, Missing if the user is gone.
        """
        ...

    def hold(self, pool_id: PoolId, sub: Sub) -> None:
        """Let others wait until the unit ends who change, hold or delete the user, or sign him in.

        Raises Missing if he is gone. Before anything else of his in the unit, and only in one that
        writes.
        """
        ...

    def remove(self, pool_id: PoolId, sub: Sub) -> None:
        """Delete the user's whole world but his names. Raises Missing.

        That is: profile, credentials, software token, devices, passkeys, memberships, pending
        values, codes, locks, budgets, families, sessions, auth events, messages not yet sent.
        """
        ...

    def standing(
        self,
        pool_id: PoolId,
        sub: Sub,
        client_id: ClientId | None = None,
        family_id: str | None = None,
        *,
        with_memberships: bool = False,
    ) -> Standing:
        """Read what there is about one user in one statement; never raises for what is missing.

        Memberships are read for who may be about to get tokens: everybody else goes without.
        """
        ...

    def page(
        self, pool_id: PoolId, search: Search | None, after: Place | None, limit: int
    ) -> UserPage:
        """Return at most `limit` users of the pool behind `after`, in the order of their places.

        Of a search only those whom it finds, by `searched_values` of what was saved last. One
        statement, which costs the same wherever the page begins and however many users there are.
        """
        ...

    def count(self, pool_id: PoolId, at_most: int) -> Counted:
        """Count the users of the pool by ascending `sub`, and no further than `at_most`."""
        ...
