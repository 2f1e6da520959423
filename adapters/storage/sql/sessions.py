"""User sessions in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import and_, delete, select, update

from adapters.storage.sql.parameters import (
    LIMIT,
    NOW_MS,
    insert_or_yield,
    matches,
    of_user,
    values,
)
from adapters.storage.sql.tables import FAMILIES, SESSIONS
from adapters.storage.sql.work import Row, Work
from domain.model.identifiers import PoolId, Sub
from domain.model.session import Activity, UserSession
from domain.ports.sentinels import Taken

_OF_FAMILY: Final = of_user(SESSIONS) & matches(SESSIONS.c.family_id)

ADD: Final = insert_or_yield(SESSIONS)
OF_USER: Final = (
    select(SESSIONS)
    .join(
        FAMILIES,
        and_(
            FAMILIES.c.pool_id == SESSIONS.c.pool_id,
            FAMILIES.c.sub == SESSIONS.c.sub,
            FAMILIES.c.id == SESSIONS.c.family_id,
        ),
    )
    .where(of_user(SESSIONS), FAMILIES.c.revoked_at_ms.is_(None), FAMILIES.c.expires_at_ms > NOW_MS)
    .order_by(SESSIONS.c.active_at_ms.desc(), SESSIONS.c.family_id.desc())
    .limit(LIMIT)
)
TOUCH: Final = (
    update(SESSIONS)
    .where(_OF_FAMILY)
    .values(values([SESSIONS.c.active_at_ms, SESSIONS.c.ip, SESSIONS.c.user_agent]))
)
DROP: Final = delete(SESSIONS).where(_OF_FAMILY)
DROP_ALL: Final = delete(SESSIONS).where(of_user(SESSIONS))


class SqlSessions:
    """The port `Sessions`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, session: UserSession) -> None:
        if not self._work.change(ADD, _columns(session)):
            raise Taken("session")

    def of_user(self, pool_id: PoolId, sub: Sub, now_ms: int, limit: int) -> Sequence[UserSession]:
        page = {"pool_id": pool_id, "sub": sub, "now_ms": now_ms, "limit": limit}
        return [_session(row) for row in self._work.rows(OF_USER, page)]

    def touch(self, pool_id: PoolId, sub: Sub, family_id: str, activity: Activity) -> None:
        self._work.change(TOUCH, {**_key(pool_id, sub, family_id), **_last(activity)})

    def drop(self, pool_id: PoolId, sub: Sub, family_id: str) -> None:
        self._work.change(DROP, _key(pool_id, sub, family_id))

    def drop_all(self, pool_id: PoolId, sub: Sub) -> None:
        self._work.change(DROP_ALL, {"pool_id": pool_id, "sub": sub})


def _key(pool_id: PoolId, sub: Sub, family_id: str) -> dict[str, Any]:
    return {"pool_id": pool_id, "sub": sub, "family_id": family_id}


def _last(activity: Activity) -> dict[str, Any]:
    return {
        "active_at_ms": activity.at_ms,
        "ip": activity.ip,
        "user_agent": activity.user_agent,
    }


def _columns(session: UserSession) -> dict[str, Any]:
    return {
        **_key(session.pool_id, session.sub, session.family_id),
        "id": session.id,
        "client_id": session.client_id,
        "created_at_ms": session.created_at_ms,
        "expires_at_ms": session.expires_at_ms,
        **_last(session.last),
    }


def _session(row: Row) -> UserSession:
    pool_id, sub, family_id, session_id, client_id, created, expires, *last = row
    at_ms, ip, user_agent = last
    return UserSession(
        pool_id=pool_id,
        sub=sub,
        family_id=family_id,
        id=session_id,
        client_id=client_id,
        created_at_ms=created,
        expires_at_ms=expires,
        last=Activity(at_ms=at_ms, ip=ip, user_agent=user_agent),
    )
