"""Finding a user by whatever name he typed, or by what an administrator calls him."""

from __future__ import annotations

from dataclasses import dataclass

from domain import texts
from domain.accounts.decoy import simulated_sub
from domain.accounts.names import canonical, is_sub, kinds_of
from domain.catalog import Catalog, Tenancy
from domain.errors import UserNotFoundException
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.pool import UserPool
from domain.model.user import Credentials, SignInName, User
from domain.ports.names import Versions
from domain.ports.sealer import Sealer
from domain.ports.store import Unit
from domain.ports.users import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a typed name led to. For an unknown name `sub` is the simulated one (see decoy)."""

    pool: UserPool
    client: AppClient
    typed: str
    name: str
    sub: Sub
    standing: Standing

    @property
    def user(self) -> User | None:
        """The user, or None."""
        return self.standing.user

    @property
    def credentials(self) -> Credentials | None:
        """The user's credentials, or None."""
        return self.standing.credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    name: str
    sub: Sub
    standing: Standing

    @property
    def versions(self) -> Versions:
        return self.standing.versions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    user: User | None
    versions: Versions


class UserFinder:
    """Two statements, known or not: the row of the name, then all that belongs to the user.

    An administrator's look-up by something like a `sub` costs one, or one more if it is none.
    """

    def __init__(self, catalog: Catalog, sealer: Sealer) -> None:
        self._catalog = catalog
        self._sealer = sealer

    def by_name(self, client_id: ClientId, typed: str, pool_id: PoolId | None = None) -> Sought:
        """Find the user that a public or admin sign-in names.

        An unknown name is followed by the same second statement under its simulated `sub`, so that
        neither time nor locks tell it apart (SEC-53). Raises ResourceNotFoundException for an
        unknown client (or pool).
        """

        def read(unit: Unit, tenancy: Tenancy) -> _Reading:
            return self._read(unit, tenancy.pool, tenancy.client.id, typed)

        tenancy, reading = self._catalog.read(client_id, read, pool_id)
        return Sought(
            pool=tenancy.pool,
            client=tenancy.client,
            typed=typed,
            name=reading.name,
            sub=reading.sub,
            standing=reading.standing,
        )

    def by_admin_name(self, pool_id: PoolId, typed: str) -> tuple[UserPool, Standing, User]:
        """Find a user for an administrator: by user name, alias or `sub`.

        Raises ResourceNotFoundException or UserNotFoundException.
        """
        pool, standing = self.seek_by_admin_name(pool_id, typed)
        if standing.user is None:
            raise UserNotFoundException(texts.USER_DOES_NOT_EXIST)
        return pool, standing, standing.user

    def seek_by_admin_name(self, pool_id: PoolId, typed: str) -> tuple[UserPool, Standing]:
        """Look for a user as `by_admin_name` does; that there is none is no error.

        Raises ResourceNotFoundException.
        """

        def read(unit: Unit, pool: UserPool) -> _Reading:
            return self._read(unit, pool, None, typed)

        pool, reading = self._catalog.read_pool(pool_id, read)
        return pool, reading.standing

    def by_held_name(self, pool_id: PoolId, name: SignInName) -> tuple[UserPool, User | None]:
        """Find the user who holds a name that nobody types, if there is one.

        Raises ResourceNotFoundException.
        """

        def read(unit: Unit, pool: UserPool) -> _Held:
            found = unit.names.find(pool.id, None, name.value, (name.kind,))
            user = None if found.sub is None else unit.users.standing(pool.id, found.sub).user
            return _Held(user=user, versions=found.versions)

        pool, held = self._catalog.read_pool(pool_id, read)
        return pool, held.user

    def _read(self, unit: Unit, pool: UserPool, client_id: ClientId | None, typed: str) -> _Reading:
        name = canonical(pool, typed)
        if client_id is None and is_sub(name):
            # Before the names: who prefers the `sub` of another as a name would be changed,
            # disabled or given rights in his place.
            standing = unit.users.standing(pool.id, Sub(name))
            if standing.user is not None:
                return _Reading(name=name, sub=Sub(name), standing=standing)
        found = unit.names.find(pool.id, client_id, name, kinds_of(pool, name))
        sub = found.sub or simulated_sub(self._sealer, pool, name)
        standing = unit.users.standing(
            pool.id,
            sub,
            client_id,
            with_memberships=client_id is not None,  # administrators' requests give no tokens
        )
        return _Reading(name=name, sub=sub, standing=standing)
