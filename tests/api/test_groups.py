"""The nine operations on groups, as the wire has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.administration import Administrator, PoolDesk, administration

ROLE = "arn:aws:iam::000000000000:role/admin"
GROUP_NOT_FOUND = ("ResourceNotFoundException", "Group not found.")
NO_USER = ("UserNotFoundException", "User does not exist.")
UNKNOWN_POOL = "us-east-1_Unknown01"
INVALID_TOKEN = ("InvalidParameterException", "Invalid pagination token given.")


class Pool(PoolDesk):
    """A pool with an e-mail alias, in which operations are called."""

    def __init__(self, admin: Administrator) -> None:
        super().__init__(admin, AliasAttributes=["email"])

    def user(self, name: str, **given: str) -> str:
        """Make a user; his sub."""
        attributes = [{"Name": key, "Value": value} for key, value in given.items()]
        made = self(
            "AdminCreateUser",
            Username=name,
            UserAttributes=attributes,
            MessageAction="SUPPRESS",
        )["User"]
        (sub,) = (each["Value"] for each in made["Attributes"] if each["Name"] == "sub")
        return str(sub)

    def group(self, name: str, *members: str, **given: Any) -> Any:  # noqa: ANN401 - any member
        """Make a group with some users; its description."""
        made = self("CreateGroup", GroupName=name, **given)["Group"]
        for member in members:
            self("AdminAddUserToGroup", GroupName=name, Username=member)
        return made

    def groups_of(self, username: str) -> list[str]:
        """The names of a user's groups."""
        listed = self("AdminListGroupsForUser", Username=username)["Groups"]
        return [group["GroupName"] for group in listed]

    def users_in(self, group: str) -> list[str]:
        """The names of a group's users, sorted."""
        listed = self("ListUsersInGroup", GroupName=group)["Users"]
        return sorted(user["Username"] for user in listed)


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


@pytest.fixture
def pool(service: Administrator) -> Pool:
    """A pool of its own for each test."""
    return Pool(service)


def test_a_group_is_shown_with_what_was_given(pool: Pool) -> None:
    """Description, role and precedence, also a precedence of zero, and the two dates."""
    given = {"Description": "Those who may", "RoleArn": ROLE, "Precedence": 0}

    made = pool.group("admins", **given)

    now_s = pool.admin.world.clock.now_ms() / 1000
    dates = {"CreationDate": now_s, "LastModifiedDate": now_s}
    assert made == {"GroupName": "admins", "UserPoolId": pool.id, **given, **dates}
    assert pool("GetGroup", GroupName="admins") == {"Group": made}


def test_what_was_not_given_is_absent(pool: Pool) -> None:
    """A group of which nothing was said has its name, its pool and its dates."""
    made = pool.group("readers")

    assert made.keys() == {"GroupName", "UserPoolId", "CreationDate", "LastModifiedDate"}


@pytest.mark.parametrize("name", ["ärzte", "管理者", "a/b|c=d", "😀", "x" * 128])
def test_names_are_letters_marks_numbers_and_signs(pool: Pool, name: str) -> None:
    """Any of them, 128 at most, names a group and finds it."""
    pool.group(name)

    assert pool("GetGroup", GroupName=name)["Group"]["GroupName"] == name


@pytest.mark.parametrize(
    "members",
    [
        {"GroupName": ""},
        {"GroupName": "two words"},
        {"GroupName": "a\tb"},
        {"GroupName": "x" * 129},
        {"Precedence": -1},
        {"Description": "x" * 2049},
        {"RoleArn": "arn:aws:iam::1:role"},
        {"RoleArn": "not an arn, but longer than twenty"},
    ],
    ids=str,
)
@pytest.mark.parametrize("operation", ["CreateGroup", "UpdateGroup"])
def test_a_group_is_made_and_changed_within_the_model(
    pool: Pool, operation: str, members: dict[str, Any]
) -> None:
    """Names, precedences, descriptions and roles beyond its constraints are refused."""
    request = {"GroupName": "admins", **members}

    assert pool.refused(operation, **request)[0] == "InvalidParameterException"


def test_a_name_is_given_once(pool: Pool) -> None:
    """A second group of the name is refused and changes nothing; capitals make another name."""
    pool.group("admins", Precedence=1)

    assert pool.refused("CreateGroup", GroupName="admins", Precedence=2) == (
        "GroupExistsException",
        "A group with the name already exists.",
    )
    pool.group("Admins")
    assert pool("GetGroup", GroupName="admins")["Group"]["Precedence"] == 1


