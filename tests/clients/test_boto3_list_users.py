"""boto3 lists and searches the users of a pool where several processes write to one store."""

# ruff: noqa: ANN401 - boto3 makes its clients' types at run time

from __future__ import annotations

from typing import Any

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import Tenant, attributes, make_tenant

USERS = 7


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool with some users."""
    made = make_tenant(deployments.get(request.param))
    for number in range(USERS):
        made.invite(
            f"user-{number}",
            email=f"User{number}@example.com",
            phone_number=f"+1555010{number}",
            given_name="Ann" if number % 2 else "Bob",
            family_name=f"Lee {number}",
        )
    return made


def _paged(tenant: Tenant, size: int, **given: Any) -> list[list[str]]:
    """The names on each page that boto3's paginator brings."""
    pages = tenant.api.get_paginator("list_users").paginate(
        UserPoolId=tenant.pool_id, PaginationConfig={"PageSize": size}, **given
    )
    return [[user["Username"] for user in page["Users"]] for page in pages]


def _all(pages: list[list[str]]) -> list[str]:
    """The names on all pages."""
    return [name for page in pages for name in page]


def _found(tenant: Tenant, text: str) -> list[str]:
    """The names of those whom a filter finds."""
    answer = tenant.api.list_users(UserPoolId=tenant.pool_id, Filter=text)
    return sorted(user["Username"] for user in answer["Users"])


def test_the_paginator_brings_every_user_once(tenant: Tenant) -> None:
    """All of them, and those of a filter, in pages of two."""
    everybody = _paged(tenant, 2)
    assert [len(page) for page in everybody] == [2, 2, 2, 1]
    assert sorted(_all(everybody)) == [f"user-{number}" for number in range(USERS)]

    assert _paged(tenant, 2, Filter='family_name ^= "lee"') == [
        ["user-0", "user-1"],
        ["user-2", "user-3"],
        ["user-4", "user-5"],
        ["user-6"],
    ]
    bobs = _paged(tenant, 3, Filter='given_name = "bob"')
    assert [len(page) for page in bobs] == [3, 1]
    assert sorted(_all(bobs)) == ["user-0", "user-2", "user-4", "user-6"]


def test_each_user_is_shown_as_he_is_to_administrators(tenant: Tenant) -> None:
    """With his attributes, or with those asked for; what boto3 reads is what AdminGetUser says."""
    user = {"UserPoolId": tenant.pool_id, "Username": "user-3"}
    shown = tenant.api.admin_get_user(**user)
    given = {"UserPoolId": tenant.pool_id, "Filter": 'username = "user-3"'}

    (listed,) = tenant.api.list_users(**given)["Users"]
    (brief,) = tenant.api.list_users(**given, AttributesToGet=["email", "name"])["Users"]

    assert listed["Attributes"] == shown["UserAttributes"]
    for member in ("Username", "UserCreateDate", "UserLastModifiedDate", "Enabled", "UserStatus"):
        assert listed[member] == brief[member] == shown[member]
    assert brief["Attributes"] == attributes({"email": "User3@example.com"})


def test_a_filter_sees_what_was_just_changed(tenant: Tenant) -> None:
    """By whichever process: a new attribute, a status, a removal."""
    name = tenant.invite(name="Before")
    user = {"UserPoolId": tenant.pool_id, "Username": name}
    assert _found(tenant, 'name = "before"') == [name]

    tenant.api.admin_update_user_attributes(
        **user, UserAttributes=attributes({"name": 'A "quoted" name'})
    )
    assert _found(tenant, 'name = "before"') == []
    assert _found(tenant, r'name ^= "a \"quoted\""') == [name]
    tenant.api.admin_disable_user(**user)
    assert _found(tenant, 'status = "Disabled"') == [name]
    tenant.api.admin_set_user_password(**user, Password="Passw0rd!new", Permanent=True)
    assert _found(tenant, 'cognito:user_status = "confirmed"') == [name]
    tenant.api.admin_delete_user(**user)
    assert _found(tenant, 'status ^= "Dis"') == []


def test_every_searched_attribute_finds(tenant: Tenant) -> None:
    """By its whole value or its beginning."""
    (user,) = tenant.api.list_users(
        UserPoolId=tenant.pool_id, Filter='username = "user-5"', AttributesToGet=["sub"]
    )["Users"]
    sub = user["Attributes"][0]["Value"]

    for text in (
        'email = "user5@EXAMPLE.com"',
        'phone_number ^= "+15550105"',
        'family_name="lee 5"',
        f'sub = "{sub}"',
        f'"sub" ^= "{sub[:13]}"',
    ):
        assert _found(tenant, text) == ["user-5"], text


def test_pages_stay_whole_while_users_come_and_go(tenant: Tenant) -> None:
    """Who is there all the time is on exactly one page, whatever happens beside it."""
    doomed = [tenant.invite(given_name="Carl") for _ in range(4)]

    def act(number: int) -> list[list[str]] | None:
        if number == 0:
            return _paged(tenant, 2)
        tenant.api.admin_delete_user(UserPoolId=tenant.pool_id, Username=doomed[number - 1])
        tenant.invite(f"late-{number}", given_name="Dora")
        return None

    pages, *changed = outcomes(5, act)

    assert changed == [None] * 4
    assert isinstance(pages, list)
    seen = _all(pages)
    assert len(seen) == len(set(seen))
    assert {f"user-{number}" for number in range(USERS)} <= set(seen)
