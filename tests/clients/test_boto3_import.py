"""boto3 and plain HTTP, as an administrator who moves users in from a file."""

from __future__ import annotations

import time
from typing import Any, Final

import httpx2
import pytest
from pycognito.aws_srp import AWSSRP

from domain.model.import_job import HashAlgorithm
from tests.support.deployments import CONTENDED, Deployment, Deployments
from tests.support.importing import ROLE, csv, hashed, person
from tests.support.parallel import outcomes
from tests.support.tenant import PASSWORD, Tenant, make_tenant, unique

ENDED: Final = {"Succeeded", "Stopped", "Failed", "Expired"}


@pytest.fixture(scope="module", params=CONTENDED)
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """Several processes that write to one store."""
    return deployments.get(request.param)


@pytest.fixture(scope="module")
def tenant(deployment: Deployment) -> Tenant:
    """A pool of it."""
    return make_tenant(deployment)


def _upload(url: str, content: bytes) -> int:
    headers = {"x-amz-server-side-encryption": "aws:kms"}
    return httpx2.put(url, content=content, headers=headers, timeout=60).status_code


def _create(tenant: Tenant, **options: str) -> dict[str, Any]:
    job: dict[str, Any] = tenant.api.create_user_import_job(
        UserPoolId=tenant.pool_id, JobName="move in", CloudWatchLogsRoleArn=ROLE, **options
    )["UserImportJob"]
    return job


def _ended(tenant: Tenant, of_job: dict[str, str]) -> dict[str, Any]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        job: dict[str, Any] = tenant.api.describe_user_import_job(**of_job)["UserImportJob"]
        if job["Status"] in ENDED:
            return job
        time.sleep(0.05)
    raise AssertionError("the job does not end")


def _started(tenant: Tenant, content: bytes, **options: str) -> dict[str, str]:
    job = _create(tenant, **options)
    of_job = {"UserPoolId": tenant.pool_id, "JobId": job["JobId"]}
    assert _upload(job["PreSignedUrl"], content) == 200
    assert tenant.api.start_user_import_job(**of_job)["UserImportJob"]["Status"] == "Pending"
    return of_job


def _header(tenant: Tenant) -> list[str]:
    answer = tenant.api.get_csv_header(UserPoolId=tenant.pool_id)
    assert answer["UserPoolId"] == tenant.pool_id
    header: list[str] = answer["CSVHeader"]
    return header


def test_users_move_in(tenant: Tenant) -> None:
    """A header, a job, an upload and a start make users, who have to choose a password."""
    ann, bob = unique("ann"), unique("bob")
    tenant.user(bob)
    rows = (
        person(ann, name="=1+1", nickname='a "b'),
        person(bob),
        person(unique("bad"), email="x"),
    )

    job = _ended(tenant, _started(tenant, csv(_header(tenant), *rows)))

    assert job["Status"] == "Succeeded"
    counts = [job[name] for name in ("ImportedUsers", "SkippedUsers", "FailedUsers")]
    assert counts == [1, 1, 1]
    assert job["StartDate"] <= job["CompletionDate"]
    user = tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=ann)
    assert user["UserStatus"] == "RESET_REQUIRED"
    found = {each["Name"]: each["Value"] for each in user["UserAttributes"]}
    assert found["email_verified"] == "true"
    assert (found["name"], found["nickname"]) == ("=1+1", 'a "b')
    with pytest.raises(tenant.api.exceptions.PasswordResetRequiredException):
        tenant.sign_in(ann)
    of_client = {"ClientId": tenant.client_id, "Username": ann}
    tenant.api.forgot_password(**of_client)
    code = tenant.code(f"{ann}@example.com")
    tenant.api.confirm_forgot_password(**of_client, ConfirmationCode=code, Password=PASSWORD)
    assert tenant.sign_in(ann)["AccessToken"]


