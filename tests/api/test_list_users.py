"""ListUsers as the wire has it: filters, attributes, pages and their tokens."""

# ruff: noqa: ANN401 - any member

from __future__ import annotations

from typing import Any

import pytest

from tests.api.administration import Administrator

HOUR_MS = 3_600_000
TOKEN_REFUSED = ("InvalidParameterException", "Invalid pagination token given.")
UNKNOWN_ATTRIBUTE = (
    "InvalidParameterException",
    "One or more requested attributes do not exist.",
)


class Pool:
    """A pool in which users are made and listed."""

    def __init__(self, admin: Administrator) -> None:
        self.admin = admin
        self.id = admin.new_pool(
            Schema=[{"Name": "role", "AttributeDataType": "String", "Mutable": True}]
        )["Id"]

    def user(self, username: str, **attributes: str) -> dict[str, Any]:
        """Make a user."""
        given = [{"Name": name, "Value": value} for name, value in attributes.items()]
        user: dict[str, Any] = self.admin(
            "AdminCreateUser",
            UserPoolId=self.id,
            Username=username,
            UserAttributes=given,
            MessageAction="SUPPRESS",
        )["User"]
        return user

    def change(self, operation: str, username: str, **request: Any) -> None:
        """Change a user."""
        self.admin(operation, UserPoolId=self.id, Username=username, **request)

    def listed(self, **request: Any) -> dict[str, Any]:
        """ListUsers."""
        return self.admin("ListUsers", **{"UserPoolId": self.id, **request})

    def names(self, text: str, **request: Any) -> list[str]:
        """The names of those whom a filter finds."""
        return [user["Username"] for user in self.listed(Filter=text, **request)["Users"]]

    def refused(self, **request: Any) -> tuple[str, str]:
        """How a request is refused."""
        return self.admin.refused("ListUsers", **{"UserPoolId": self.id, **request})


@pytest.fixture
def pool(admin: Administrator) -> Pool:
    """The pool."""
    return Pool(admin)


def test_users_come_page_by_page(pool: Pool) -> None:
    """Sixty at a time unless asked otherwise, each once and whole; the last page has no token."""
    made = {name: pool.user(name) for name in (f"user-{number:02}" for number in range(61))}

    first = pool.listed()
    last = pool.listed(PaginationToken=first["PaginationToken"])

    assert (len(first["Users"]), len(last["Users"]), list(last)) == (60, 1, ["Users"])
    assert {user["Username"]: user for user in first["Users"] + last["Users"]} == made
    assert pool.listed(Limit=0)["Users"] == first["Users"]
    assert len(pool.listed(Limit=2)["Users"]) == 2


def test_a_pool_without_users_has_an_empty_page(pool: Pool) -> None:
    """The list is there, and no token."""
    assert pool.listed() == {"Users": []}
    assert pool.listed(Filter='name = "x"') == {"Users": []}


def test_a_filter_finds_by_every_attribute(pool: Pool) -> None:
    """Each of the ten, by `=` and `^=`, with blanks and quotes where the language allows them."""
    attributes = {
        "email": "Ann@Example.com",
        "phone_number": "+15550100",
        "name": 'Ann "The Ox" Lee',
        "given_name": "Ann",
        "family_name": "Lee\\Low",
        "preferred_username": "annie",
    }
    ann = pool.user("ann", **attributes)
    pool.user("bob", **dict.fromkeys(("name", "given_name", "family_name"), "Bob"))
    (sub,) = (each["Value"] for each in ann["Attributes"] if each["Name"] == "sub")

    for text in (
        'email = "ann@example.COM"',
        ' "phone_number"^="+1555" ',
        r'name = "ann \"the ox\" lee"',
        'given_name ^= "a"',
        r'family_name = "lee\\low"',
        r'family_name = "lee\low"',
        'preferred_username = "ANNIE"',
        'username = "ann"',
        f'sub = "{sub}"',
        f'sub ^= "{sub[:9]}"',
    ):
        assert pool.names(text) == ["ann"], text
    assert pool.names('username = "Ann"') == []
    assert pool.names('name = "Ann"') == []
    assert sorted(pool.names('username ^= ""')) == ["ann", "bob"]


def test_a_filter_finds_by_status(pool: Pool) -> None:
    """`status` is whether a user is enabled, `cognito:user_status` where he stands."""
    for name in ("ann", "bob"):
        pool.user(name)
    pool.change("AdminDisableUser", "ann")
    pool.change("AdminSetUserPassword", "bob", Password="Passw0rd!bob", Permanent=True)

    assert pool.names('status = "Disabled"') == ["ann"]
    assert pool.names('status = "Enabled"') == ["bob"]
    assert pool.names('status = "disabled"') == []
    assert pool.names('cognito:user_status = "force_change_password"') == ["ann"]
    assert pool.names('cognito:user_status = "Confirmed"') == ["bob"]
    pool.change("AdminEnableUser", "ann")
    assert pool.names('status = "Disabled"') == []


def test_a_filter_follows_what_becomes_of_a_user(pool: Pool) -> None:
    """He is found by what he is now, and not when he is gone."""
    pool.user("ann", name="Ann", given_name="A")
    changed = [{"Name": "name", "Value": "Bea"}]

    pool.change("AdminUpdateUserAttributes", "ann", UserAttributes=changed)
    pool.change("AdminDeleteUserAttributes", "ann", UserAttributeNames=["given_name"])

    assert (pool.names('name = "Ann"'), pool.names('name = "bea"')) == ([], ["ann"])
    assert pool.names('given_name ^= ""') == []
    pool.change("AdminDeleteUser", "ann")
    assert pool.names('name = "Bea"') == []


