"""Import jobs that are not there, or not in the state that is needed."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row
from tests.support.importing import ROLE

JOB = {"JobName": "move in", "CloudWatchLogsRoleArn": ROLE}
OF_JOB = ("DescribeUserImportJob", "StartUserImportJob", "StopUserImportJob")


def _new_job(desk: Desk) -> Request:
    of_pool = {"UserPoolId": desk.plain.pool_id}
    job = desk.plain.api.create_user_import_job(**of_pool, **JOB)["UserImportJob"]
    return {**of_pool, "JobId": job["JobId"]}


@row(
    OF_JOB,
    "unknown job",
    "ResourceNotFoundException",
    "User import job import-nowhere does not exist.",
)
def unknown(desk: Desk, _operation: str) -> Request:
    """The pool has no job of that id."""
    return {"UserPoolId": desk.plain.pool_id, "JobId": "import-nowhere"}


@row(
    "StartUserImportJob",
    "no file",
    "PreconditionNotMetException",
    "No file was uploaded for the import job.",
)
def without_file(desk: Desk, _operation: str) -> Request:
    """Nothing was uploaded."""
    return _new_job(desk)


@row(
    "StartUserImportJob",
    "nothing is verified",
    "PreconditionNotMetException",
    "The user pool has no auto-verified attribute.",
)
def unverified(desk: Desk, _operation: str) -> Request:
    """The pool verifies no attribute by itself."""
    of_pool = {"UserPoolId": desk.pool(AutoVerifiedAttributes=[]).pool_id}
    job = desk.plain.api.create_user_import_job(**of_pool, **JOB)["UserImportJob"]
    return {**of_pool, "JobId": job["JobId"]}


@row(
    "StopUserImportJob",
    "does not run",
    "PreconditionNotMetException",
    "The import job is not running.",
)
def not_running(desk: Desk, _operation: str) -> Request:
    """The job was not started."""
    return _new_job(desk)
