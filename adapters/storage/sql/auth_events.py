"""Auth events in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, or_, select, tuple_, update

from adapters.storage.sql.codec import dumps, loads
from adapters.storage.sql.parameters import (
    LIMIT,
    bound,
    matches,
    of_user,
    put_for_user,
    values,
)
from adapters.storage.sql.tables import AUTH_EVENTS
from adapters.storage.sql.work import Row, Work
from domain.model.auth_event import (
    AuthEvent,
    EventResponse,
    EventType,
    Feedback,
    Proof,
    Proven,
)
from domain.model.identifiers import PoolId, Sub
from domain.ports.sentinels import Missing

_C: Final = AUTH_EVENTS.c
_FEEDBACK: Final = (_C.feedback_valid, _C.feedback_by, _C.feedback_at_ms)
_LATEST: Final = (_C.at_ms.desc(), _C.id.desc())

PUT: Final = put_for_user(
    AUTH_EVENTS,
    but=(_C.at_ms, _C.expires_at_ms, *_FEEDBACK),
    where=_C.response != EventResponse.PASS.value,
)
PAGE: Final = select(AUTH_EVENTS).where(of_user(AUTH_EVENTS)).order_by(*_LATEST).limit(LIMIT)
NEXT_PAGE: Final = PAGE.where(
    tuple_(_C.at_ms, _C.id) < tuple_(bound(_C.at_ms, "after_ms"), bound(_C.id, "after_id"))
)
GIVE_FEEDBACK: Final = (
    update(AUTH_EVENTS).where(of_user(AUTH_EVENTS), matches(_C.id)).values(values(_FEEDBACK))
)
_REFUSED: Final = _C.response == EventResponse.FAIL.value


def _but_latest(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the predicate of those of a user's events of one sort that are not the latest."""
    mine = and_(of_user(AUTH_EVENTS), which)
    kept = select(_C.id).where(mine).order_by(*_LATEST).limit(LIMIT)
    return and_(which, _C.id.not_in(kept))


TRIM: Final = delete(AUTH_EVENTS).where(
    of_user(AUTH_EVENTS), or_(_but_latest(_REFUSED), _but_latest(~_REFUSED))
)


class SqlAuthEvents:
    """The port `AuthEvents`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def put(self, event: AuthEvent) -> None:
        self._work.change(PUT, _columns(event))

    def page(
        self, pool_id: PoolId, sub: Sub, after: tuple[int, str] | None, limit: int
    ) -> Sequence[AuthEvent]:
        page: dict[str, Any] = {"pool_id": pool_id, "sub": sub, "limit": limit}
        if after is None:
            return [_event(row) for row in self._work.rows(PAGE, page)]
        after_ms, after_id = after
        page |= {"after_ms": after_ms, "after_id": after_id}
        return [_event(row) for row in self._work.rows(NEXT_PAGE, page)]

    def give_feedback(self, pool_id: PoolId, sub: Sub, event_id: str, feedback: Feedback) -> None:
        given = {"pool_id": pool_id, "sub": sub, "id": event_id, **_feedback_columns(feedback)}
        if not self._work.change(GIVE_FEEDBACK, given):
            raise Missing

    def trim(self, pool_id: PoolId, sub: Sub, keep: int) -> None:
        self._work.change(TRIM, {"pool_id": pool_id, "sub": sub, "limit": keep})


def _columns(event: AuthEvent) -> dict[str, Any]:
    return {
        "pool_id": event.pool_id,
        "sub": event.sub,
        "id": event.id,
        "at_ms": event.at_ms,
        "expires_at_ms": event.expires_at_ms,
        "type": event.type.value,
        "response": event.response.value,
        "blocked": event.blocked,
        "compromised": event.compromised,
        "proofs": dumps([[each.proof.value, each.right] for each in event.proofs]),
        "ip": event.ip,
        "device_name": event.device_name,
        **_feedback_columns(event.feedback),
    }


def _feedback_columns(feedback: Feedback | None) -> dict[str, Any]:
    return {
        "feedback_valid": feedback.valid if feedback else None,
        "feedback_by": feedback.provider if feedback else None,
        "feedback_at_ms": feedback.at_ms if feedback else None,
    }


def _event(row: Row) -> AuthEvent:
    pool_id, sub, event_id, at_ms, expires, type_, response, *flags, ip, device = row[:12]
    blocked, compromised, proofs = flags
    return AuthEvent(
        pool_id=pool_id,
        sub=sub,
        id=event_id,
        at_ms=at_ms,
        expires_at_ms=expires,
        type=EventType(type_),
        response=EventResponse(response),
        blocked=bool(blocked),  # SQLite has numbers for it
        compromised=bool(compromised),
        proofs=tuple(Proven(proof=Proof(name), right=right) for name, right in loads(proofs)),
        ip=ip,
        device_name=device,
        feedback=_feedback(row),
    )


def _feedback(row: Row) -> Feedback | None:
    valid, provider, at_ms = row[12:]
    return None if at_ms is None else Feedback(valid=bool(valid), provider=provider, at_ms=at_ms)
