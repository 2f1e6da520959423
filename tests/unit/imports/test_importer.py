"""The work on jobs: batches, leases, and what happens between two processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from domain.imports import batches, importer
from domain.imports.importer import LEASE_MS, Importer
from domain.imports.report import Outcome
from domain.model.identifiers import PoolId
from domain.model.import_job import IMPORT_JOBS, HashAlgorithm, ImportStatus
from domain.ports.sentinels import Unavailable
from domain.ports.store import Store, Unit
from tests.support.importing import person
from tests.unit.imports.desk import Desk


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of three rows."""
    monkeypatch.setattr(batches, "ROWS", 3)


class Dying:
    """A store whose process dies in some writing unit, counted from 1: before its commit."""

    def __init__(self, store: Store, at: int) -> None:
        self._store = store
        self._left = at

    def reading(self) -> Any:  # noqa: ANN401 - a unit of the store
        return self._store.reading()

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        with self._store.writing() as unit:
            yield unit
            self._left -= 1
            if self._left == 0:
                raise Unavailable("kill -9")


def _process(desk: Desk, store: object) -> Importer:
    ports: Any = desk.world.ports
    return Importer(replace(ports, store=store))


def _crowd(desk: Desk, count: int) -> bytes:
    return desk.file(*(person(f"user-{number}") for number in range(count)))


def _everybody(desk: Desk, count: int) -> bool:
    return all(desk.user(f"user-{number}") for number in range(count))


@pytest.mark.parametrize("at", range(1, 7))
def test_a_job_goes_on_after_a_death(desk: Desk, at: int) -> None:
    """Wherever a process dies, another one goes on when the lease is over, and misses no row."""
    job = desk.started(_crowd(desk, 10))
    with pytest.raises(Unavailable):
        _process(desk, Dying(desk.world.store, at)).work(lambda: False)
    desk.work()
    before = desk.job(job.id)
    if at > 1:
        assert before.status in {ImportStatus.PENDING, ImportStatus.IN_PROGRESS}

    desk.world.clock.advance(ms=LEASE_MS)
    desk.work()

    ended = desk.job(job.id)
    assert (ended.status, ended.imported) == (ImportStatus.SUCCEEDED, 10)
    assert (ended.skipped, ended.failed) == (0, 0)
    assert [row.line for row in desk.report(ended)] == list(range(2, 12))
    assert _everybody(desk, 10)


@pytest.mark.parametrize("steps", [1, 2, 100])
def test_two_processes_at_one_job_do_it_once(desk: Desk, steps: int) -> None:
    """A process that is overtaken in a batch, its lease being over, changes nothing by it."""
    job = desk.started(_crowd(desk, 10))

    class Overtaking(Dying):
        """Lets another process do some steps before the third unit of this one begins."""

        @contextmanager
        def writing(self) -> Iterator[Unit]:
            self._left -= 1
            if self._left == 0:
                desk.world.clock.advance(ms=LEASE_MS)
                left = iter([False] * (steps + 1))
                desk.world.services.imports.importer.work(lambda: next(left, True))
            with self._store.writing() as unit:
                yield unit

    _process(desk, Overtaking(desk.world.store, 3)).work(lambda: False)
    desk.world.clock.advance(ms=LEASE_MS)
    desk.work()

    ended = desk.job(job.id)
    assert (ended.status, ended.imported, ended.skipped) == (ImportStatus.SUCCEEDED, 10, 0)
    assert [row.outcome for row in desk.report(ended)] == [Outcome.IMPORTED] * 10
    with desk.world.store.reading() as unit:
        assert unit.users.count(desk.pool.id, 100).users == 10
        assert unit.imports.due_at_ms(desk.pool.id, job.id) is None


def test_a_job_is_stopped_before_its_very_end(desk: Desk) -> None:
    """A job that is stopped when its last row is done, and before it has ended, was stopped."""
    job = desk.started(_crowd(desk, 2))

    class Stopping(Dying):
        """Stops the job before the fourth unit, which is to end it, begins."""

        @contextmanager
        def writing(self) -> Iterator[Unit]:
            self._left -= 1
            if self._left == 0:
                desk.world.services.imports.jobs.stop(desk.pool.id, job.id)
            with self._store.writing() as unit:
                yield unit

    _process(desk, Stopping(desk.world.store, 4)).work(lambda: False)
    assert desk.job(job.id).status is ImportStatus.STOPPING
    desk.world.clock.advance(ms=LEASE_MS)
    desk.work()

    assert (desk.job(job.id).status, desk.job(job.id).imported) == (ImportStatus.STOPPED, 2)


