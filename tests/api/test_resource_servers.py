"""The five operations on resource servers, as the wire has them, and clients of their scopes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.administration import Administrator, PoolDesk, administration
from tests.api.stage import Members

SHOP = "https://shop.example.com"
NOT_FOUND = ("ResourceNotFoundException", f"Resource server {SHOP} does not exist.")
UNKNOWN_POOL = "us-east-1_Unknown01"
INVALID_TOKEN = ("InvalidParameterException", "Invalid pagination token given.")
NO_SCOPE = ("ScopeDoesNotExistException", f"Invalid scope requested: {SHOP}/write")
MACHINE: Members = {"GenerateSecret": True, "AllowedOAuthFlows": ["client_credentials"]}


def scopes(*names: str) -> list[dict[str, str]]:
    """Scopes with something to say."""
    return [{"ScopeName": name, "ScopeDescription": f"May {name}"} for name in names]


class Pool(PoolDesk):
    """A pool in which operations are called."""

    def server(self, identifier: str = SHOP, *names: str) -> Members:
        """Make a server; its description."""
        given = {"Scopes": scopes(*names)} if names else {}
        made = self("CreateResourceServer", Identifier=identifier, Name="Shop", **given)
        server: Members = made["ResourceServer"]
        return server

    def shown(self, identifier: str = SHOP) -> Members:
        """Describe a server."""
        server: Members = self("DescribeResourceServer", Identifier=identifier)["ResourceServer"]
        return server


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


@pytest.fixture
def pool(service: Administrator) -> Pool:
    """A pool of its own for each test."""
    return Pool(service)


def test_a_server_is_shown_as_it_was_given(pool: Pool) -> None:
    """Identifier, name and scopes in their order, and nothing else."""
    made = pool.server(SHOP, "write", "read")

    assert made == {
        "UserPoolId": pool.id,
        "Identifier": SHOP,
        "Name": "Shop",
        "Scopes": scopes("write", "read"),
    }
    assert pool.shown() == made


def test_a_server_without_scopes_shows_none(pool: Pool) -> None:
    """The list is there and empty."""
    assert pool.server()["Scopes"] == []


@pytest.mark.parametrize(
    "members",
    [
        {"Identifier": ""},
        {"Identifier": "two words"},
        {"Identifier": 'quote"d'},
        {"Identifier": "x" * 257},
        {"Name": ""},
        {"Name": "x" * 257},
        {"Name": "a/b"},
        {"Scopes": [{"ScopeName": "a/b", "ScopeDescription": "-"}]},
        {"Scopes": [{"ScopeName": "a b", "ScopeDescription": "-"}]},
        {"Scopes": [{"ScopeName": "x" * 257, "ScopeDescription": "-"}]},
        {"Scopes": [{"ScopeName": "b", "ScopeDescription": ""}]},
        {"Scopes": [{"ScopeName": "a", "ScopeDescription": "x" * 257}]},
        {"Scopes": [{"ScopeName": "a"}]},
        {"Scopes": scopes(*(f"scope-{number}" for number in range(101)))},
        {"Scopes": scopes("read", "write", "read")},
    ],
    ids=lambda members: str(members)[:40],
)
@pytest.mark.parametrize("operation", ["CreateResourceServer", "UpdateResourceServer"])
def test_a_server_is_made_and_changed_within_the_model(
    pool: Pool, operation: str, members: Members
) -> None:
    """Identifiers, names and scopes beyond its constraints are refused, and a scope given twice."""
    request = {"Identifier": SHOP, "Name": "Shop", **members}

    assert pool.refused(operation, **request)[0] == "InvalidParameterException"


def test_a_server_has_a_hundred_scopes(pool: Pool) -> None:
    """As many as the model allows, of long names and the longest descriptions, come back."""
    names = [f"{number:03}{'x' * 249}" for number in range(100)]

    assert pool.server(SHOP, *names)["Scopes"] == pool.shown()["Scopes"] == scopes(*names)


def test_an_identifier_is_given_once(pool: Pool) -> None:
    """A second server of it is refused and changes nothing; capitals make another one."""
    made = pool.server(SHOP, "read")

    assert pool.refused("CreateResourceServer", Identifier=SHOP, Name="Other") == (
        "InvalidParameterException",
        f"{SHOP} already exists in user pool {pool.id}.",
    )
    pool.server(SHOP.upper())
    assert pool.shown() == made


def test_a_pool_has_so_many_servers(pool: Pool) -> None:
    """One more than the quota is refused, and is not there; where one goes another may come."""
    for number in range(25):
        pool.server(f"server-{number}")

    assert pool.refused("CreateResourceServer", Identifier=SHOP, Name="Shop")[0] == (
        "LimitExceededException"
    )
    assert pool.refused("DescribeResourceServer", Identifier=SHOP) == NOT_FOUND
    pool("DeleteResourceServer", Identifier="server-7")
    pool.server()


def test_an_update_replaces_name_and_scopes(pool: Pool) -> None:
    """Scopes that are not given are gone."""
    pool.server(SHOP, "read", "write")

    def updated(**members: Any) -> Members:  # noqa: ANN401 - any member
        answer = pool("UpdateResourceServer", Identifier=SHOP, **members)
        server: Members = answer["ResourceServer"]
        return server

    changed = updated(Name="New", Scopes=scopes("see"))
    assert (changed["Name"], changed["Scopes"]) == ("New", scopes("see"))
    assert pool.shown() == changed
    assert updated(Name="New") == pool.shown() == {**changed, "Scopes": []}


def test_a_deleted_server_is_gone(pool: Pool) -> None:
    """It is not described, changed or deleted again, and may be made again."""
    pool.server(SHOP, "read")

    assert pool("DeleteResourceServer", Identifier=SHOP) == {}

    for operation in ("DescribeResourceServer", "DeleteResourceServer"):
        assert pool.refused(operation, Identifier=SHOP) == NOT_FOUND
    assert pool.refused("UpdateResourceServer", Identifier=SHOP, Name="Shop") == NOT_FOUND
    assert pool.server()["Scopes"] == []


def test_servers_are_listed_by_identifier(pool: Pool) -> None:
    """In pages, each as it is described; all that fit where no number is given."""
    for identifier in ("c", "a", "B", "d", "b"):
        pool.server(identifier, "read")

    first = pool("ListResourceServers", MaxResults=2)
    second = pool("ListResourceServers", MaxResults=2, NextToken=first["NextToken"])
    last = pool("ListResourceServers", MaxResults=2, NextToken=second["NextToken"])

    found = [*first["ResourceServers"], *second["ResourceServers"], *last["ResourceServers"]]
    assert found == [pool.shown(identifier) for identifier in ("B", "a", "b", "c", "d")]
    assert "NextToken" not in last
    assert pool("ListResourceServers") == {"ResourceServers": found}


def test_a_page_token_is_of_its_list(pool: Pool, service: Administrator) -> None:
    """It opens no page of another pool, and none when it is changed."""
    for identifier in ("a", "b"):
        pool.server(identifier)
    token = pool("ListResourceServers", MaxResults=1)["NextToken"]

    assert Pool(service).refused("ListResourceServers", NextToken=token) == INVALID_TOKEN
    assert pool.refused("ListResourceServers", NextToken=f"{token}A") == INVALID_TOKEN
    assert pool.refused("ListResourceServers", MaxResults=51)[0] == "InvalidParameterException"


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("CreateResourceServer", {"Identifier": SHOP, "Name": "Shop"}),
        ("DescribeResourceServer", {"Identifier": SHOP}),
        ("UpdateResourceServer", {"Identifier": SHOP, "Name": "Shop"}),
        ("DeleteResourceServer", {"Identifier": SHOP}),
        ("ListResourceServers", {}),
    ],
)
def test_an_unknown_pool_has_no_servers(pool: Pool, operation: str, members: Members) -> None:
    """Each operation tells of the pool first."""
    assert pool.refused(operation, **members, UserPoolId=UNKNOWN_POOL) == (
        "ResourceNotFoundException",
        f"User pool {UNKNOWN_POOL} does not exist.",
    )


def test_servers_go_with_their_pool(pool: Pool) -> None:
    """A deleted pool has none."""
    pool.server()

    pool("DeleteUserPool")

    assert pool.refused("DescribeResourceServer", Identifier=SHOP)[0] == "ResourceNotFoundException"


def test_clients_are_allowed_scopes_that_exist(pool: Pool) -> None:
    """A scope of a server of the pool may be given to a client, another may not."""
    pool.server(SHOP, "read")
    allowed = {**MACHINE, "AllowedOAuthScopes": [f"{SHOP}/read"]}

    client = pool.admin.new_client(pool.id, **allowed)

    assert client["AllowedOAuthScopes"] == [f"{SHOP}/read"]
    wrong = {**MACHINE, "ClientName": "app", "AllowedOAuthScopes": [f"{SHOP}/write"]}
    assert pool.refused("CreateUserPoolClient", **wrong) == NO_SCOPE
    of_client = {"ClientId": client["ClientId"], "AllowedOAuthFlows": ["client_credentials"]}
    changed = {**of_client, "AllowedOAuthScopes": [f"{SHOP}/write"]}
    assert pool.refused("UpdateUserPoolClient", **changed) == NO_SCOPE


@pytest.mark.parametrize("way", ["server", "scope"])
def test_a_client_keeps_a_scope_that_is_gone(pool: Pool, way: str) -> None:
    """With the server or by itself; it is shown as before, but given to no client any more."""
    pool.server(SHOP, "write")
    allowed = {**MACHINE, "AllowedOAuthScopes": [f"{SHOP}/write"]}
    client = pool.admin.new_client(pool.id, **allowed)

    if way == "server":
        pool("DeleteResourceServer", Identifier=SHOP)
    else:
        pool("UpdateResourceServer", Identifier=SHOP, Name="Shop")

    assert pool.admin.client(pool.id, client["ClientId"]) == client
    assert pool.refused("CreateUserPoolClient", ClientName="app", **allowed) == NO_SCOPE
