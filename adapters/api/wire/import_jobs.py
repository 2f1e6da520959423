"""Translation between the shapes of the operations on import jobs and the domain's values."""

from __future__ import annotations

from typing import cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled, seconds
from domain.imports.jobs import ShownJob
from domain.paging import Page


def shown(shown_job: ShownJob) -> w.UserImportJobType:
    """Write a job."""
    job = shown_job.job
    shape = {
        "JobName": job.name,
        "JobId": job.id,
        "UserPoolId": job.pool_id,
        "PreSignedUrl": shown_job.upload_url,
        "CreationDate": seconds(job.created_at_ms),
        "StartDate": _seconds(job.started_at_ms),
        "CompletionDate": _seconds(job.completed_at_ms),
        "Status": job.status.value,
        "CloudWatchLogsRoleArn": job.role_arn,
        "ImportedUsers": job.imported,
        "SkippedUsers": job.skipped,
        "FailedUsers": job.failed,
        "CompletionMessage": job.message,
        "PasswordHashingAlgorithm": job.hashes.value if job.hashes else None,
    }
    return cast("w.UserImportJobType", filled(shape))


def jobs_page(page: Page[ShownJob]) -> w.ListUserImportJobsResponse:
    """Write a page of jobs."""
    jobs = [shown(each) for each in page.items]
    shape = {"UserImportJobs": jobs, "PaginationToken": page.next_token}
    return cast("w.ListUserImportJobsResponse", filled(shape))


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else seconds(ms)