def test_a_job_is_stopped_between_batches(desk: Desk) -> None:
    """What was imported when a job was stopped stays, and counts."""
    job = desk.started(_crowd(desk, 10))
    steps = iter([False, False, False, True])
    desk.world.services.imports.importer.work(lambda: next(steps, True))
    assert desk.job(job.id).imported == 6
    desk.world.services.imports.jobs.stop(desk.pool.id, job.id)

    desk.work()

    ended = desk.job(job.id)
    assert (ended.status, ended.message) == (ImportStatus.STOPPED, "Import_job_stopped")
    assert (ended.imported, len(desk.report(ended))) == (6, 6)


def test_a_process_that_ends_gives_its_job_back(desk: Desk) -> None:
    """Where a server is stopped, another one goes on at once."""
    job = desk.started(_crowd(desk, 10))
    steps = iter([False, True])
    desk.world.services.imports.importer.work(lambda: next(steps, True))
    assert desk.job(job.id).status is ImportStatus.IN_PROGRESS

    desk.work()

    assert desk.job(job.id).status is ImportStatus.SUCCEEDED


def test_jobs_take_turns(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job of many batches does not keep the jobs of other pools waiting until its end."""
    monkeypatch.setattr(importer, "TURN_BATCHES", 2)
    other = Desk(
        desk.world,
        desk.world.add_pool(id=PoolId("us-east-1_Other0001"), auto_verified=("email",)),
    )
    long, short = desk.started(_crowd(desk, 60)), other.started(other.file(person("ann")))
    seen = []

    def watch() -> bool:
        if other.job(short.id).status is ImportStatus.SUCCEEDED:
            seen.append(desk.job(long.id).imported)
        desk.world.clock.advance(ms=1)
        return False

    desk.world.services.imports.importer.work(watch)

    assert seen[0] < 20
    assert desk.job(long.id).imported == 60


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\n",
        b"name",
        b"\xef\xbb\xbf%b",
        b'"%b"',
        b"%b,name",
        b"%b,cognito:password_hash",
        b"%b,",
        b"x" * 1_000_000,
        b"a," * 1_000_000,
        b"\xff\xfe%b",
    ],
)
def test_another_header_fails_the_job(desk: Desk, header: bytes) -> None:
    """A file with another header, a byte order mark or a million columns imports nobody."""
    names, row = desk.file(person("ann")).splitlines()

    job = desk.imported(header.replace(b"%b", names) + b"\n" + row)

    assert (job.status, job.imported) == (ImportStatus.FAILED, 0)
    assert job.message == "Header_is_not_that_of_the_user_pool"
    assert desk.report(job) == []


def test_columns_may_stand_in_any_order(desk: Desk) -> None:
    """The order of the columns is free."""
    names, row = (line.split(b",") for line in desk.file(person("ann")).splitlines())

    job = desk.imported(b",".join(reversed(names)) + b"\n" + b",".join(reversed(row)))

    assert job.imported == 1


def test_a_file_of_hashes_has_their_column(desk: Desk) -> None:
    """A job with an algorithm wants the column of hashes."""
    job = desk.imported(desk.file(person("ann")), HashAlgorithm.SCRYPT)

    assert job.status is ImportStatus.FAILED


def test_a_file_that_cannot_be_opened_fails_the_job(desk: Desk) -> None:
    """A piece that was changed in the store, or is gone, ends the job instead of all others."""
    job = desk.started(_crowd(desk, 10))
    with desk.world.store.writing() as unit:
        piece = unit.imports.piece(desk.pool.id, job.id, job.file or "", 0)
        assert piece is not None
        unit.imports.keep(replace(piece, sealed=piece.sealed[:-1] + b"x"))

    desk.work()

    assert desk.job(job.id).message == "File_cannot_be_read"
    assert desk.job(job.id).status is ImportStatus.FAILED


def test_a_pool_that_is_gone_ends_the_work(desk: Desk) -> None:
    """A job whose pool was deleted under it is left alone."""
    desk.started(_crowd(desk, 10))
    with desk.world.store.writing() as unit:
        unit.pools.remove(desk.pool.id)

    desk.work()

    with desk.world.store.reading() as unit:
        assert unit.items.page(IMPORT_JOBS, desk.pool.id, None, 10) == []


def test_nothing_of_a_file_stays(desk: Desk) -> None:
    """When a job has ended its file is gone, and no process takes it up again."""
    job = desk.imported(_crowd(desk, 10))

    with desk.world.store.reading() as unit:
        assert unit.imports.piece(desk.pool.id, job.id, job.file or "", 0) is None
        assert unit.imports.due_at_ms(desk.pool.id, job.id) is None
    assert job.started_at_ms is not None
    assert job.completed_at_ms is not None


def test_a_job_that_has_ended_is_not_taken_up_again(desk: Desk) -> None:
    """A job that somebody gave back after its end is only taken off."""
    job = desk.imported(_crowd(desk, 2))
    with desk.world.store.writing() as unit:
        unit.imports.schedule(desk.pool.id, job.id, 0)

    desk.work()

    assert desk.job(job.id) == job
    with desk.world.store.reading() as unit:
        assert unit.imports.due_at_ms(desk.pool.id, job.id) is None