def test_found_users_ascend_by_what_is_sought(pool: Pool) -> None:
    """Pages of a search are in the order of its values."""
    for name, given in (("c", "Jan"), ("a", "jon"), ("b", "JOE")):
        pool.user(name, given_name=given)
    text = 'given_name ^= "j"'

    first = pool.listed(Filter=text, Limit=2)
    rest = pool.listed(Filter=text, Limit=2, PaginationToken=first["PaginationToken"])

    assert [user["Username"] for user in first["Users"] + rest["Users"]] == ["c", "b", "a"]
    assert rest.keys() == {"Users"}


def test_only_the_attributes_asked_for_are_shown(pool: Pool) -> None:
    """Those that a user has; what the pool does not know is refused, nothing asked for is all."""
    pool.user("ann", email="ann@example.com", **{"custom:role": "x"})

    def shown(*names: str) -> list[str]:
        (user,) = pool.listed(AttributesToGet=list(names))["Users"]
        return [each["Name"] for each in user["Attributes"]]

    assert shown("custom:role", "name", "sub") == ["sub", "custom:role"]
    assert shown("name") == []
    assert "email" in shown()
    for name in ("unknown", "custom:unknown", "role"):
        assert pool.refused(AttributesToGet=["email", name]) == UNKNOWN_ATTRIBUTE


def test_an_attribute_that_was_added_is_known_at_once(pool: Pool) -> None:
    """The schema is that of now, whatever was listed before."""
    pool.user("ann")
    assert pool.refused(AttributesToGet=["custom:new"]) == UNKNOWN_ATTRIBUTE

    new = [{"Name": "new", "AttributeDataType": "String"}]
    pool.admin("AddCustomAttributes", UserPoolId=pool.id, CustomAttributes=new)

    assert len(pool.listed(AttributesToGet=["custom:new"])["Users"]) == 1


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("email", "Error while parsing filter"),
        ("email = ann", "Error while parsing filter"),
        ('custom:role = "admin"', "Invalid search attribute: custom:role"),
        ('"address" ^= "x"', "Invalid search attribute: address"),
    ],
)
def test_a_bad_filter_is_refused(pool: Pool, text: str, refusal: str) -> None:
    """What cannot be read, and what is not searched."""
    assert pool.refused(Filter=text) == ("InvalidParameterException", refusal)


def test_a_filter_that_is_too_long_is_refused(pool: Pool) -> None:
    """256 characters are a filter, 257 none."""
    longest = f'name = "{"x" * 247}"'

    assert pool.names(longest) == []
    error, text = pool.refused(Filter=f"{longest} ")
    assert error == "InvalidParameterException"
    assert text.endswith("Member must have length less than or equal to 256")


def test_a_token_opens_the_listing_that_it_is_of(pool: Pool) -> None:
    """Another filter, other attributes, another pool or operation, or a changed token: refused."""
    for name in "abc":
        pool.user(name, name="x")
    given = {"Filter": 'name = "x"', "AttributesToGet": ["name"]}
    first = pool.listed(**given, Limit=1)
    token = {"PaginationToken": first["PaginationToken"]}

    for other in (
        {},
        {"Filter": given["Filter"]},
        {**given, "Filter": 'name ^= "x"'},
        {**given, "AttributesToGet": ["name", "sub"]},
        {**given, "AttributesToGet": ["sub"]},
        {**given, "UserPoolId": pool.admin.new_pool()["Id"]},
    ):
        assert pool.refused(**other, **token) == TOKEN_REFUSED
    changed = first["PaginationToken"][:-1] + ("A" if token["PaginationToken"][-1] != "A" else "B")
    for garbage in (changed, "x", "A" * 5_000):
        assert pool.refused(**given, PaginationToken=garbage) == TOKEN_REFUSED
    group = {"UserPoolId": pool.id, "GroupName": "g"}
    pool.admin("CreateGroup", **group)
    other_listing = pool.admin.refused(
        "ListUsersInGroup", **group, NextToken=first["PaginationToken"]
    )
    assert other_listing == TOKEN_REFUSED
    assert len(pool.listed(**given, **token, Limit=60)["Users"]) == 2


def test_a_token_lives_an_hour(pool: Pool) -> None:
    """Not a millisecond longer."""
    for name in "ab":
        pool.user(name)
    token = pool.listed(Limit=1)["PaginationToken"]

    pool.admin.world.clock.advance(ms=HOUR_MS - 1)
    assert len(pool.listed(Limit=1, PaginationToken=token)["Users"]) == 1
    pool.admin.world.clock.advance(ms=1)
    assert pool.refused(Limit=1, PaginationToken=token) == TOKEN_REFUSED


def test_a_token_of_the_longest_value_fits(pool: Pool) -> None:
    """A page may end at a user whose value is as long as values are."""
    longest = "\U0001f600" * 2_048
    for name in "abc":
        pool.user(name, name=longest)
    text = 'name ^= "\U0001f600"'

    first = pool.listed(Filter=text, Limit=2)
    assert len(first["PaginationToken"]) <= 2_048
    rest = pool.listed(Filter=text, PaginationToken=first["PaginationToken"])
    assert len(rest["Users"]) == 1


def test_an_unknown_pool_is_told(pool: Pool) -> None:
    """Also when it was there a moment ago."""
    pool.listed()
    pool.admin("DeleteUserPool", UserPoolId=pool.id)

    refused = ("ResourceNotFoundException", f"User pool {pool.id} does not exist.")
    assert pool.refused() == refused
    assert pool.refused(Filter='name = "x"') == refused


def test_the_size_of_a_pool_is_told(pool: Pool) -> None:
    """As long as they are few, users are counted."""
    assert pool.admin.pool(pool.id)["EstimatedNumberOfUsers"] == 0
    for name in "abc":
        pool.user(name)
    assert pool.admin.pool(pool.id)["EstimatedNumberOfUsers"] == 3
