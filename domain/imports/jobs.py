"""Import jobs as administrators see them: making, describing, listing, starting, stopping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from domain.errors import (
    LimitExceededException,
    PreconditionNotMetException,
    ResourceNotFoundException,
    TooManyRequestsException,
)
from domain.imports.header import columns_of
from domain.imports.upload_urls import UploadUrls
from domain.model.identifiers import PoolId
from domain.model.import_job import (
    IMPORT_JOBS,
    RUNNING,
    RUNNING_IMPORTS,
    HashAlgorithm,
    ImportJob,
    ImportStatus,
    RunningImport,
)
from domain.model.pool import UserPool
from domain.paging import Listing, Page, Pager, PageRequest
from domain.pools.identifiers import new_import_job_id
from domain.pools.lookup import no_pool, required_pool
from domain.ports.bundle import Deployment, Ports
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Unit

JOBS_MAX: Final = 1_000
"""Jobs of a pool, those that have ended among them."""

START_WITHIN_MS: Final = 86_400_000
"""How long after it was made a job can be started."""

_ROUNDS_MAX: Final = 3
_STOPPABLE: Final = frozenset({ImportStatus.PENDING, ImportStatus.IN_PROGRESS})

_TOO_MANY: Final = f"A user pool can have at most {JOBS_MAX} import jobs."
_NOT_CREATED: Final = "The import job was started before, or has expired."
_NO_FILE: Final = "No file was uploaded for the import job."
_NOT_VERIFIED: Final = "The user pool has no auto-verified attribute."
_ANOTHER_RUNS: Final = "Another import job of the user pool is running."
_NOT_RUNNING: Final = "The import job is not running."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownJob:
    """A job with the address to which its file is uploaded."""

    job: ImportJob
    upload_url: str


class ImportJobs:
    """Administration of import jobs.

    Every method raises ResourceNotFoundException for an unknown pool, and those that are given a
    job for one that the pool does not have.
    """

    def __init__(self, ports: Ports, pager: Pager, deployment: Deployment) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._pager = pager
        self._urls = UploadUrls(ports.sealer, deployment.public_url)

    def header(self, pool_id: PoolId) -> tuple[str, ...]:
        """Return the columns of a file of users for the pool."""
        with self._store.reading() as unit:
            return columns_of(required_pool(unit, pool_id))

    def create(
        self, pool_id: PoolId, name: str, role_arn: str, hashes: HashAlgorithm | None
    ) -> ShownJob:
        """Make a job. Raises LimitExceededException."""
        job = ImportJob(
            pool_id=pool_id,
            id=new_import_job_id(self._entropy),
            name=name,
            role_arn=role_arn,
            hashes=hashes,
            created_at_ms=self._clock.now_ms(),
        )
        try:
            with self._store.writing() as unit:
                pool = required_pool(unit, pool_id)
                unit.imports.schedule(pool_id, job.id, job.created_at_ms + START_WITHIN_MS)
                unit.items.add(IMPORT_JOBS, pool_id, job.id, job)
                if unit.items.count(IMPORT_JOBS, pool_id, JOBS_MAX + 1) > JOBS_MAX:
                    raise LimitExceededException(_TOO_MANY)
        except Missing as missing:
            raise no_pool(pool_id) from missing
        return self._shown(pool, job)

    def describe(self, pool_id: PoolId, job_id: str) -> ShownJob:
        """Return the job."""
        with self._store.reading() as unit:
            pool = required_pool(unit, pool_id)
            return self._shown(pool, required_job(unit, pool_id, job_id))

    def list(self, pool_id: PoolId, request: PageRequest) -> Page[ShownJob]:
        """Return a page of the pool's jobs by id.

        Raises InvalidParameterException for a bad page token.
        """
        with self._store.reading() as unit:
            pool = required_pool(unit, pool_id)
        listing = Listing(operation="ListUserImportJobs", pool=pool, bound_to=(request.caller,))
        after = self._pager.position(listing, request.token)
        with self._store.reading() as unit:
            jobs = unit.items.page(IMPORT_JOBS, pool_id, after, request.size + 1)
        page = self._pager.page(listing, jobs, request.size, key=lambda job: job.id)
        shown = [self._shown(pool, job) for job in page.items]
        return Page(items=shown, next_token=page.next_token)

    def start(self, pool_id: PoolId, job_id: str) -> ShownJob:
        """Let the users of the uploaded file be imported.

        Raises PreconditionNotMetException.
        """
        for _ in range(_ROUNDS_MAX):
            try:
                return self._start(pool_id, job_id)
            except Stale:
                continue
            except Missing as missing:
                raise no_pool(pool_id) from missing
        raise TooManyRequestsException

    def stop(self, pool_id: PoolId, job_id: str) -> ShownJob:
        """Let a running job end with the users that are imported by now.

        Raises PreconditionNotMetException.
        """

        def stopping(job: ImportJob) -> ImportJob:
            if job.status not in _STOPPABLE:
                raise PreconditionNotMetException(_NOT_RUNNING)
            return replace(job, status=ImportStatus.STOPPING)

        with self._store.writing() as unit:
            pool = required_pool(unit, pool_id)
            return self._shown(pool, _changed(unit, pool_id, job_id, stopping))

    def _start(self, pool_id: PoolId, job_id: str) -> ShownJob:
        now_ms = self._clock.now_ms()

        def started(job: ImportJob) -> ImportJob:
            is_over = job.created_at_ms + START_WITHIN_MS <= now_ms
            if job.status is not ImportStatus.CREATED or is_over:
                raise PreconditionNotMetException(_NOT_CREATED)
            if job.file is None:
                raise PreconditionNotMetException(_NO_FILE)
            return replace(job, status=ImportStatus.PENDING, started_at_ms=now_ms)

        with self._store.writing() as unit:
            pool = required_pool(unit, pool_id)
            job = required_job(unit, pool_id, job_id)
            if not pool.auto_verified:
                raise PreconditionNotMetException(_NOT_VERIFIED)
            started(job)
            # Whoever changes the pool at this moment, which a running import forbids, is overtaken.
            unit.pools.save(pool)
            try:
                unit.items.add(RUNNING_IMPORTS, pool_id, RUNNING, RunningImport(job_id=job_id))
            except Taken as taken:
                raise PreconditionNotMetException(_ANOTHER_RUNS) from taken
            unit.imports.schedule(pool_id, job_id, now_ms)
            return self._shown(pool, _changed(unit, pool_id, job_id, started))

    def _shown(self, pool: UserPool, job: ImportJob) -> ShownJob:
        return ShownJob(job=job, upload_url=self._urls.url(pool, job))


def required_job(unit: Unit, pool_id: PoolId, job_id: str) -> ImportJob:
    """Return the job of that pool. Raises ResourceNotFoundException."""
    job = unit.items.get(IMPORT_JOBS, pool_id, job_id)
    if job is None:
        raise _unknown(job_id)
    return job


def _changed(
    unit: Unit, pool_id: PoolId, job_id: str, change: Callable[[ImportJob], ImportJob]
) -> ImportJob:
    try:
        return unit.items.change(IMPORT_JOBS, pool_id, job_id, change)
    except Missing as missing:
        raise _unknown(job_id) from missing


def _unknown(job_id: str) -> ResourceNotFoundException:
    return ResourceNotFoundException(f"User import job {job_id} does not exist.")
