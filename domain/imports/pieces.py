"""Files of import jobs as sealed pieces: who is about to be a user is not for the database."""

from __future__ import annotations

from dataclasses import dataclass

from domain.model import contexts
from domain.model.import_job import FilePiece, ImportJob
from domain.model.pool import UserPool
from domain.ports.sealer import SealBroken, Sealer
from domain.ports.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceSealer:
    """Seals and opens the pieces of one file of a job."""

    sealer: Sealer
    pool: UserPool
    job_id: str
    file: str

    def sealed(self, number: int, content: bytes) -> FilePiece:
        """Return the piece of that number with the content."""
        return FilePiece(
            pool_id=self.pool.id,
            job_id=self.job_id,
            file=self.file,
            number=number,
            sealed=self.sealer.seal(self.pool.keys, self._context(number), content),
        )

    def opened(self, piece: FilePiece) -> bytes:
        """Return the content. Raises SealBroken."""
        return self.sealer.open(self.pool.keys, self._context(piece.number), piece.sealed)

    def _context(self, number: int) -> tuple[str, ...]:
        return contexts.import_piece(self.pool.id, self.job_id, self.file, number)


@dataclass(frozen=True, slots=True)
class PieceReader:
    """Reads the file of a job from the store, each piece in a unit of its own."""

    store: Store
    sealer: Sealer
    pool: UserPool
    job: ImportJob

    def __call__(self, number: int) -> bytes:
        """Return the content of a piece. Raises SealBroken where it is not what was uploaded."""
        file = self.job.file or ""
        with self.store.reading() as unit:
            piece = unit.imports.piece(self.pool.id, self.job.id, file, number)
        if piece is None:
            raise SealBroken(f"piece {number} of the file is gone")
        pieces = PieceSealer(sealer=self.sealer, pool=self.pool, job_id=self.job.id, file=file)
        return pieces.opened(piece)
