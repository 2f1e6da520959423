"""ARNs and replicas of pools that are not there, or are there already."""

from __future__ import annotations

from typing import Final

from tests.clients.errors.desk import Desk, Request, row

ELSEWHERE: Final = "eu-west-1"
_TAGGING: Final = ("TagResource", "UntagResource", "ListTagsForResource")
_MEMBERS: Final[dict[str, Request]] = {
    "TagResource": {"Tags": {"team": "people"}},
    "UntagResource": {"TagKeys": ["team"]},
    "UpdateUserPoolReplica": {"Status": "ACTIVE"},
}


@row(
    _TAGGING,
    "unknown pool",
    "ResourceNotFoundException",
    "User pool us-east-1_Nowhere01 does not exist.",
)
def no_such_pool(desk: Desk, operation: str) -> Request:
    """The ARN names no pool of this deployment."""
    arn = _arn(desk).replace(desk.plain.pool_id, "us-east-1_Nowhere01")
    return {"ResourceArn": arn, **_MEMBERS.get(operation, {})}


@row(
    _TAGGING,
    "not a pool",
    "InvalidParameterException",
    "Invalid resource ARN: only user pools have tags.",
)
def not_a_pool(desk: Desk, operation: str) -> Request:
    """The ARN names something else."""
    arn = _arn(desk).replace(":userpool/", ":identitypool/")
    return {"ResourceArn": arn, **_MEMBERS.get(operation, {})}


@row(
    "CreateUserPoolReplica",
    "exists",
    "InvalidParameterException",
    "User pool <UserPoolId> already has a replica in <RegionName>.",
)
def exists(desk: Desk, _operation: str) -> Request:
    """The pool has a replica in the region."""
    tenant = desk.pool(UserPoolTags={"has": "a replica"})
    request = {"UserPoolId": tenant.pool_id, "RegionName": ELSEWHERE}
    if len(tenant.api.list_user_pool_replicas(UserPoolId=tenant.pool_id)["UserPoolReplicas"]) < 2:
        tenant.api.create_user_pool_replica(**request)
    return request


@row(
    ("UpdateUserPoolReplica", "DeleteUserPoolReplica"),
    "unknown replica",
    "ResourceNotFoundException",
    "User pool <UserPoolId> has no replica in <RegionName>.",
)
def no_replica(desk: Desk, operation: str) -> Request:
    """The pool has no replica in the region."""
    request = {"UserPoolId": desk.plain.pool_id, "RegionName": ELSEWHERE}
    return {**request, **_MEMBERS.get(operation, {})}


def _arn(desk: Desk) -> str:
    pool = desk.plain.api.describe_user_pool(UserPoolId=desk.plain.pool_id)["UserPool"]
    return str(pool["Arn"])
