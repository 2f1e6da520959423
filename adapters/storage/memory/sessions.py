"""User sessions in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.identifiers import PoolId, Sub
from domain.model.session import Activity, UserSession
from domain.ports.sentinels import Taken


class MemorySessions:
    """The port `Sessions`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, session: UserSession) -> None:
        key = (session.pool_id, session.sub, session.family_id)
        if self._view.sessions.get(key) is not None:
            raise Taken("session")
        self._view.sessions.put(key, session)

    def of_user(self, pool_id: PoolId, sub: Sub, now_ms: int, limit: int) -> Sequence[UserSession]:
        view = self._view
        with view.guard:
            his = view.sessions.where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
            live = [session for session in his if self._is_live(session, now_ms)]
        live.sort(key=lambda session: (session.last.at_ms, session.family_id), reverse=True)
        return live[:limit]

    def touch(self, pool_id: PoolId, sub: Sub, family_id: str, activity: Activity) -> None:
        key = (pool_id, sub, family_id)
        session = self._view.sessions.get(key)
        if session is not None:
            self._view.sessions.put(key, replace(session, last=activity))

    def drop(self, pool_id: PoolId, sub: Sub, family_id: str) -> None:
        self._view.sessions.drop((pool_id, sub, family_id))

    def drop_all(self, pool_id: PoolId, sub: Sub) -> None:
        self._view.sessions.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))

    def _is_live(self, session: UserSession, now_ms: int) -> bool:
        family = self._view.families.get((session.pool_id, session.sub, session.family_id))
        return family is not None and family.revoked_at_ms is None and family.expires_at_ms > now_ms
