"""Users in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from operator import itemgetter

from adapters.storage.memory.memberships import memberships
from adapters.storage.memory.names import MemoryNames, versions
from adapters.storage.memory.tables import View
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.search import Place, Search, finds, place_of
from domain.model.user import NameKind, User
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.users import Counted, Newcomer, Standing, UserPage


class MemoryUsers:
    """The port `Users`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, user: User) -> None:
        if self._view.pools.get(user.pool_id) is None:
            raise Missing
        if self._view.users.get((user.pool_id, user.sub)) is not None:
            raise Taken("sub")
        self._view.users.put((user.pool_id, user.sub), user)

    def add_all(self, users: Sequence[Newcomer]) -> Mapping[Sub, NameKind]:
        for each in users:
            self.add(each.user)
            for name in each.names:
                with suppress(Taken):
                    MemoryNames(self._view).claim(each.user.pool_id, name, each.user.sub)
        lacking = {each.user.sub: self._lacking(each) for each in users}
        refused = {sub: kind for sub, kind in lacking.items() if kind is not None}
        for each in users:
            key = (each.user.pool_id, each.user.sub)
            if each.user.sub in refused:
                self._view.users.drop(key)
                for name in each.names:
                    MemoryNames(self._view).release(each.user.pool_id, name, each.user.sub)
            elif each.credentials is not None:
                self._view.credentials.put(key, each.credentials)
        return refused

    def _lacking(self, newcomer: Newcomer) -> NameKind | None:
        user = newcomer.user
        lacking = set()
        for name in newcomer.names:
            row = self._view.names.get((user.pool_id, name.kind, name.value))
            if row is None or row.sub != user.sub:
                lacking.add(name.kind)
        return next((kind for kind in NameKind if kind in lacking), None)

    def save(self, user: User) -> User:
        stored = self._view.users.get((user.pool_id, user.sub))
        if stored is None:
            raise Missing
        if stored.version != user.version:
            raise Stale
        saved = replace(user, version=user.version + 1)
        self._view.users.put((user.pool_id, user.sub), saved)
        return saved

    def hold(self, pool_id: PoolId, sub: Sub) -> None:
        # Units that write come one after another here, so that each holds everything.
        if self._view.users.get((pool_id, sub)) is None:
            raise Missing

    def remove(self, pool_id: PoolId, sub: Sub) -> None:
        view = self._view
        if not view.users.drop((pool_id, sub)):
            raise Missing
        view.credentials.drop((pool_id, sub))
        view.software_tokens.drop((pool_id, sub))
        view.devices.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
        view.passkeys.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
        view.memberships.drop((pool_id, sub))
        view.pending.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
        view.locks.drop((pool_id, sub))
        view.codes.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
        view.budgets.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
        view.families.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
        view.sessions.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
        view.auth_events.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
        view.outbox.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))

    def standing(
        self,
        pool_id: PoolId,
        sub: Sub,
        client_id: ClientId | None = None,
        family_id: str | None = None,
        *,
        with_memberships: bool = False,
    ) -> Standing:
        view = self._view
        with view.guard:
            lock = view.locks.get((pool_id, sub))
            return Standing(
                user=view.users.get((pool_id, sub)),
                credentials=view.credentials.get((pool_id, sub)),
                family=view.families.get((pool_id, sub, family_id)) if family_id else None,
                failures=lock.failures if lock else 0,
                last_attempt_at_ms=lock.last_attempt_at_ms if lock else 0,
                versions=versions(view, pool_id, client_id),
                memberships=memberships(view, pool_id, sub) if with_memberships else (),
            )

    def page(
        self, pool_id: PoolId, search: Search | None, after: Place | None, limit: int
    ) -> UserPage:
        view = self._view
        with view.guard:
            found = view.users.where(
                lambda row: row.pool_id == pool_id and (search is None or finds(search, row))
            )
            current = versions(view, pool_id, None)
        placed = sorted(((_order(place_of(row, search)), row) for row in found), key=itemgetter(0))
        users = [row for order, row in placed if after is None or order > _order(after)]
        return UserPage(users=users[:limit], versions=current)

    def count(self, pool_id: PoolId, at_most: int) -> Counted:
        rows = self._view.users.where(lambda row: row.pool_id == pool_id)
        counted = sorted(row.sub for row in rows)[:at_most]
        return Counted(users=len(counted), last=counted[-1] if counted else None)


def _order(place: Place) -> tuple[str, str]:
    return place.value, place.sub
