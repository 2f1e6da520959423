"""kill -9 of a server in the middle of an import, again and again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any, Final

import httpx2

from adapters.storage.sql import open as open_store
from domain.imports.report import Outcome, ReportForm
from domain.model.identifiers import PoolId
from tests.faultlab.invariants import rows
from tests.faultlab.nursery import SETTINGS, Nursery
from tests.support.fakes import real_sealer
from tests.support.importing import ROLE, csv, person
from tests.support.tenant import boto3_client

STEP_S: Final = 30.0
END_S: Final = 300.0
LATEST_S: Final = 0.15
COUNTS: Final = ("ImportedUsers", "SkippedUsers", "FailedUsers")


def killed_import(
    nursery: Nursery, store_url: str, people: int, kills: int, seed: int
) -> list[str]:
    """Import so many users while servers die; return a line for each thing amiss."""
    random, done = Random(seed), 0
    server = nursery.start(store_url)
    of_job = _started(_api(server.port), server.port, people)
    for _ in range(kills):
        done = _await_more(_api(server.port), of_job, done)
        time.sleep(random.uniform(0, LATEST_S))
        server.kill()
        _let_time_pass(store_url, of_job)
        server = nursery.start(store_url)
    job = _await_end(_api(server.port), of_job)
    found = [*_amiss(store_url, job, people), *_amiss_in_report(store_url, of_job, people)]
    nursery.clear()
    return found


def _api(port: int) -> Any:  # noqa: ANN401 - boto3 makes its clients' types at run time
    return boto3_client(f"http://localhost:{port}")


def _started(api: Any, port: int, people: int) -> dict[str, str]:  # noqa: ANN401 - as above
    of_pool = {
        "UserPoolId": api.create_user_pool(PoolName="p", AutoVerifiedAttributes=["email"])[
            "UserPool"
        ]["Id"]
    }
    columns = api.get_csv_header(**of_pool)["CSVHeader"]
    job = api.create_user_import_job(**of_pool, JobName="j", CloudWatchLogsRoleArn=ROLE)
    made = job["UserImportJob"]
    url = made["PreSignedUrl"].replace(SETTINGS["PUBLIC_URL"], f"http://localhost:{port}")
    content = csv(columns, *(person(f"user-{number}") for number in range(people)))
    httpx2.put(url, content=content, timeout=STEP_S).raise_for_status()
    of_job = {**of_pool, "JobId": made["JobId"]}
    api.start_user_import_job(**of_job)
    return of_job


def _await_more(api: Any, of_job: dict[str, str], done: int) -> int:  # noqa: ANN401 - as above
    """Wait until more users are there; a job that ends instead was not interrupted."""
    deadline = time.monotonic() + STEP_S
    while time.monotonic() < deadline:
        job = api.describe_user_import_job(**of_job)["UserImportJob"]
        if job["Status"] == "Succeeded":
            raise AssertionError("the import ended before the last kill")
        if job["ImportedUsers"] > done:
            return int(job["ImportedUsers"])
        time.sleep(0.01)
    raise AssertionError("the import does not go on")


def _await_end(api: Any, of_job: dict[str, str]) -> dict[str, Any]:  # noqa: ANN401 - as above
    deadline = time.monotonic() + END_S
    while time.monotonic() < deadline:
        job: dict[str, Any] = api.describe_user_import_job(**of_job)["UserImportJob"]
        if job["Status"] not in {"Pending", "InProgress"}:
            return job
        time.sleep(0.05)
    raise AssertionError("the import does not end")


def _let_time_pass(store_url: str, of_job: dict[str, str]) -> None:
    """End the lease of the dead server, as ten seconds would."""
    store = open_store(store_url)
    with store.writing() as unit:
        unit.imports.schedule(PoolId(of_job["UserPoolId"]), of_job["JobId"], 0)
    store.close()


def _amiss(store_url: str, job: dict[str, Any], people: int) -> Iterator[str]:
    if job["Status"] != "Succeeded" or [job[name] for name in COUNTS] != [people, 0, 0]:
        yield f"the job says {job}"
    for what, statement, expected in (
        ("users", "SELECT count(*) FROM users", people),
        ("names", "SELECT count(*) FROM names", people),
        ("people", "SELECT count(DISTINCT username) FROM users", people),
        ("pieces of the file", "SELECT count(*) FROM import_pieces WHERE file <> 'report'", 0),
        ("jobs that are due", "SELECT count(*) FROM import_queue", 0),
    ):
        ((count,),) = rows(store_url, statement)
        if count != expected:
            yield f"{count} {what}, not {expected}"


def _amiss_in_report(store_url: str, of_job: dict[str, str], people: int) -> Iterator[str]:
    store, form = open_store(store_url), ReportForm(real_sealer())
    pool_id, lines = PoolId(of_job["UserPoolId"]), Counter[tuple[int, Outcome]]()
    with store.reading() as unit:
        pool, number = unit.pools.get(pool_id), 0
        while pool and (piece := unit.imports.piece(pool_id, of_job["JobId"], "report", number)):
            lines.update((row.line, row.outcome) for row in form.opened(pool, piece))
            number += 1
    store.close()
    if lines != Counter((line, Outcome.IMPORTED) for line in range(2, people + 2)):
        yield "the report has not every row once"
