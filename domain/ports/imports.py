"""Repository of what import jobs work with: their files, and which of them are due."""

from __future__ import annotations

from typing import Protocol

from domain.model.identifiers import PoolId
from domain.model.import_job import DueImport, FilePiece


class Imports(Protocol):
    """Files in pieces, by (pool, job, file, number), and when jobs are to be worked on.

    Jobs themselves are items.
    """

    def keep(self, piece: FilePiece) -> None:
        """Store a piece, new or in place of the present one. Raises Missing if the pool is gone."""
        ...

    def piece(self, pool_id: PoolId, job_id: str, file: str, number: int) -> FilePiece | None:
        """Return the piece, or None."""
        ...

    def drop(self, pool_id: PoolId, job_id: str, file: str, below: int) -> int:
        """Delete the pieces of the file with numbers under `below`; return how many there were."""
        ...

    def schedule(self, pool_id: PoolId, job_id: str, due_at_ms: int) -> None:
        """Let the job be due from that time on, for the first time or instead of the time before.

        Raises Missing if the pool is gone.
        """
        ...

    def lease(self, now_ms: int, until_ms: int) -> DueImport | None:
        """Take the job that has been due for longest, or None; it is due again at `until_ms`.

        Of parallel calls no two get the same.
        """
        ...

    def due_at_ms(self, pool_id: PoolId, job_id: str) -> int | None:
        """Return from when on the job is due; None if it never is."""
        ...

    def unschedule(self, pool_id: PoolId, job_id: str) -> None:
        """Let the job never be due again; nothing happens if it is not."""
        ...
