"""Import jobs from their making to their end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import (
    ConcurrentModificationException,
    LimitExceededException,
    PreconditionNotMetException,
    ResourceNotFoundException,
    TooManyRequestsException,
    UserImportInProgressException,
)
from domain.imports import jobs
from domain.imports.jobs import START_WITHIN_MS, ImportJobs
from domain.model.import_job import (
    IMPORT_JOBS,
    RUNNING,
    RUNNING_IMPORTS,
    ImportStatus,
    RunningImport,
)
from domain.model.pool import PoolSettings
from domain.model.schema import DataType
from domain.paging import Pager
from domain.pools.pools import Pools
from domain.pools.schema import SchemaEntry
from domain.ports.sentinels import Missing, Stale
from tests.support.importing import ROLE, person
from tests.unit.imports.desk import Desk
from tests.unit.pools.overtaken import Overtaken


def _overtaken(desk: Desk, method: str, lost: Exception, times: int = 1) -> ImportJobs:
    ports = desk.world.ports
    store: Any = Overtaken(desk.world.store, method, lost, times)
    pager = Pager(ports.sealer, ports.clock)
    return ImportJobs(replace(ports, store=store), pager, desk.world.deployment)


def test_a_job_is_started_once(desk: Desk) -> None:
    """A job that runs, or has ended, is not started again, nor stopped when it has ended."""
    job = desk.started(desk.file(person("ann")))
    service = desk.world.services.imports.jobs
    with pytest.raises(PreconditionNotMetException, match="was started before"):
        service.start(desk.pool.id, job.id)

    desk.work()

    assert desk.job(job.id).status is ImportStatus.SUCCEEDED
    with pytest.raises(PreconditionNotMetException, match="was started before"):
        service.start(desk.pool.id, job.id)
    with pytest.raises(PreconditionNotMetException, match="is not running"):
        service.stop(desk.pool.id, job.id)


def test_one_job_of_a_pool_runs(desk: Desk) -> None:
    """A second job waits until the first has ended."""
    desk.started(desk.file(person("ann")))
    second = desk.create()
    desk.upload(second, desk.file(person("bob")))
    service = desk.world.services.imports.jobs
    with pytest.raises(PreconditionNotMetException, match="Another import job"):
        service.start(desk.pool.id, second.job.id)

    desk.work()
    service.start(desk.pool.id, second.job.id)
    desk.work()

    assert desk.job(second.job.id).imported == 1


def test_a_job_that_is_not_started_expires(desk: Desk) -> None:
    """After a day a job cannot be started, and its file is deleted."""
    shown = desk.create()
    desk.upload(shown, desk.file(person("ann")))
    desk.work()
    assert desk.job(shown.job.id).status is ImportStatus.CREATED
    desk.world.clock.advance(ms=START_WITHIN_MS)
    with pytest.raises(PreconditionNotMetException, match="has expired"):
        desk.world.services.imports.jobs.start(desk.pool.id, shown.job.id)

    desk.work()

    job = desk.job(shown.job.id)
    assert (job.status, job.message) == (
        ImportStatus.EXPIRED,
        "Import_job_expired_before_it_was_started",
    )
    with desk.world.store.reading() as unit:
        assert unit.imports.piece(desk.pool.id, job.id, job.file or "", 0) is None
        assert unit.imports.due_at_ms(desk.pool.id, job.id) is None


def test_a_pool_does_not_change_while_users_come(desk: Desk) -> None:
    """Update, new attributes and deletion are refused while a job runs, and work after it."""
    world = desk.world
    pools = world.services.pools
    desk.started(desk.file(person("ann")))

    with pytest.raises(UserImportInProgressException):
        pools.update(desk.pool.id, PoolSettings())
    with pytest.raises(UserImportInProgressException):
        pools.add_attributes(desk.pool.id, [SchemaEntry(name="level", data_type=DataType.STRING)])
    with pytest.raises(UserImportInProgressException):
        pools.delete(desk.pool.id)
    desk.work()

    pools.add_attributes(desk.pool.id, [SchemaEntry(name="level", data_type=DataType.STRING)])
    pools.delete(desk.pool.id)


def test_a_change_that_a_start_overtakes_is_refused(desk: Desk) -> None:
    """Whoever has read the pool before a job was started does not change it after that."""
    world = desk.world
    shown = desk.create()
    desk.upload(shown, desk.file(person("ann")))
    with world.store.reading() as unit:
        read = unit.pools.get(desk.pool.id)
    assert read is not None
    world.services.imports.jobs.start(desk.pool.id, shown.job.id)

    with world.store.writing() as unit, pytest.raises(Stale):
        unit.pools.save(read)

    ports = replace(world.ports, store=Overtaken(world.store, "pools.save", Stale()))
    desk.work()
    with pytest.raises(ConcurrentModificationException):
        Pools(ports, Pager(ports.sealer, ports.clock), world.deployment).update(
            desk.pool.id, PoolSettings()
        )


def test_a_start_tries_again(desk: Desk) -> None:
    """A start that a change of the pool overtakes is tried again, but not for ever."""
    shown = desk.create()
    desk.upload(shown, desk.file(person("ann")))
    with pytest.raises(TooManyRequestsException):
        _overtaken(desk, "pools.save", Stale(), 3).start(desk.pool.id, shown.job.id)

    started = _overtaken(desk, "pools.save", Stale(), 2).start(desk.pool.id, shown.job.id)

    assert started.job.status is ImportStatus.PENDING


@pytest.mark.parametrize("method", ["imports.schedule", "items.add"])
def test_a_pool_that_was_just_deleted_is_told(desk: Desk, method: str) -> None:
    """A pool that is deleted while a job is made is told as unknown."""
    with pytest.raises(ResourceNotFoundException, match="User pool"):
        _overtaken(desk, method, Missing()).create(desk.pool.id, "job", ROLE, None)


def test_a_pool_has_so_many_jobs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One job more than the most is refused, and nothing of it stays."""
    monkeypatch.setattr(jobs, "JOBS_MAX", 2)
    made = {desk.create().job.id for _ in range(2)}

    with pytest.raises(LimitExceededException):
        desk.create()

    with desk.world.store.reading() as unit:
        listed = unit.items.page(IMPORT_JOBS, desk.pool.id, None, 10)
    assert {job.id for job in listed} == made


