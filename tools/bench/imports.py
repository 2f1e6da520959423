"""What it takes to import users from a file, with hashes of every kind and without."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

import boto3
import httpx2
from botocore.config import Config

from domain.model.import_job import HashAlgorithm
from tests.support.importing import ROLE, csv, hashed, person
from tools.bench import targets
from tools.bench.failure import BenchFailure
from tools.bench.figures import Spread
from tools.bench.results import Import, Judged
from tools.bench.servers import Served, memory_mb, processor_s

ROWS: Final = 100_000
FEW: Final = 5_000
"""Rows of a file, and those where rough figures will do."""

_COLUMN: Final = "cognito:password_hash"
_POLL_S: Final = 0.05
_LONGEST_S: Final = 600.0


def measure(served: Served, rows: int) -> tuple[Import, ...]:
    """Import so many users without hashes, then with each kind of them. Raises BenchFailure."""
    api = boto3.client(
        "cognito-idp",
        endpoint_url=f"http://localhost:{served.port}",
        region_name="us-east-1",
        aws_access_key_id=served.access_key_id,
        aws_secret_access_key=served.secret_access_key,
        config=Config(retries={"total_max_attempts": 1}),
    )
    return tuple(_imported(api, served, rows, kind) for kind in (None, *HashAlgorithm))


def _imported(
    api: Any,  # noqa: ANN401 - botocore makes its classes at run time
    served: Served,
    rows: int,
    kind: HashAlgorithm | None,
) -> Import:
    of_job = _uploaded(api, rows, kind)
    before_mb, before_s = memory_mb(served.pid), processor_s(served.pid)
    api.start_user_import_job(**of_job)
    began, most_mb = 0.0, before_mb
    for job in _states(api, of_job):
        began = began or (time.perf_counter() if job["Status"] != "Pending" else 0.0)
        most_mb = max(most_mb, memory_mb(served.pid) or 0.0) if most_mb is not None else None
    took_s, after_s = time.perf_counter() - began, processor_s(served.pid)
    # Of the processor's time, where it is told, since others may have had a share of the clock's.
    used_s = took_s if before_s is None or after_s is None else after_s - before_s
    if job["ImportedUsers"] != rows:
        raise BenchFailure(f"of {rows} users {job['ImportedUsers']} were imported")
    return Import(
        hashes=kind.value if kind else "none",
        rows=rows,
        took_s=took_s,
        ms=_judged(used_s * 1_000_000 / rows, targets.IMPORT_MS),
        grown_mb=None
        if before_mb is None or most_mb is None
        else _judged(most_mb - before_mb, targets.IMPORT_MB),
    )


def _uploaded(api: Any, rows: int, kind: HashAlgorithm | None) -> dict[str, str]:  # noqa: ANN401 - as above
    """Make a pool and a job with a file; return what names the job."""
    made = api.create_user_pool(PoolName="import", AutoVerifiedAttributes=["email"])["UserPool"]
    of_pool = {"UserPoolId": made["Id"]}
    columns = api.get_csv_header(**of_pool)["CSVHeader"]
    options, more = {}, {}
    if kind is not None:
        options, more = {"PasswordHashingAlgorithm": kind.value}, {_COLUMN: hashed(kind, "bench")}
    content = csv(
        (*columns, *more), *(person(f"user-{number:06}", **more) for number in range(rows))
    )
    job = api.create_user_import_job(
        **of_pool, JobName="bench", CloudWatchLogsRoleArn=ROLE, **options
    )["UserImportJob"]
    httpx2.put(job["PreSignedUrl"], content=content, timeout=60).raise_for_status()
    return {**of_pool, "JobId": job["JobId"]}


def _states(api: Any, of_job: dict[str, str]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - as above
    """Yield what the job says of itself, until it has ended. Raises BenchFailure."""
    deadline = time.perf_counter() + _LONGEST_S
    while time.perf_counter() < deadline:
        job: dict[str, Any] = api.describe_user_import_job(**of_job)["UserImportJob"]
        yield job
        if job["Status"] not in {"Pending", "InProgress"}:
            return
        time.sleep(_POLL_S)
    raise BenchFailure("an import does not end")


def _judged(value: float, target: targets.Target) -> Judged:
    return Judged(value=Spread.of([value]), target=target)
