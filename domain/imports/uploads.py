"""Receiving the file of a job, piece by piece, so that no process ever holds it whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from domain.imports.lines import PIECE_BYTES
from domain.imports.pieces import PieceSealer
from domain.imports.upload_urls import UploadUrls
from domain.model.identifiers import PoolId
from domain.model.import_job import IMPORT_JOBS, ImportJob, ImportStatus
from domain.model.pool import UserPool
from domain.ports.bundle import Deployment, Ports
from domain.ports.sentinels import Missing
from domain.ports.store import Store

FILE_BYTES_MAX: Final = 104_857_600
ROWS_MAX: Final = 500_000
UPLOADS_MAX: Final = 10
"""Uploads that can be begun for one job; each may leave pieces behind until the job ends."""

_FILE_ID_BYTES: Final = 8


class UploadForbidden(Exception):
    """The address is no address of ours for an upload, or its time is over."""


class UploadRefused(Exception):
    """The job takes no file: it has one, was started, or too many uploads were begun."""


class UploadTooLarge(Exception):
    """The file has more bytes or rows than one may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The parts of an address, as they came."""

    pool_id: str
    job_id: str
    expires: str
    signature: str = field(repr=False)


class Uploads:
    """Opens uploads."""

    def __init__(self, ports: Ports, deployment: Deployment) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._sealer = ports.sealer
        self._urls = UploadUrls(ports.sealer, deployment.public_url)

    def begin(self, address: Address) -> Upload:
        """Return what takes the file. Raises UploadForbidden or UploadRefused."""
        pool, job = self._find(address)
        expires = address.expires
        is_number = expires.isascii() and expires.isdigit() and len(expires) < len(str(2**63))
        if not is_number or not self._urls.is_right(
            pool, job, address.signature, int(expires), self._clock.now_ms()
        ):
            raise UploadForbidden
        file = self._entropy.bytes(_FILE_ID_BYTES).hex()
        with self._store.writing() as unit:
            unit.items.change(IMPORT_JOBS, pool.id, job.id, lambda found: _begun(found, file))
        pieces = PieceSealer(sealer=self._sealer, pool=pool, job_id=job.id, file=file)
        return Upload(self._store, pieces)

    def _find(self, address: Address) -> tuple[UserPool, ImportJob]:
        pool_id = PoolId(address.pool_id)
        with self._store.reading() as unit:
            pool = unit.pools.get(pool_id)
            job = unit.items.get(IMPORT_JOBS, pool_id, address.job_id)
        if pool is None or job is None:
            raise UploadForbidden
        return pool, job


class Upload:
    """One file on its way in. Either `finish` or `abandon` ends it."""

    def __init__(self, store: Store, pieces: PieceSealer) -> None:
        self._store = store
        self._pieces = pieces
        self._rest = bytearray()
        self._kept = 0
        self._size = 0
        self._lines = 0
        self._ends_open = False

    def receive(self, content: bytes) -> None:
        """Take what comes next. Raises UploadTooLarge, or UploadRefused if the pool is gone."""
        self._size += len(content)
        self._lines += content.count(b"\n")
        if content:
            self._ends_open = not content.endswith(b"\n")
        if self._size > FILE_BYTES_MAX or self._lines > ROWS_MAX + 1:
            raise UploadTooLarge
        self._rest += content
        while len(self._rest) >= PIECE_BYTES:
            self._keep(bytes(self._rest[:PIECE_BYTES]))
            del self._rest[:PIECE_BYTES]

    def finish(self) -> None:
        """Make the file that of the job, if it has none. Raises UploadRefused, UploadTooLarge."""
        if self._lines + self._ends_open > ROWS_MAX + 1:
            raise UploadTooLarge
        if self._rest:
            self._keep(bytes(self._rest))
        pool_id, job_id = self._pieces.pool.id, self._pieces.job_id
        try:
            with self._store.writing() as unit:
                unit.items.change(IMPORT_JOBS, pool_id, job_id, self._finished)
        except Missing as missing:
            raise UploadRefused from missing

    def abandon(self) -> None:
        """Delete what was kept."""
        pieces = self._pieces
        with self._store.writing() as unit:
            unit.imports.drop(pieces.pool.id, pieces.job_id, pieces.file, self._kept)

    def _keep(self, content: bytes) -> None:
        piece = self._pieces.sealed(self._kept, content)
        try:
            with self._store.writing() as unit:
                unit.imports.keep(piece)
        except Missing as missing:
            raise UploadRefused from missing
        self._kept += 1

    def _finished(self, job: ImportJob) -> ImportJob:
        _require_open(job)
        return replace(job, file=self._pieces.file, size=self._size)


def _begun(job: ImportJob, file: str) -> ImportJob:
    _require_open(job)
    if len(job.uploads) >= UPLOADS_MAX:
        raise UploadRefused
    # Remembered before the first piece is kept, so that the end of the job finds all of them.
    return replace(job, uploads=(*job.uploads, file))


def _require_open(job: ImportJob) -> None:
    if job.status is not ImportStatus.CREATED or job.file is not None:
        raise UploadRefused
