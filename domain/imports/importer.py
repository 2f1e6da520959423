"""Working on import jobs: in the background, one process at a job, batch by batch.

A batch of users, its part of the report and the place in the file behind it are one transaction. A
process that dies leaves the last of them, and whoever takes the job when the lease is over goes on
behind it: no row is lost and none comes twice, also where two should ever work on one job.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from domain.imports.batches import Batch, read_batch
from domain.imports.header import fits
from domain.imports.lines import PIECE_BYTES, BadLine, Lines, cells_of
from domain.imports.pieces import PieceReader
from domain.imports.report import Outcome, ReportForm, RowReport
from domain.imports.rows import Rows
from domain.model.import_job import (
    IMPORT_JOBS,
    RUNNING,
    RUNNING_IMPORTS,
    UNDER_WAY,
    DueImport,
    ImportJob,
    ImportStatus,
)
from domain.model.pool import UserPool
from domain.ports.bundle import Ports
from domain.ports.sealer import SealBroken
from domain.ports.sentinels import Missing
from domain.ports.store import Unit

LEASE_MS: Final = 10_000
"""How long a job is with one process without a sign of it."""

TURN_BATCHES: Final = 20
"""Batches of a job after which another job that is due comes first."""

_PIECES_MAX: Final = 1_000_000
"""More pieces than any file has."""

_SUCCEEDED: Final = "Import_job_completed"
_STOPPED: Final = "Import_job_stopped"
_EXPIRED: Final = "Import_job_expired_before_it_was_started"
_WRONG_HEADER: Final = "Header_is_not_that_of_the_user_pool"
_UNREADABLE: Final = "File_cannot_be_read"


class _Overtaken(Exception):
    """Somebody else has gone on with the job meanwhile."""


class Importer:
    """Does the work of import jobs."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._store = ports.store
        self._clock = ports.clock
        self._reports = ReportForm(ports.sealer)

    def work(self, is_stopping: Callable[[], bool]) -> None:
        """Work on jobs that are due until none is left. Raises Unavailable."""
        while not is_stopping():
            now_ms = self._clock.now_ms()
            with self._store.writing() as unit:
                due = unit.imports.lease(now_ms, now_ms + LEASE_MS)
            if due is None:
                return
            with suppress(_Overtaken, Missing):
                self._take_turn(due, is_stopping)

    def _take_turn(self, due: DueImport, is_stopping: Callable[[], bool]) -> None:
        """Do some steps of a job, then let others have it."""
        for _ in range(TURN_BATCHES):
            with self._store.reading() as unit:
                pool = unit.pools.get(due.pool_id)
                job = unit.items.get(IMPORT_JOBS, due.pool_id, due.job_id)
            if pool is None or job is None or not self._step(pool, job):
                return
            if is_stopping():
                break
        with self._store.writing() as unit:
            unit.imports.schedule(due.pool_id, due.job_id, self._clock.now_ms())

    def _step(self, pool: UserPool, job: ImportJob) -> bool:
        """Do one step; return whether there is another."""
        match job.status:
            case ImportStatus.PENDING:
                return self._readable(pool, job, self._begin)
            case ImportStatus.IN_PROGRESS:
                return self._readable(pool, job, self._go_on)
            case ImportStatus.STOPPING:
                return self._end(job, ImportStatus.STOPPED, _STOPPED)
            case ImportStatus.CREATED:
                return self._end(job, ImportStatus.EXPIRED, _EXPIRED)
        # Ended by another, and due again because somebody gave it back after that.
        with self._store.writing() as unit:
            unit.imports.unschedule(job.pool_id, job.id)
        return False

    def _readable(
        self, pool: UserPool, job: ImportJob, step: Callable[[UserPool, ImportJob], bool]
    ) -> bool:
        """Do a step that reads the file; a file that cannot be opened ends the job."""
        try:
            return step(pool, job)
        except SealBroken as broken:
            self._ports.reporter.report(
                "import_unreadable", pool=pool.id, job=job.id, error=str(broken)
            )
            return self._end(job, ImportStatus.FAILED, _UNREADABLE)

    def _begin(self, pool: UserPool, job: ImportJob) -> bool:
        """Read the header."""
        line = self._lines(pool, job).next()
        try:
            columns = cells_of(line.content if line is not None else b"")
        except BadLine:
            columns = ()
        if line is None or not fits(pool, columns, with_hashes=job.hashes is not None):
            return self._end(job, ImportStatus.FAILED, _WRONG_HEADER)
        status, end = ImportStatus.IN_PROGRESS, line.end
        with self._store.writing() as unit:
            self._keep_lease(unit, job)
            self._advance(
                unit, job, lambda now: replace(now, columns=columns, position=end, line=1), status
            )
        return True

    def _go_on(self, pool: UserPool, job: ImportJob) -> bool:
        """Import the next batch."""
        rows = Rows(self._ports, pool, job)
        batch = read_batch(self._lines(pool, job), rows, job)
        if batch.position == job.position:
            return self._end(job, ImportStatus.SUCCEEDED, _SUCCEEDED)
        self._store_batch(pool, job, rows, batch)
        return True

    def _store_batch(self, pool: UserPool, job: ImportJob, rows: Rows, batch: Batch) -> None:
        with self._store.writing() as unit:
            refused = unit.users.add_all(batch.newcomers)
            report = batch.report({sub: rows.refusal(kind) for sub, kind in refused.items()})
            unit.imports.keep(self._reports.sealed(pool, job.id, job.batches, report))
            unit.imports.drop(pool.id, job.id, job.file or "", batch.position // PIECE_BYTES)
            self._keep_lease(unit, job)
            self._advance(unit, job, lambda now: _counted(now, batch, report))

    def _keep_lease(self, unit: Unit, job: ImportJob) -> None:
        unit.imports.schedule(job.pool_id, job.id, self._clock.now_ms() + LEASE_MS)

    def _advance(
        self,
        unit: Unit,
        begun: ImportJob,
        change: Callable[[ImportJob], ImportJob],
        status: ImportStatus | None = None,
    ) -> None:
        """Change the job, if it is where it was when this step began. Raises _Overtaken.

        A job that is to stop keeps what is done, and stops with its next step.
        """

        def advanced(now: ImportJob) -> ImportJob:
            if now.position != begun.position or now.status not in UNDER_WAY:
                raise _Overtaken
            is_stopping = now.status is ImportStatus.STOPPING
            return replace(change(now), status=now.status if is_stopping else status or now.status)

        unit.items.change(IMPORT_JOBS, begun.pool_id, begun.id, advanced)

    def _end(self, job: ImportJob, status: ImportStatus, message: str) -> bool:
        """End the job, and delete what is left of its files; return False, for no other step."""

        def ended(now: ImportJob) -> ImportJob:
            if (now.position, now.status) != (job.position, job.status):
                raise _Overtaken
            now_ms = self._clock.now_ms()
            return replace(now, status=status, message=message, completed_at_ms=now_ms)

        with self._store.writing() as unit:
            if job.status in UNDER_WAY:
                unit.items.remove(RUNNING_IMPORTS, job.pool_id, RUNNING)
            unit.imports.unschedule(job.pool_id, job.id)
            for file in job.uploads:
                unit.imports.drop(job.pool_id, job.id, file, _PIECES_MAX)
            unit.items.change(IMPORT_JOBS, job.pool_id, job.id, ended)
        self._ports.reporter.report(
            "import_ended", pool=job.pool_id, job=job.id, status=status.value, reason=message
        )
        return False

    def _lines(self, pool: UserPool, job: ImportJob) -> Lines:
        reader = PieceReader(self._store, self._ports.sealer, pool, job)
        return Lines(reader, job.position, job.size)


def _counted(job: ImportJob, batch: Batch, report: Sequence[RowReport]) -> ImportJob:
    counts = dict.fromkeys(Outcome, 0)
    for row in report:
        counts[row.outcome] += 1
    return replace(
        job,
        imported=job.imported + counts[Outcome.IMPORTED],
        skipped=job.skipped + counts[Outcome.SKIPPED],
        failed=job.failed + counts[Outcome.FAILED],
        position=batch.position,
        line=batch.line,
        batches=job.batches + 1,
    )
