"""The operations on secrets of clients, from outside."""

from __future__ import annotations

from tests.api.administration import Administrator
from tests.api.stage import Members


def scene(admin: Administrator, **members: object) -> Members:
    """The members that name a client."""
    pool_id = admin.new_pool()["Id"]
    return {"UserPoolId": pool_id, "ClientId": admin.new_client(pool_id, **members)["ClientId"]}


def test_a_generated_secret_is_shown_when_it_is_made(admin: Administrator) -> None:
    """The value and the id, and the value in no list."""
    named = scene(admin, GenerateSecret=True)
    first = admin("ListUserPoolClientSecrets", **named)["ClientSecrets"]
    added = admin("AddUserPoolClientSecret", **named)["ClientSecretDescriptor"]

    assert set(added) == {"ClientSecretId", "ClientSecretValue", "ClientSecretCreateDate"}
    assert added["ClientSecretId"].startswith(f"{named['ClientId']}--")
    assert len(added["ClientSecretValue"]) == 52
    listed = admin("ListUserPoolClientSecrets", **named)
    assert set(listed) == {"ClientSecrets"}
    value = added.pop("ClientSecretValue")
    assert listed["ClientSecrets"] == [*first, added]
    assert value not in str(listed)


def test_a_given_secret_is_not_shown(admin: Administrator) -> None:
    """Whoever gave it has it."""
    named = scene(admin, GenerateSecret=True)
    given = "0123456789abcdefghijklmnop+_"

    added = admin("AddUserPoolClientSecret", **named, ClientSecret=given)

    assert set(added["ClientSecretDescriptor"]) == {"ClientSecretId", "ClientSecretCreateDate"}


def test_the_oldest_secret_is_described(admin: Administrator) -> None:
    """The second one is, when the first is gone."""
    named = scene(admin, GenerateSecret=True)
    first = admin("ListUserPoolClientSecrets", **named)["ClientSecrets"][0]
    added = admin("AddUserPoolClientSecret", **named)["ClientSecretDescriptor"]
    described = admin("DescribeUserPoolClient", **named)["UserPoolClient"]
    assert described["ClientSecret"] != added["ClientSecretValue"]

    deleted = admin("DeleteUserPoolClientSecret", **named, ClientSecretId=first["ClientSecretId"])

    assert deleted == {}
    described = admin("DescribeUserPoolClient", **named)["UserPoolClient"]
    assert described["ClientSecret"] == added["ClientSecretValue"]


def test_refusals(admin: Administrator) -> None:
    """A third secret, the last one, a public client, an unknown one, and a token never given."""
    named = scene(admin, GenerateSecret=True)
    only = admin("ListUserPoolClientSecrets", **named)["ClientSecrets"][0]["ClientSecretId"]
    last = admin.refused("DeleteUserPoolClientSecret", **named, ClientSecretId=only)
    admin("AddUserPoolClientSecret", **named)
    third = admin.refused("AddUserPoolClientSecret", **named)
    public = admin.refused("AddUserPoolClientSecret", **scene(admin))
    unknown = admin.refused("DeleteUserPoolClientSecret", **named, ClientSecretId="x--1")
    page = admin.refused("ListUserPoolClientSecrets", **named, NextToken="token")
    short = admin.refused("AddUserPoolClientSecret", **named, ClientSecret="a" * 23)

    assert last == (
        "InvalidParameterException",
        "The last secret of an app client cannot be deleted.",
    )
    assert third == ("LimitExceededException", "Client secrets cannot exceed limit of 2 secrets.")
    assert public == (
        "InvalidParameterException",
        "Client secrets can be added to an app client that has one only.",
    )
    assert unknown == ("ResourceNotFoundException", "Client secret does not exist.")
    assert page == ("InvalidParameterException", "Invalid pagination token given.")
    assert short[0] == "InvalidParameterException"


def test_an_update_leaves_the_secrets(admin: Administrator) -> None:
    """UpdateUserPoolClient replaces everything else."""
    named = scene(admin, GenerateSecret=True)
    admin("AddUserPoolClientSecret", **named)
    before = admin("ListUserPoolClientSecrets", **named)

    admin("UpdateUserPoolClient", **named, ClientName="renamed")

    assert admin("ListUserPoolClientSecrets", **named) == before
