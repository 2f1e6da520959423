"""boto3, as an administrator of groups; what is in the tokens of who is in them; races."""

# ruff: noqa: ANN401 - boto3 makes its clients' types at run time

from __future__ import annotations

from typing import Any

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import Tenant, make_tenant, unique
from tests.support.world import claims_of

ADMIN = "arn:aws:iam::000000000000:role/admin"
READER = "arn:aws:iam::000000000000:role/reader"
TOLD = ("cognito:groups", "cognito:roles", "cognito:preferred_role")


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool where several processes write to one store."""
    return make_tenant(deployments.get(request.param))


def _told(tokens: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What access and ID token tell of groups."""
    both = (claims_of(tokens[name]) for name in ("AccessToken", "IdToken"))
    access, identity = ({name: claims[name] for name in TOLD if name in claims} for claims in both)
    return access, identity


def _group(tenant: Tenant, *members: str, **given: Any) -> dict[str, str]:
    """Make a group with some users; how requests name it."""
    of_group = {"UserPoolId": tenant.pool_id, "GroupName": unique("group")}
    tenant.api.create_group(**of_group, **given)
    for name in members:
        tenant.api.admin_add_user_to_group(**of_group, Username=name)
    return of_group


def test_a_group_is_made_used_and_deleted(tenant: Tenant) -> None:
    """Every operation once, with what boto3 makes of its answer."""
    name = tenant.user()
    of_group = _group(tenant, name, Description="Those who may", RoleArn=ADMIN, Precedence=2)
    of_user = {"UserPoolId": tenant.pool_id, "Username": name}

    group = tenant.api.get_group(**of_group)["Group"]
    assert group["CreationDate"] == group["LastModifiedDate"]
    assert (group["RoleArn"], group["Precedence"]) == (ADMIN, 2)
    changed = tenant.api.update_group(**of_group, Precedence=1)["Group"]
    assert (changed["RoleArn"], changed["Precedence"]) == (ADMIN, 1)
    assert tenant.api.admin_list_groups_for_user(**of_user)["Groups"] == [changed]
    (user,) = tenant.api.list_users_in_group(**of_group)["Users"]
    assert user["Username"] == name
    pages = tenant.api.get_paginator("list_groups").paginate(
        UserPoolId=tenant.pool_id, PaginationConfig={"PageSize": 1}
    )
    assert changed in [group for page in pages for group in page["Groups"]]

    tenant.api.admin_remove_user_from_group(**of_group, Username=name)
    assert tenant.api.list_users_in_group(**of_group)["Users"] == []
    tenant.api.delete_group(**of_group)
    with pytest.raises(tenant.api.exceptions.ResourceNotFoundException):
        tenant.api.get_group(**of_group)


def test_tokens_tell_of_groups_as_they_are(tenant: Tenant) -> None:
    """At sign-in, and at a refresh after a group was deleted and another joined."""
    name = tenant.user()
    admins = _group(tenant, name, RoleArn=ADMIN, Precedence=1)
    readers = _group(tenant, name, RoleArn=READER)

    tokens = tenant.sign_in(name)
    groups = {"cognito:groups": [admins["GroupName"], readers["GroupName"]]}
    roles = {"cognito:roles": [ADMIN, READER], "cognito:preferred_role": ADMIN}
    assert _told(tokens) == (groups, {**groups, **roles})

    tenant.api.delete_group(**admins)
    groups = {"cognito:groups": [readers["GroupName"]]}
    roles = {"cognito:roles": [READER], "cognito:preferred_role": READER}
    refreshed = tenant.refresh(tokens["RefreshToken"])
    assert _told(refreshed) == (groups, {**groups, **roles})
    assert "groups" not in str(tenant.api.get_user(AccessToken=refreshed["AccessToken"]))

    tenant.api.admin_remove_user_from_group(**readers, Username=name)
    assert _told(tenant.refresh(tokens["RefreshToken"])) == ({}, {})


def test_a_group_is_made_by_one_of_many(tenant: Tenant) -> None:
    """Of twenty who make a group at once one makes it, and the others are told that it exists."""
    of_group = {"UserPoolId": tenant.pool_id, "GroupName": unique("group")}

    made = outcomes(20, lambda number: tenant.api.create_group(**of_group, Precedence=number))

    refused = [each for each in made if isinstance(each, Exception)]
    assert len(refused) == 19
    assert {type(each) for each in refused} == {tenant.api.exceptions.GroupExistsException}
    (number,) = (at for at, each in enumerate(made) if not isinstance(each, Exception))
    assert tenant.api.get_group(**of_group)["Group"]["Precedence"] == number


def test_nobody_is_in_a_group_that_is_gone(tenant: Tenant) -> None:
    """Of users who are put into a group while it is deleted none is in it, or in its successor."""
    names = [tenant.user() for _ in range(5)]
    not_found = tenant.api.exceptions.ResourceNotFoundException
    for _ in range(3):
        of_group = _group(tenant)

        def change(number: int, of_group: dict[str, str] = of_group) -> None:
            if number == len(names) // 2:
                tenant.api.delete_group(**of_group)
            else:
                tenant.api.admin_add_user_to_group(**of_group, Username=names[number])

        changed = outcomes(len(names), change)
        assert changed[len(names) // 2] is None
        assert all(each is None or isinstance(each, not_found) for each in changed)
        for name in names:
            of_user = {"UserPoolId": tenant.pool_id, "Username": name}
            assert tenant.api.admin_list_groups_for_user(**of_user)["Groups"] == []
        tenant.api.create_group(**of_group)
        assert tenant.api.list_users_in_group(**of_group)["Users"] == []
