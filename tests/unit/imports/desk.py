"""A pool, its import jobs, and what a test does with them, in memory."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from domain.imports.jobs import ShownJob
from domain.imports.lines import PIECE_BYTES
from domain.imports.report import RowReport
from domain.imports.uploads import Address
from domain.model.import_job import HashAlgorithm, ImportJob
from domain.model.pool import UserPool
from domain.model.user import NameKind, User
from tests.support.importing import ROLE, csv
from tests.support.world import World


@dataclass
class Desk:
    """One pool of a world."""

    world: World
    pool: UserPool

    def create(self, hashes: HashAlgorithm | None = None) -> ShownJob:
        """Make a job."""
        return self.world.services.imports.jobs.create(self.pool.id, "move in", ROLE, hashes)

    def upload(self, shown: ShownJob, content: bytes) -> None:
        """Upload a file, as it would come over the network."""
        upload = self.world.services.imports.uploads.begin(address_of(shown))
        for start in range(0, len(content), PIECE_BYTES // 3):
            upload.receive(content[start : start + PIECE_BYTES // 3])
        upload.finish()

    def started(self, content: bytes, hashes: HashAlgorithm | None = None) -> ImportJob:
        """Make a job with a file, and start it."""
        shown = self.create(hashes)
        self.upload(shown, content)
        return self.world.services.imports.jobs.start(self.pool.id, shown.job.id).job

    def work(self) -> None:
        """Do all that is due."""
        self.world.services.imports.importer.work(lambda: False)

    def imported(self, content: bytes, hashes: HashAlgorithm | None = None) -> ImportJob:
        """Import a file; return the job as it ended."""
        job = self.started(content, hashes)
        self.work()
        return self.job(job.id)

    def job(self, job_id: str) -> ImportJob:
        """The job as it is now."""
        return self.world.services.imports.jobs.describe(self.pool.id, job_id).job

    def report(self, job: ImportJob) -> list[RowReport]:
        """What became of the rows."""
        return list(self.world.services.imports.reports.rows(self.pool.id, job.id))

    def user(self, username: str) -> User | None:
        """The user of that name."""
        with self.world.store.reading() as unit:
            found = unit.names.find(self.pool.id, None, username, [NameKind.USERNAME])
            if found.sub is None:
                return None
            return unit.users.standing(self.pool.id, found.sub).user

    def file(self, *rows: dict[str, str], more: tuple[str, ...] = ()) -> bytes:
        """A file with these rows."""
        header = self.world.services.imports.jobs.header(self.pool.id)
        return csv((*header, *more), *rows)


def address_of(shown: ShownJob) -> Address:
    """The parts of the address of a job, as they come in a request."""
    url = urlsplit(shown.upload_url)
    _, pool_id, _, job_id = url.path.split("/")
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    return Address(pool_id=pool_id, job_id=job_id, **query)
