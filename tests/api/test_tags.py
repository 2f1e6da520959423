"""Tags of pools, as the wire has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.administration import Administrator, administration
from tests.api.stage import Members

NOT_A_POOL = (
    "InvalidParameterException",
    "Invalid resource ARN: only user pools have tags.",
)
OPERATIONS: dict[str, Members] = {
    "TagResource": {"Tags": {"team": "people"}},
    "UntagResource": {"TagKeys": ["team"]},
    "ListTagsForResource": {},
}


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


@pytest.fixture
def arn(service: Administrator) -> str:
    """The ARN of a pool of its own for each test, which has one tag."""
    made: str = service.new_pool(UserPoolTags={"team": "people"})["Arn"]
    return made


def tags(service: Administrator, arn: str) -> dict[str, str]:
    """The tags of the pool, the same in its list and in its description."""
    listed: dict[str, str] = service("ListTagsForResource", ResourceArn=arn)["Tags"]
    assert service.pool(arn.partition("/")[2])["UserPoolTags"] == listed
    return listed


def test_tags_are_added_to_those_of_the_pool(service: Administrator, arn: str) -> None:
    """A new one beside the others, one of a key that is there in its place, each as it was."""
    assert service("TagResource", ResourceArn=arn, Tags={"Stage": ""}) == {}
    assert tags(service, arn) == {"team": "people", "Stage": ""}

    service("TagResource", ResourceArn=arn, Tags={"team": "x" * 256})
    assert tags(service, arn) == {"team": "x" * 256, "Stage": ""}


def test_a_pool_has_so_many_tags(service: Administrator, arn: str) -> None:
    """Fifty in all, of which any may get another value."""
    many = {f"key-{number}": "" for number in range(49)}

    service("TagResource", ResourceArn=arn, Tags=many)
    service("TagResource", ResourceArn=arn, Tags={"team": "others"})

    assert tags(service, arn) == {"team": "others", **many}


def test_tags_are_removed_by_their_keys(service: Administrator, arn: str) -> None:
    """Those that are named and no other; a key that the pool does not have is no mistake."""
    service("TagResource", ResourceArn=arn, Tags={"stage": "test"})

    assert service("UntagResource", ResourceArn=arn, TagKeys=["team", "Stage"]) == {}

    assert tags(service, arn) == {"stage": "test"}


def test_a_pool_is_modified_by_its_tags(service: Administrator, arn: str) -> None:
    """The description tells when, and everything else of the pool is as before."""
    before = service.pool(arn.partition("/")[2])
    service.world.clock.advance(s=1.5)

    service("TagResource", ResourceArn=arn, Tags={"team": "people"})

    after = service.pool(arn.partition("/")[2])
    assert after.pop("LastModifiedDate") > before.pop("LastModifiedDate")
    assert after == before


@pytest.mark.parametrize(
    "given",
    [{f"key-{number}": "" for number in range(50)}, {"aws:team": "people"}],
    ids=["51 tags", "reserved"],
)
def test_tags_that_a_pool_cannot_have(
    service: Administrator, arn: str, given: dict[str, str]
) -> None:
    """More than fifty in all, or a reserved key: refused as declared, and none is set."""
    refusal = service.refused("TagResource", ResourceArn=arn, Tags={**given, "stage": "test"})

    assert refusal[0] == "InvalidParameterException"
    assert tags(service, arn) == {"team": "people"}


@pytest.mark.parametrize(
    "members",
    [
        {"Tags": {"": "x"}},
        {"Tags": {"x" * 129: "x"}},
        {"Tags": {"x": "x" * 257}},
        {"ResourceArn": "arn:aws:cognito-idp"},
        {"ResourceArn": "arn:aws:cognito-idp:us-east-1:none:userpool/us-east-1_A"},
    ],
    ids=lambda members: str(members)[:40],
)
def test_tags_are_set_within_the_model(service: Administrator, arn: str, members: Members) -> None:
    """Keys, values and ARNs beyond its constraints are refused."""
    request = {"ResourceArn": arn, "Tags": {"stage": "test"}, **members}

    assert service.refused("TagResource", **request)[0] == "InvalidParameterException"


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    ("mine", "other"),
    [
        ("us-east-1:", "us-east-2:"),
        (":000000000000:", ":111111111111:"),
        ("arn:aws:", "arn:aws-cn:"),
        ("userpool/us-east-1_", "userpool/us-east-1_Unknown"),
    ],
    ids=["region", "account", "partition", "pool"],
)
def test_a_pool_elsewhere_has_no_tags_here(
    service: Administrator, arn: str, operation: str, mine: str, other: str
) -> None:
    """The ARN of this pool in another region, account or partition names none, nor an unknown."""
    elsewhere = arn.replace(mine, other)

    refusal = service.refused(operation, ResourceArn=elsewhere, **OPERATIONS[operation])

    pool_id = elsewhere.partition("/")[2]
    assert refusal == ("ResourceNotFoundException", f"User pool {pool_id} does not exist.")
    assert tags(service, arn) == {"team": "people"}


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    ("mine", "other"),
    [(":userpool/", ":identitypool/"), (":cognito-idp:", ":lambda:"), (":userpool/", ":")],
)
def test_only_pools_have_tags(
    service: Administrator, arn: str, operation: str, mine: str, other: str
) -> None:
    """The ARN of anything else is refused."""
    given = {"ResourceArn": arn.replace(mine, other), **OPERATIONS[operation]}

    assert service.refused(operation, **given) == NOT_A_POOL
