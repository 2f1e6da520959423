"""Import jobs: files of users on their way into a pool."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.model.identifiers import PoolId
from domain.model.item import Kind


class ImportStatus(StrEnum):
    """Where a job stands."""

    CREATED = "Created"
    PENDING = "Pending"
    IN_PROGRESS = "InProgress"
    STOPPING = "Stopping"
    STOPPED = "Stopped"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    EXPIRED = "Expired"


UNDER_WAY: Final = frozenset(
    {ImportStatus.PENDING, ImportStatus.IN_PROGRESS, ImportStatus.STOPPING}
)
"""Where a job was started and has not ended."""


class HashAlgorithm(StrEnum):
    """What made the password hashes of a file."""

    BCRYPT = "BCRYPT"
    SCRYPT = "SCRYPT"
    ARGON2ID = "ARGON2ID"
    PBKDF2_SHA256 = "PBKDF2_SHA256"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportJob:
    """One job, and how far it has come.

    `uploads` are the names of all files that were begun for it, `file` that of the one that is
    whole, and `size` its length in bytes. `columns` is its header; `position` counts the bytes of
    it that are done, `line` its lines and `batches` the units in which they were, each of which
    left a piece of the report.
    """

    pool_id: PoolId
    id: str
    name: str
    role_arn: str
    hashes: HashAlgorithm | None = None
    status: ImportStatus = ImportStatus.CREATED
    created_at_ms: int
    started_at_ms: int | None = None
    completed_at_ms: int | None = None
    message: str | None = None
    imported: int = 0
    skipped: int = 0
    failed: int = 0
    uploads: tuple[str, ...] = ()
    file: str | None = None
    size: int = 0
    columns: tuple[str, ...] = ()
    position: int = 0
    line: int = 0
    batches: int = 0


IMPORT_JOBS: Final = Kind("import_job", ImportJob)
"""By the id of the job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningImport:
    """That a job of the pool was started and has not ended."""

    job_id: str


RUNNING_IMPORTS: Final = Kind("running_import", RunningImport)
"""By RUNNING, so that a pool has one at most."""

RUNNING: Final = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePiece:
    """A piece of a file of a job, sealed; pieces are numbered from 0."""

    pool_id: PoolId
    job_id: str
    file: str
    number: int
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueImport:
    """A job that somebody has taken to work on."""

    pool_id: PoolId
    job_id: str
