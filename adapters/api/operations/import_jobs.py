"""Import jobs: the header of their files; create, describe, list, start and stop them."""

from __future__ import annotations

from typing import Final

from adapters.api.call import Call
from adapters.api.wire import import_jobs as wire
from adapters.api.wire import model as w
from adapters.api.wire.accept_page import page_request
from domain.model.identifiers import PoolId
from domain.model.import_job import HashAlgorithm

PAGE_MAX: Final = 50
"""Jobs on a page: the model lets sixty be asked for, and fifty be answered."""


def get_csv_header(call: Call, req: w.GetCSVHeaderRequest) -> w.GetCSVHeaderResponse:
    """Show the columns that a file of users has."""
    columns = call.services.imports.jobs.header(PoolId(req["UserPoolId"]))
    return {"UserPoolId": req["UserPoolId"], "CSVHeader": list(columns)}


def create_user_import_job(
    call: Call, req: w.CreateUserImportJobRequest
) -> w.CreateUserImportJobResponse:
    """Make a job, and give the address to which its file is uploaded."""
    algorithm = req.get("PasswordHashingAlgorithm")
    job = call.services.imports.jobs.create(
        PoolId(req["UserPoolId"]),
        req["JobName"],
        req["CloudWatchLogsRoleArn"],
        None if algorithm is None else HashAlgorithm(algorithm),
    )
    return {"UserImportJob": wire.shown(job)}


def describe_user_import_job(
    call: Call, req: w.DescribeUserImportJobRequest
) -> w.DescribeUserImportJobResponse:
    """Show a job, and how far it has come."""
    job = call.services.imports.jobs.describe(PoolId(req["UserPoolId"]), req["JobId"])
    return {"UserImportJob": wire.shown(job)}


def list_user_import_jobs(
    call: Call, req: w.ListUserImportJobsRequest
) -> w.ListUserImportJobsResponse:
    """List the jobs of a pool, page by page."""
    limit = min(req["MaxResults"], PAGE_MAX)
    request = page_request(call.principal, limit, req.get("PaginationToken"))
    page = call.services.imports.jobs.list(PoolId(req["UserPoolId"]), request)
    return wire.jobs_page(page)


def start_user_import_job(
    call: Call, req: w.StartUserImportJobRequest
) -> w.StartUserImportJobResponse:
    """Begin to import the users of the file that was uploaded."""
    job = call.services.imports.jobs.start(PoolId(req["UserPoolId"]), req["JobId"])
    return {"UserImportJob": wire.shown(job)}


def stop_user_import_job(
    call: Call, req: w.StopUserImportJobRequest
) -> w.StopUserImportJobResponse:
    """End a job with the users that are imported by now."""
    job = call.services.imports.jobs.stop(PoolId(req["UserPoolId"]), req["JobId"])
    return {"UserImportJob": wire.shown(job)}
