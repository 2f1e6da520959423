"""Replicas of pools, as the wire has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.administration import Administrator, administration
from tests.api.stage import ACCOUNT, REGION, Members

ELSEWHERE = "eu-west-1"
UNKNOWN_POOL = "us-east-1_Unknown01"


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


@pytest.fixture
def pool(service: Administrator) -> Members:
    """The member that names a pool of its own for each test."""
    return {"UserPoolId": service.new_pool()["Id"]}


def listed(service: Administrator, pool: Members) -> list[Members]:
    """The pool and its replicas."""
    replicas: list[Members] = service("ListUserPoolReplicas", **pool)["UserPoolReplicas"]
    return replicas


def replica(pool: Members, region: str, status: str, role: str = "SECONDARY") -> Members:
    """What is told of a pool in a region."""
    arn = f"arn:aws:cognito-idp:{region}:{ACCOUNT}:userpool/{pool['UserPoolId']}"
    return {"RegionName": region, "Status": status, "Role": role, "UserPoolArn": arn}


def test_a_pool_is_its_own_primary(service: Administrator, pool: Members) -> None:
    """A pool without replicas is listed as it is: active, in the region of the deployment."""
    assert listed(service, pool) == [replica(pool, REGION, "ACTIVE", "PRIMARY")]


def test_a_replica_is_recorded(service: Administrator, pool: Members) -> None:
    """It is not active at first, and listed after the pool, by region."""
    tags = {"UserPoolTags": {"team": "people"}}
    made = [
        service("CreateUserPoolReplica", **pool, **tags, RegionName=region)["UserPoolReplica"]
        for region in ("eu-west-1", "ap-south-1")
    ]

    assert made == [replica(pool, region, "INACTIVE") for region in ("eu-west-1", "ap-south-1")]
    assert listed(service, pool)[1:] == made[::-1]


def test_a_replica_is_switched(service: Administrator, pool: Members) -> None:
    """On and off, and on again, as often as an administrator says so."""
    service("CreateUserPoolReplica", **pool, RegionName=ELSEWHERE)

    for status in ("ACTIVE", "ACTIVE", "INACTIVE"):
        of_replica = {**pool, "RegionName": ELSEWHERE, "Status": status}
        changed = service("UpdateUserPoolReplica", **of_replica)["UserPoolReplica"]
        assert listed(service, pool)[1:] == [changed] == [replica(pool, ELSEWHERE, status)]


def test_only_an_inactive_replica_is_deleted(service: Administrator, pool: Members) -> None:
    """One that is active stays; afterwards it is gone, and may be made again."""
    of_replica = {**pool, "RegionName": ELSEWHERE}
    service("CreateUserPoolReplica", **of_replica)
    service("UpdateUserPoolReplica", **of_replica, Status="ACTIVE")

    assert service.refused("DeleteUserPoolReplica", **of_replica) == (
        "InvalidParameterException",
        "Only a replica whose status is INACTIVE can be deleted.",
    )
    assert listed(service, pool)[1:] == [replica(pool, ELSEWHERE, "ACTIVE")]

    service("UpdateUserPoolReplica", **of_replica, Status="INACTIVE")
    gone = service("DeleteUserPoolReplica", **of_replica)["UserPoolReplica"]
    assert gone == replica(pool, ELSEWHERE, "DELETING")
    assert len(listed(service, pool)) == 1
    service("CreateUserPoolReplica", **of_replica)


def test_a_region_has_one_replica(service: Administrator, pool: Members) -> None:
    """A second one is refused, and the first stays as it is."""
    of_replica = {**pool, "RegionName": ELSEWHERE}
    service("CreateUserPoolReplica", **of_replica)
    service("UpdateUserPoolReplica", **of_replica, Status="ACTIVE")

    assert service.refused("CreateUserPoolReplica", **of_replica) == (
        "InvalidParameterException",
        f"User pool {pool['UserPoolId']} already has a replica in {ELSEWHERE}.",
    )
    assert listed(service, pool)[1:] == [replica(pool, ELSEWHERE, "ACTIVE")]


def test_a_pool_has_so_many_replicas(service: Administrator, pool: Members) -> None:
    """The twenty-first is refused, and is not there."""
    for number in range(20):
        service("CreateUserPoolReplica", **pool, RegionName=f"eu-west-{number + 1}")

    refusal = service.refused("CreateUserPoolReplica", **pool, RegionName="ap-south-1")

    assert refusal[0] == "LimitExceededException"
    assert len(listed(service, pool)) == 21


@pytest.mark.parametrize(
    ("operation", "members"),
    [("UpdateUserPoolReplica", {"Status": "ACTIVE"}), ("DeleteUserPoolReplica", {})],
)
def test_a_replica_that_is_not_there(
    service: Administrator, pool: Members, operation: str, members: Members
) -> None:
    """Is neither switched nor deleted."""
    assert service.refused(operation, **pool, **members, RegionName=ELSEWHERE) == (
        "ResourceNotFoundException",
        f"User pool {pool['UserPoolId']} has no replica in {ELSEWHERE}.",
    )


@pytest.mark.parametrize("region", [REGION, "nowhere", "EU-WEST-1", "eu-west-1 ", "eu-1", "a" * 33])
@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("CreateUserPoolReplica", {}),
        ("UpdateUserPoolReplica", {"Status": "INACTIVE"}),
        ("DeleteUserPoolReplica", {}),
    ],
)
def test_replicas_are_in_other_regions(
    service: Administrator, pool: Members, operation: str, members: Members, region: str
) -> None:
    """Not in the pool's own, which can be neither deleted nor switched off, nor nowhere."""
    refusal = service.refused(operation, **pool, **members, RegionName=region)

    assert refusal[0] == "InvalidParameterException"
    assert len(listed(service, pool)) == 1


