"""The operations of user pools, from outside."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.administration import Administrator
from tests.api.pool_shapes import CREATED_ONLY, DEFAULTS, FULL, INVALID, updatable, without
from tests.api.stage import Members

PROTECTED = (
    "The user pool cannot be deleted because deletion protection is activated. Deletion protection"
    " must be inactivated first."
)
HOW_MANY = (
    "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: Member must"
    " not be null"
)


def test_a_plain_pool_shows_the_documented_defaults(admin: Administrator) -> None:
    """A pool made with a name shows the defaults of the service and nothing else."""
    pool = admin.new_pool()

    assert pool["Arn"] == f"arn:aws:cognito-idp:us-east-1:000000000000:userpool/{pool['Id']}"
    assert pool["CreationDate"] == pool["LastModifiedDate"] == 1_767_258_000.0
    shown = without(pool, "Id", "Arn", "CreationDate", "LastModifiedDate", "SchemaAttributes")
    assert shown == DEFAULTS
    assert admin.pool(pool["Id"]) == pool


def test_everything_that_was_set_is_shown(admin: Administrator) -> None:
    """A pool made with every member shows each of them as it was given."""
    pool = admin.new_pool(**FULL, **CREATED_ONLY)

    assert {name: pool[name] for name in FULL} == FULL
    assert {name: pool[name] for name in CREATED_ONLY} == CREATED_ONLY


@pytest.mark.parametrize("members", [{}, FULL | CREATED_ONLY], ids=["plain", "full"])
def test_a_description_can_be_sent_back(admin: Administrator, members: Members) -> None:
    """Updating a pool with what describe shows changes nothing but the date."""
    before = admin.new_pool(**members)
    admin.world.clock.advance(s=1.5)

    assert admin("UpdateUserPool", UserPoolId=before["Id"], **updatable(before)) == {}

    after = admin.pool(before["Id"])
    assert without(after, "LastModifiedDate") == without(before, "LastModifiedDate")
    assert after["LastModifiedDate"] == before["LastModifiedDate"] + 1.5


def test_an_update_resets_what_it_leaves_out(admin: Administrator) -> None:
    """After an empty update plan, tags, dynamic registration and what is fixed are left."""
    before = admin.new_pool(**FULL, **CREATED_ONLY)
    plain = without(updatable(admin.new_pool()), "PoolName")
    left = ("UserPoolTier", "UserPoolTags", "DcrConfiguration")

    admin("UpdateUserPool", UserPoolId=before["Id"], PoolName="guests")

    after = admin.pool(before["Id"])
    assert updatable(after) == plain | {name: FULL[name] for name in left}
    assert after["Name"] == "guests"
    assert after["UsernameConfiguration"] == {"CaseSensitive": False}
    assert after["AliasAttributes"] == CREATED_ONLY["AliasAttributes"]


def test_an_update_cannot_change_what_is_fixed(admin: Administrator) -> None:
    """Members that only CreateUserPool knows are ignored by UpdateUserPool."""
    before = admin.new_pool()

    admin(
        "UpdateUserPool",
        UserPoolId=before["Id"],
        UsernameAttributes=["email"],
        Schema=[{"Name": "role", "AttributeDataType": "String"}],
        UsernameConfiguration={"CaseSensitive": False},
    )

    assert admin.pool(before["Id"]) == before


def test_pools_are_deleted(admin: Administrator) -> None:
    """A deleted pool is unknown to every operation."""
    pool_id = admin.new_pool()["Id"]

    assert admin("DeleteUserPool", UserPoolId=pool_id) == {}

    expected = ("ResourceNotFoundException", f"User pool {pool_id} does not exist.")
    requests: dict[str, Members] = {
        "DescribeUserPool": {},
        "UpdateUserPool": {},
        "DeleteUserPool": {},
        "AddCustomAttributes": {
            "CustomAttributes": [{"Name": "role", "AttributeDataType": "String"}]
        },
    }
    for operation, members in requests.items():
        assert admin.refused(operation, UserPoolId=pool_id, **members) == expected


def test_protected_pools_are_not_deleted(admin: Administrator) -> None:
    """Deletion protection is told in the words that clean-up tools compare."""
    pool = admin.new_pool(DeletionProtection="ACTIVE")

    assert admin.refused("DeleteUserPool", UserPoolId=pool["Id"]) == (INVALID, PROTECTED)
    assert admin.pool(pool["Id"]) == pool


def test_pools_are_listed(admin: Administrator) -> None:
    """Each pool is listed once with its short form; the last page has no NextToken."""
    pools = {pool["Id"]: pool for pool in (admin.new_pool(), admin.new_pool(LambdaConfig={}))}
    first = admin("ListUserPools", MaxResults=1)
    second = admin("ListUserPools", MaxResults=1, NextToken=first["NextToken"])

    listed = [*first["UserPools"], *second["UserPools"]]
    short = ("Id", "Name", "LambdaConfig", "CreationDate", "LastModifiedDate")
    assert listed == [{name: pools[pool_id][name] for name in short} for pool_id in sorted(pools)]
    assert "NextToken" not in second


def test_a_listing_asks_how_many(admin: Administrator) -> None:
    """MaxResults is required."""
    assert admin.refused("ListUserPools") == (INVALID, HOW_MANY)


@pytest.mark.parametrize("token", ["garbage", "AAAA"])
def test_invented_page_tokens_are_refused(admin: Administrator, token: str) -> None:
    """A page token that we did not make is a wrong parameter."""
    error, _ = admin.refused("ListUserPools", MaxResults=1, NextToken=token)

    assert error == INVALID


def test_answers_hold_no_null(admin: Administrator) -> None:
    """No member of any description is null."""

    def has_null(value: Any) -> bool:  # noqa: ANN401 - any JSON value
        if isinstance(value, dict):
            return any(has_null(each) for each in value.values())
        if isinstance(value, list):
            return any(has_null(each) for each in value)
        return value is None

    assert not has_null(admin.new_pool())
    assert not has_null(admin.new_pool(**FULL))