def test_a_pool_has_so_many_groups(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more than the quota is refused, and is not there."""
    monkeypatch.setattr("domain.pools.groups.GROUPS_MAX", 2)
    pool.group("a")
    pool.group("b")

    assert pool.refused("CreateGroup", GroupName="c")[0] == "LimitExceededException"
    assert pool.refused("GetGroup", GroupName="c") == GROUP_NOT_FOUND


def test_an_update_leaves_what_it_does_not_name(pool: Pool) -> None:
    """What is given is set, what is not given stays, and so does the date of creation."""
    made = pool.group("admins", Description="old", RoleArn=ROLE, Precedence=3)
    pool.admin.world.clock.advance(s=5)

    changed = pool("UpdateGroup", GroupName="admins", Precedence=0)["Group"]

    assert changed == made | {"Precedence": 0, "LastModifiedDate": made["CreationDate"] + 5}
    assert pool("GetGroup", GroupName="admins")["Group"] == changed


def test_a_deleted_group_leaves_its_users(pool: Pool) -> None:
    """Users stay, in no such group, also when its name is given again."""
    pool.user("ann")
    pool.group("admins", "ann")
    pool.group("readers", "ann")

    assert pool("DeleteGroup", GroupName="admins") == {}

    assert pool.refused("GetGroup", GroupName="admins") == GROUP_NOT_FOUND
    assert pool.groups_of("ann") == ["readers"]
    pool.group("admins")
    assert pool.users_in("admins") == []


def test_a_user_is_in_a_group_once(pool: Pool) -> None:
    """He is put in twice and taken out twice."""
    pool.user("ann")
    pool.group("admins")
    both = {"GroupName": "admins", "Username": "ann"}

    assert [pool("AdminAddUserToGroup", **both) for _ in range(2)] == [{}, {}]
    assert (pool.groups_of("ann"), pool.users_in("admins")) == (["admins"], ["ann"])

    assert [pool("AdminRemoveUserFromGroup", **both) for _ in range(2)] == [{}, {}]
    assert (pool.groups_of("ann"), pool.users_in("admins")) == ([], [])


def test_a_user_is_found_by_any_of_his_names(pool: Pool) -> None:
    """By alias and by sub, whether he is disabled or not."""
    sub = pool.user("ann", email="ann@example.com", email_verified="true")
    pool("AdminDisableUser", Username="ann")
    pool.group("admins")

    for name in (sub, "ann@example.com", "ann"):
        pool("AdminAddUserToGroup", GroupName="admins", Username=name)
        assert pool.groups_of(name) == ["admins"]
        assert pool.users_in("admins") == ["ann"]
        pool("AdminRemoveUserFromGroup", GroupName="admins", Username=name)
        assert pool.groups_of(name) == []


def test_a_user_is_in_so_many_groups(pool: Pool) -> None:
    """The hundred and first is refused; who is in a hundred may be put into one of them again."""
    pool.user("ann")
    names = [f"group-{number:03}" for number in range(101)]
    for name in names[:100]:
        pool.group(name, "ann")
    pool.group(names[100])

    refusal = pool.refused("AdminAddUserToGroup", GroupName=names[100], Username="ann")
    assert refusal == ("TooManyRequestsException", "A user can be in at most 100 groups.")
    pool("AdminAddUserToGroup", GroupName=names[0], Username="ann")
    assert pool.users_in(names[100]) == []


def test_the_names_of_a_users_groups_fit_into_his_tokens(pool: Pool) -> None:
    """Names that would make an access token too long to be accepted are refused together."""
    pool.user("ann")
    names = [f"{number:02}" + "é" * 118 for number in range(26)]
    for name in names[:25]:
        pool.group(name, "ann")
    pool.group(names[25])

    refusal = pool.refused("AdminAddUserToGroup", GroupName=names[25], Username="ann")
    told = "The names of a user's groups are too long together to stand in his tokens."
    assert refusal == ("TooManyRequestsException", told)
    assert pool.users_in(names[25]) == []


def test_a_deleted_user_is_in_no_group(pool: Pool) -> None:
    """Neither he nor the next of his name."""
    pool.user("ann")
    pool.user("bob")
    pool.group("admins", "ann", "bob")

    pool("AdminDeleteUser", Username="ann")

    assert pool.users_in("admins") == ["bob"]
    pool.user("ann")
    assert pool.groups_of("ann") == []


def test_groups_of_a_pool_come_page_by_page(pool: Pool) -> None:
    """All groups by name, sixty at most at once, and no token after the last."""
    names = [f"group-{number:03}" for number in range(61)]
    for name in reversed(names):
        pool.group(name)

    first = pool("ListGroups", Limit=0)
    rest = pool("ListGroups", NextToken=first["NextToken"])

    pages = [[group["GroupName"] for group in page["Groups"]] for page in (first, rest)]
    assert pages == [names[:60], names[60:]]
    assert rest.keys() == {"Groups"}
    assert pool("ListGroups", Limit=60)["Groups"] == first["Groups"]
    whole = pool("GetGroup", GroupName=names[60])["Group"]
    assert rest["Groups"] == [whole]


def test_users_of_a_group_come_page_by_page(pool: Pool) -> None:
    """Each once, as administrators see them, and nobody who is not in it."""
    people = [f"user-{number}" for number in range(5)]
    for name in people:
        pool.user(name, email=f"{name}@example.com")
    pool.group("admins", *people[:4])
    pool.group("others", people[4])

    first = pool("ListUsersInGroup", GroupName="admins", Limit=3)
    rest = pool("ListUsersInGroup", GroupName="admins", Limit=3, NextToken=first["NextToken"])

    assert (len(first["Users"]), len(rest["Users"]), rest.keys()) == (3, 1, {"Users"})
    users = [*first["Users"], *rest["Users"]]
    assert sorted(user["Username"] for user in users) == people[:4]
    for user in users:
        assert user.keys() == {
            *("Username", "Attributes", "Enabled", "UserStatus"),
            *("UserCreateDate", "UserLastModifiedDate"),
        }
        assert {"Name": "email", "Value": f"{user['Username']}@example.com"} in user["Attributes"]


def test_groups_of_a_user_come_page_by_page(pool: Pool) -> None:
    """His alone, by name."""
    pool.user("ann")
    for name in "cab":
        pool.group(name, "ann")
    pool.group("d")
    everything = pool("AdminListGroupsForUser", Username="ann")["Groups"]

    first = pool("AdminListGroupsForUser", Username="ann", Limit=2)
    rest = pool("AdminListGroupsForUser", Username="ann", Limit=2, NextToken=first["NextToken"])

    assert first["Groups"] + rest["Groups"] == everything
    assert [group["GroupName"] for group in everything] == ["a", "b", "c"]
    assert rest.keys() == {"Groups"}


def test_a_page_token_opens_its_own_listing_only(pool: Pool, service: Administrator) -> None:
    """Not that of another pool, group, user or operation, and no token is anybody's invention."""
    other = Pool(service)
    for each in (pool, other):
        for name in ("ann", "bob"):
            each.user(name)
        for name in ("a", "b"):
            each.group(name, "ann", "bob")
    of_group = pool("ListUsersInGroup", GroupName="a", Limit=1)["NextToken"]
    of_user = pool("AdminListGroupsForUser", Username="ann", Limit=1)["NextToken"]
    of_pool = pool("ListGroups", Limit=1)["NextToken"]

    for token in (of_group, of_user, "invented"):
        assert pool.refused("ListGroups", NextToken=token) == INVALID_TOKEN
    assert other.refused("ListGroups", NextToken=of_pool) == INVALID_TOKEN
    refused = pool.refused("ListUsersInGroup", GroupName="b", NextToken=of_group)
    assert refused == INVALID_TOKEN
    refused = pool.refused("AdminListGroupsForUser", Username="bob", NextToken=of_user)
    assert refused == INVALID_TOKEN
    assert pool("ListGroups", NextToken=of_pool)["Groups"]


OF_GROUP = ("GetGroup", "UpdateGroup", "DeleteGroup", "ListUsersInGroup")
OF_BOTH = ("AdminAddUserToGroup", "AdminRemoveUserFromGroup")


@pytest.mark.parametrize("operation", [*OF_GROUP, *OF_BOTH])
def test_an_unknown_group_is_not_found(pool: Pool, operation: str) -> None:
    """One text for all."""
    pool.user("ann")
    request = {"GroupName": "unknown", **({"Username": "ann"} if operation in OF_BOTH else {})}

    assert pool.refused(operation, **request) == GROUP_NOT_FOUND


@pytest.mark.parametrize("operation", [*OF_BOTH, "AdminListGroupsForUser"])
def test_an_unknown_user_is_not_found(pool: Pool, operation: str) -> None:
    """Whether the group exists or not."""
    pool.group("admins")
    for group in ("admins", "unknown"):
        request = {"GroupName": group} if operation in OF_BOTH else {}
        assert pool.refused(operation, Username="nobody", **request) == NO_USER


@pytest.mark.parametrize(
    "operation", [*OF_GROUP, *OF_BOTH, "CreateGroup", "ListGroups", "AdminListGroupsForUser"]
)
def test_an_unknown_pool_is_not_found(pool: Pool, operation: str) -> None:
    """Before anything that is looked for in it."""
    request: dict[str, str] = {"UserPoolId": UNKNOWN_POOL}
    if "Admin" in operation:
        request["Username"] = "ann"
    if operation not in {"ListGroups", "AdminListGroupsForUser"}:
        request["GroupName"] = "admins"

    assert pool.refused(operation, **request) == (
        "ResourceNotFoundException",
        f"User pool {UNKNOWN_POOL} does not exist.",
    )
