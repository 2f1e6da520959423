"""What import jobs work with, in memory."""

from __future__ import annotations

from adapters.storage.memory.tables import DueRow, View
from domain.model.identifiers import PoolId
from domain.model.import_job import DueImport, FilePiece
from domain.ports.sentinels import Missing


class MemoryImports:
    """The port `Imports`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def keep(self, piece: FilePiece) -> None:
        self._require_pool(piece.pool_id)
        key = (piece.pool_id, piece.job_id, piece.file, piece.number)
        self._view.import_pieces.put(key, piece)

    def piece(self, pool_id: PoolId, job_id: str, file: str, number: int) -> FilePiece | None:
        return self._view.import_pieces.get((pool_id, job_id, file, number))

    def drop(self, pool_id: PoolId, job_id: str, file: str, below: int) -> int:
        of_file = (pool_id, job_id, file)
        return self._view.import_pieces.drop_where(
            lambda row: (row.pool_id, row.job_id, row.file) == of_file and row.number < below
        )

    def schedule(self, pool_id: PoolId, job_id: str, due_at_ms: int) -> None:
        self._require_pool(pool_id)
        row = DueRow(pool_id=pool_id, job_id=job_id, due_at_ms=due_at_ms)
        self._view.import_queue.put((pool_id, job_id), row)

    def lease(self, now_ms: int, until_ms: int) -> DueImport | None:
        due = self._view.import_queue.where(lambda row: row.due_at_ms <= now_ms)
        if not due:
            return None
        oldest = min(due, key=lambda row: row.due_at_ms)
        self.schedule(oldest.pool_id, oldest.job_id, until_ms)
        return DueImport(pool_id=oldest.pool_id, job_id=oldest.job_id)

    def due_at_ms(self, pool_id: PoolId, job_id: str) -> int | None:
        row = self._view.import_queue.get((pool_id, job_id))
        return None if row is None else row.due_at_ms

    def unschedule(self, pool_id: PoolId, job_id: str) -> None:
        self._view.import_queue.drop((pool_id, job_id))

    def _require_pool(self, pool_id: PoolId) -> None:
        if self._view.pools.get(pool_id) is None:
            raise Missing
