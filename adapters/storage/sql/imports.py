"""What import jobs work with, in SQL.

Taking the next job is the one statement here without a pool id: whoever works takes what is due
whoever's it is.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import delete, select, tuple_, update

from adapters.storage.sql.parameters import LIMIT, NOW_MS, bound, matches, parameter, put_into_pool
from adapters.storage.sql.tables import IMPORT_PIECES, IMPORT_QUEUE
from adapters.storage.sql.work import Work
from domain.model.identifiers import PoolId
from domain.model.import_job import DueImport, FilePiece
from domain.ports.sentinels import Missing

_P: Final = IMPORT_PIECES.c
_Q: Final = IMPORT_QUEUE.c

KEEP: Final = put_into_pool(IMPORT_PIECES)
PIECE: Final = select(_P.sealed).where(matches(_P.pool_id, _P.job_id, _P.file, _P.number))
DROP: Final = delete(IMPORT_PIECES).where(
    matches(_P.pool_id, _P.job_id, _P.file), _P.number < parameter("below", _P.number.type)
)
SCHEDULE: Final = put_into_pool(IMPORT_QUEUE)
DUE: Final = (
    select(_Q.pool_id, _Q.job_id)
    .where(_Q.due_at_ms <= NOW_MS)
    .order_by(_Q.due_at_ms)
    .limit(LIMIT)
    # What another is taking at this moment, or is just ending, is passed over.
    .with_for_update(skip_locked=True)
    .cte("due")
)
LEASE: Final = (
    update(IMPORT_QUEUE)
    .where(tuple_(_Q.pool_id, _Q.job_id).in_(select(*DUE.c)))
    .values(due_at_ms=bound(_Q.due_at_ms, "until_ms"))
    .returning(_Q.pool_id, _Q.job_id)
)
DUE_AT: Final = select(_Q.due_at_ms).where(matches(_Q.pool_id, _Q.job_id))
UNSCHEDULE: Final = delete(IMPORT_QUEUE).where(matches(_Q.pool_id, _Q.job_id))


class SqlImports:
    """The port `Imports`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def keep(self, piece: FilePiece) -> None:
        row = {**_key(piece.pool_id, piece.job_id), "file": piece.file, "number": piece.number}
        if not self._work.change(KEEP, {**row, "sealed": piece.sealed}):
            raise Missing

    def piece(self, pool_id: PoolId, job_id: str, file: str, number: int) -> FilePiece | None:
        row = self._work.row(PIECE, {**_key(pool_id, job_id), "file": file, "number": number})
        if row is None:
            return None
        return FilePiece(pool_id=pool_id, job_id=job_id, file=file, number=number, sealed=row[0])

    def drop(self, pool_id: PoolId, job_id: str, file: str, below: int) -> int:
        return self._work.change(DROP, {**_key(pool_id, job_id), "file": file, "below": below})

    def schedule(self, pool_id: PoolId, job_id: str, due_at_ms: int) -> None:
        if not self._work.change(SCHEDULE, {**_key(pool_id, job_id), "due_at_ms": due_at_ms}):
            raise Missing

    def lease(self, now_ms: int, until_ms: int) -> DueImport | None:
        parameters = {"now_ms": now_ms, "until_ms": until_ms, "limit": 1}
        row = self._work.changed_row(LEASE, parameters)
        return None if row is None else DueImport(pool_id=row[0], job_id=row[1])

    def due_at_ms(self, pool_id: PoolId, job_id: str) -> int | None:
        row = self._work.row(DUE_AT, _key(pool_id, job_id))
        return None if row is None else row[0]

    def unschedule(self, pool_id: PoolId, job_id: str) -> None:
        self._work.change(UNSCHEDULE, _key(pool_id, job_id))


def _key(pool_id: PoolId, job_id: str) -> dict[str, Any]:
    return {"pool_id": pool_id, "job_id": job_id}