def test_passwords_move_in(deployment: Deployment) -> None:
    """Users with hashes sign in by password at once, side by side too, and by SRP from then on."""
    tenants = {algorithm: make_tenant(deployment) for algorithm in HashAlgorithm}
    jobs = {}
    for algorithm, tenant in tenants.items():
        row = person("ann", **{"cognito:password_hash": hashed(algorithm, PASSWORD)})
        content = csv([*_header(tenant), "cognito:password_hash"], row)
        jobs[algorithm] = _started(tenant, content, PasswordHashingAlgorithm=algorithm)

    for algorithm, tenant in tenants.items():
        job = _ended(tenant, jobs[algorithm])
        assert (job["ImportedUsers"], job["PasswordHashingAlgorithm"]) == (1, algorithm)
        user = tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username="ann")
        assert user["UserStatus"] == "CONFIRMED"
        refused = pytest.raises(tenant.api.exceptions.NotAuthorizedException)
        with refused:
            _sign_in_by_srp(tenant)
        with refused:
            tenant.sign_in("ann", "Passw0rd!wrong")
        together = outcomes(2, lambda _, each=tenant: each.sign_in("ann"))  # type: ignore[misc] # each is bound at once
        assert not [each for each in together if isinstance(each, Exception)]
        assert _sign_in_by_srp(tenant)["AccessToken"]
        assert tenant.sign_in("ann")["AccessToken"]


def test_an_address_takes_one_file(tenant: Tenant) -> None:
    """A changed address takes nothing, another job's neither, and a right one takes one file."""
    job, other = _create(tenant), _create(tenant)
    url = job["PreSignedUrl"]
    content = csv(_header(tenant))

    assert _upload(url[:-1] + ("0" if url[-1] != "0" else "1"), content) == 403
    assert _upload(url.replace(job["JobId"], other["JobId"]), content) == 403
    assert _upload(url.replace("expires=", "expires=9"), content) == 403
    assert _upload(url, content) == 200
    assert _upload(url, content) == 409


def test_jobs_are_listed_page_by_page(tenant: Tenant) -> None:
    """Every job of the pool is on one page, as it is described."""
    made = [_create(tenant)["JobId"] for _ in range(3)]
    asked = {"UserPoolId": tenant.pool_id, "MaxResults": 2}
    listed, page = [], tenant.api.list_user_import_jobs(**asked)
    while True:
        listed += page["UserImportJobs"]
        if "PaginationToken" not in page:
            break
        token = page["PaginationToken"]
        page = tenant.api.list_user_import_jobs(**asked, PaginationToken=token)

    ids = [job["JobId"] for job in listed]
    assert sorted(set(ids)) == ids
    assert set(made) <= set(ids)
    job = next(job for job in listed if job["JobId"] == made[0])
    of_job = {"UserPoolId": tenant.pool_id, "JobId": made[0]}
    assert tenant.api.describe_user_import_job(**of_job)["UserImportJob"] == job


def test_a_job_is_stopped(tenant: Tenant) -> None:
    """A job that is stopped ends with whom it has, and the pool cannot change before."""
    api, of_pool = tenant.api, {"UserPoolId": tenant.pool_id}
    job = _create(tenant)
    of_job = {**of_pool, "JobId": job["JobId"]}
    name = unique("crowd")
    rows = (person(f"{name}-{number}") for number in range(8_000))
    assert _upload(job["PreSignedUrl"], csv(_header(tenant), *rows)) == 200
    with pytest.raises(api.exceptions.PreconditionNotMetException):
        api.stop_user_import_job(**of_job)

    api.start_user_import_job(**of_job)
    with pytest.raises(api.exceptions.UserImportInProgressException):
        api.update_user_pool(**of_pool, AutoVerifiedAttributes=["email"])
    with pytest.raises(api.exceptions.PreconditionNotMetException):
        api.start_user_import_job(**of_job)
    assert api.stop_user_import_job(**of_job)["UserImportJob"]["Status"] == "Stopping"

    ended = _ended(tenant, of_job)
    assert ended["Status"] == "Stopped"
    assert ended["ImportedUsers"] < 8_000
    api.update_user_pool(**of_pool, AutoVerifiedAttributes=["email"])
    listed = api.list_user_import_jobs(**of_pool, MaxResults=60)["UserImportJobs"]
    assert job["JobId"] in [each["JobId"] for each in listed]


def _sign_in_by_srp(tenant: Tenant) -> dict[str, Any]:
    client = AWSSRP(
        username="ann",
        password=PASSWORD,
        pool_id=tenant.pool_id,
        client_id=tenant.client_id,
        client=tenant.api,
    )
    tokens: dict[str, Any] = client.authenticate_user()["AuthenticationResult"]
    return tokens