def test_a_job_that_is_stopped_before_it_begins_imports_nobody(desk: Desk) -> None:
    """Stop works as soon as a job is started."""
    job = desk.started(desk.file(person("ann")))
    stopping = desk.world.services.imports.jobs.stop(desk.pool.id, job.id).job
    assert stopping.status is ImportStatus.STOPPING
    with pytest.raises(PreconditionNotMetException):
        desk.world.services.imports.jobs.stop(desk.pool.id, job.id)

    desk.work()

    ended = desk.job(job.id)
    assert (ended.status, ended.imported) == (ImportStatus.STOPPED, 0)
    with desk.world.store.reading() as unit:
        assert unit.items.get(RUNNING_IMPORTS, desk.pool.id, RUNNING) is None


def test_a_running_job_is_marked(desk: Desk) -> None:
    """The pool knows which job runs."""
    job = desk.started(desk.file(person("ann")))

    with desk.world.store.reading() as unit:
        assert unit.items.get(RUNNING_IMPORTS, desk.pool.id, RUNNING) == RunningImport(
            job_id=job.id
        )


def test_the_header_has_all_that_can_be_imported(desk: Desk) -> None:
    """The columns come in the order of the service; custom attributes stand before the last two."""
    desk.world.services.pools.add_attributes(
        desk.pool.id, [SchemaEntry(name="level", data_type=DataType.STRING)]
    )

    header = desk.world.services.imports.jobs.header(desk.pool.id)

    assert header == (
        *("name", "given_name", "family_name", "middle_name", "nickname", "preferred_username"),
        *("profile", "picture", "website", "email", "email_verified", "gender", "birthdate"),
        *("zoneinfo", "locale", "phone_number", "phone_number_verified", "address", "updated_at"),
        *("custom:level", "cognito:mfa_enabled", "cognito:username"),
    )
