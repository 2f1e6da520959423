"""Addresses to which files are uploaded: whoever has one needs no other right (SEC-63).

An address is good for one job of one pool, for a quarter of an hour from when the job was made, and
for one file. It is made anew from the job whenever it is shown, so that to see a job later gives no
more time than to have made it.
"""

from __future__ import annotations

import hmac
from typing import Final

from domain.model.import_job import ImportJob
from domain.model.pool import UserPool
from domain.ports.sealer import Sealer

VALID_MS: Final = 900_000

_PURPOSE: Final = "import upload"


class UploadUrls:
    """Signs addresses with the key of the pool, and checks signatures."""

    def __init__(self, sealer: Sealer, public_url: str) -> None:
        self._sealer = sealer
        self._public_url = public_url

    def url(self, pool: UserPool, job: ImportJob) -> str:
        """Return the address for the file of a job."""
        expires_ms = job.created_at_ms + VALID_MS
        path = f"{self._public_url}/{pool.id}/imports/{job.id}"
        return f"{path}?expires={expires_ms}&signature={self._signature(pool, job.id, expires_ms)}"

    def is_right(
        self, pool: UserPool, job: ImportJob, signature: str, expires_ms: int, now_ms: int
    ) -> bool:
        """Whether the address was made here for the job, and its time is not over."""
        expected = self._signature(pool, job.id, expires_ms)
        is_ours = hmac.compare_digest(expected.encode(), signature.encode())
        return is_ours and now_ms < expires_ms

    def _signature(self, pool: UserPool, job_id: str, expires_ms: int) -> str:
        return self._sealer.mac(pool.keys, _PURPOSE, pool.id, job_id, str(expires_ms)).hex()
