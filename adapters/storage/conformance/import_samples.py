"""Samples of what import jobs work with."""

from __future__ import annotations

from typing import Final

from adapters.storage.conformance import samples as s
from domain.model.import_job import FilePiece

JOB_ID: Final = "import-sample0001"
FILE: Final = "file-1"
PIECE: Final = FilePiece(
    pool_id=s.POOL_ID, job_id=JOB_ID, file=FILE, number=0, sealed=b"\x00piece\xff"
)