@pytest.mark.parametrize("status", ["CREATING", "DELETING", "active"])
def test_a_status_that_nobody_may_give(service: Administrator, pool: Members, status: str) -> None:
    """Only ACTIVE and INACTIVE are given."""
    service("CreateUserPoolReplica", **pool, RegionName=ELSEWHERE)

    of_replica = {**pool, "RegionName": ELSEWHERE, "Status": status}
    assert service.refused("UpdateUserPoolReplica", **of_replica)[0] == "InvalidParameterException"


@pytest.mark.parametrize("tags", [{"aws:team": ""}, {f"key-{number}": "" for number in range(51)}])
def test_tags_that_a_replica_cannot_have(
    service: Administrator, pool: Members, tags: dict[str, str]
) -> None:
    """Are those that a pool cannot have."""
    of_replica = {**pool, "RegionName": ELSEWHERE, "UserPoolTags": tags}

    refusal = service.refused("CreateUserPoolReplica", **of_replica)

    assert refusal[0] == "UserPoolTaggingException"


def test_a_replica_has_tags_of_its_own(service: Administrator, pool: Members) -> None:
    """By its ARN, from its first on; those of the pool are others, and go on being so."""
    given = {**pool, "RegionName": ELSEWHERE, "UserPoolTags": {"team": "people", "stage": "test"}}
    arn = {
        "ResourceArn": service("CreateUserPoolReplica", **given)["UserPoolReplica"]["UserPoolArn"]
    }

    service("TagResource", **arn, Tags={"team": "standby"})
    service("UntagResource", **arn, TagKeys=["stage"])

    assert service("ListTagsForResource", **arn) == {"Tags": {"team": "standby"}}
    assert service.pool(pool["UserPoolId"])["UserPoolTags"] == {}
    service("DeleteUserPoolReplica", **pool, RegionName=ELSEWHERE)
    for operation, members in (
        ("TagResource", {"Tags": {}}),
        ("UntagResource", {"TagKeys": []}),
        ("ListTagsForResource", {}),
    ):
        assert service.refused(operation, **arn, **members) == (
            "ResourceNotFoundException",
            f"User pool {pool['UserPoolId']} does not exist.",
        )


def test_a_pool_of_the_lowest_plan_has_no_replicas(service: Administrator) -> None:
    """Replication is of a higher plan."""
    pool_id = service.new_pool(UserPoolTier="LITE")["Id"]

    assert service.refused("CreateUserPoolReplica", UserPoolId=pool_id, RegionName=ELSEWHERE) == (
        "FeatureUnavailableInTierException",
        (
            "The following feature is not available for the LITE pricing tier configured:"
            " Multi-Region replication"
        ),
    )


def test_replicas_are_one_page(service: Administrator, pool: Members) -> None:
    """No token leads to another."""
    assert service.refused("ListUserPoolReplicas", **pool, NextToken="next") == (
        "InvalidParameterException",
        "Invalid pagination token given.",
    )


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("CreateUserPoolReplica", {"RegionName": ELSEWHERE}),
        ("UpdateUserPoolReplica", {"RegionName": ELSEWHERE, "Status": "ACTIVE"}),
        ("DeleteUserPoolReplica", {"RegionName": ELSEWHERE}),
        ("ListUserPoolReplicas", {}),
    ],
)
def test_an_unknown_pool_has_no_replicas(
    service: Administrator, operation: str, members: Members
) -> None:
    """Each operation tells of the pool first."""
    assert service.refused(operation, UserPoolId=UNKNOWN_POOL, **members) == (
        "ResourceNotFoundException",
        f"User pool {UNKNOWN_POOL} does not exist.",
    )


def test_replicas_go_with_their_pool(service: Administrator, pool: Members) -> None:
    """A deleted pool has none."""
    service("CreateUserPoolReplica", **pool, RegionName=ELSEWHERE)

    service("DeleteUserPool", **pool)

    assert service.refused("ListUserPoolReplicas", **pool)[0] == "ResourceNotFoundException"
