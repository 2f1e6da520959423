"""What became of each row: written by whoever imports, read by the operator.

It names rows by their lines and says nothing of what is in them, so that it holds no personal data
and nothing that a spreadsheet would take for a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from domain.imports.jobs import required_job
from domain.model import contexts
from domain.model.identifiers import PoolId
from domain.model.import_job import FilePiece, ImportJob
from domain.model.pool import UserPool
from domain.pools.lookup import required_pool
from domain.ports.bundle import Ports
from domain.ports.sealer import Sealer

FILE: Final = "report"
"""The file of a job that holds its report, a piece for each batch."""


class Outcome(StrEnum):
    """What became of a row."""

    IMPORTED = "Imported"
    SKIPPED = "Skipped"
    FAILED = "Failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReport:
    """What became of the row that is on that line of the file, the header being line 1."""

    line: int
    outcome: Outcome
    reason: str = ""


class ReportForm:
    """Seals and opens pieces of reports."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def sealed(
        self, pool: UserPool, job_id: str, number: int, rows: Sequence[RowReport]
    ) -> FilePiece:
        """Return the piece of the report with these rows."""
        document = {"rows": [[row.line, row.outcome.value, row.reason] for row in rows]}
        context = contexts.import_piece(pool.id, job_id, FILE, number)
        return FilePiece(
            pool_id=pool.id,
            job_id=job_id,
            file=FILE,
            number=number,
            sealed=self._sealer.seal_document(pool.keys, context, document),
        )

    def opened(self, pool: UserPool, piece: FilePiece) -> Sequence[RowReport]:
        """Return the rows of a piece. Raises SealBroken."""
        context = contexts.import_piece(pool.id, piece.job_id, FILE, piece.number)
        document: Any = self._sealer.open_document(pool.keys, context, piece.sealed)
        return [
            RowReport(line=line, outcome=Outcome(outcome), reason=reason)
            for line, outcome, reason in document["rows"]
        ]


class ImportReports:
    """Reads reports, also of jobs that are still running."""

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._form = ReportForm(ports.sealer)

    def rows(self, pool_id: PoolId, job_id: str) -> Iterator[RowReport]:
        """Return what became of each row so far, in order. Raises ResourceNotFoundException."""
        with self._store.reading() as unit:
            pool = required_pool(unit, pool_id)
            job = required_job(unit, pool_id, job_id)
        return self._rows(pool, job)

    def _rows(self, pool: UserPool, job: ImportJob) -> Iterator[RowReport]:
        for number in range(job.batches):
            with self._store.reading() as unit:
                piece = unit.imports.piece(pool.id, job.id, FILE, number)
            if piece is not None:
                yield from self._form.opened(pool, piece)
