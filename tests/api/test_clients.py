"""The operations of app clients, from outside."""

from __future__ import annotations

from typing import Final

import pytest

from tests.api.administration import Administrator
from tests.api.pool_shapes import INVALID, without
from tests.api.stage import Members

ARN: Final = "arn:aws:mobiletargeting:us-east-1:000000000000:apps/1"

FULL: Final[Members] = {
    "RefreshTokenValidity": 90,
    "AccessTokenValidity": 30,
    "IdTokenValidity": 600,
    "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "seconds"},
    "ReadAttributes": ["email", "email_verified"],
    "WriteAttributes": ["email"],
    "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"],
    "SupportedIdentityProviders": ["COGNITO"],
    "CallbackURLs": ["https://app.example.com/back", "myapp://back"],
    "LogoutURLs": ["http://localhost:3000/"],
    "DefaultRedirectURI": "myapp://back",
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["openid", "email"],
    "AllowedOAuthFlowsUserPoolClient": True,
    "AnalyticsConfiguration": {"ApplicationArn": ARN, "UserDataShared": True},
    "PreventUserExistenceErrors": "ENABLED",
    "EnableTokenRevocation": False,
    "EnablePropagateAdditionalUserContextData": True,
    "AuthSessionValidity": 15,
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
}
"""Every member that both operations take, with a value that is not its default."""

DEFAULTS: Final[Members] = {
    "RefreshTokenValidity": 30,
    "EnableTokenRevocation": True,
    "EnablePropagateAdditionalUserContextData": False,
    "AllowedOAuthFlowsUserPoolClient": False,
    "PreventUserExistenceErrors": "LEGACY",
    "AuthSessionValidity": 3,
}

UPDATABLE: Final = (*FULL, "ClientName")
ANALYTICS: Final = (
    "Invalid analytics configuration given, either <application arn> or <application id, role arn,"
    " external id> are valid"
)


@pytest.fixture
def pool_id(admin: Administrator) -> str:
    """The id of a pool."""
    made: str = admin.new_pool()["Id"]
    return made


def settings(client: Members) -> Members:
    """Those members of a description that an update takes."""
    return {name: value for name, value in client.items() if name in UPDATABLE}


def test_a_plain_client_shows_the_documented_defaults(admin: Administrator, pool_id: str) -> None:
    """A client made with a name shows the defaults of the service and nothing else."""
    client = admin.new_client(pool_id)

    shown = without(client, "ClientId", "CreationDate", "LastModifiedDate")
    assert shown == DEFAULTS | {
        "UserPoolId": pool_id,
        "ClientName": "app",
        "ClientType": "REGULAR",
    }
    assert client["CreationDate"] == client["LastModifiedDate"] == 1_767_258_000.0
    assert admin.client(pool_id, client["ClientId"]) == client


def test_everything_that_was_set_is_shown(admin: Administrator, pool_id: str) -> None:
    """A client made with every member shows each of them as it was given, and its secret."""
    client = admin.new_client(pool_id, GenerateSecret=True, **FULL)

    assert {name: client[name] for name in FULL} == FULL
    assert len(client["ClientSecret"]) == 52
    assert "GenerateSecret" not in client
    assert admin.client(pool_id, client["ClientId"]) == client


def test_a_chosen_secret_is_shown(admin: Administrator, pool_id: str) -> None:
    """ClientSecret is taken over as given."""
    client = admin.new_client(pool_id, ClientSecret="s" * 24)

    assert client["ClientSecret"] == "s" * 24


@pytest.mark.parametrize("members", [{}, FULL], ids=["plain", "full"])
def test_a_description_can_be_sent_back(
    admin: Administrator, pool_id: str, members: Members
) -> None:
    """Updating a client with what describe shows changes nothing but the date."""
    before = admin.new_client(pool_id, GenerateSecret=True, **members)
    admin.world.clock.advance(s=1.5)

    answer = admin(
        "UpdateUserPoolClient",
        UserPoolId=pool_id,
        ClientId=before["ClientId"],
        **settings(before),
    )

    after = admin.client(pool_id, before["ClientId"])
    assert answer["UserPoolClient"] == after
    assert after == before | {"LastModifiedDate": before["LastModifiedDate"] + 1.5}


def test_an_update_resets_what_it_leaves_out(admin: Administrator, pool_id: str) -> None:
    """After an update with a name only, that name and the secret are left."""
    before = admin.new_client(pool_id, GenerateSecret=True, **FULL)

    admin(
        "UpdateUserPoolClient",
        UserPoolId=pool_id,
        ClientId=before["ClientId"],
        ClientName="other",
    )

    after = admin.client(pool_id, before["ClientId"])
    assert settings(after) == DEFAULTS | {"ClientName": "other"}
    assert after["ClientSecret"] == before["ClientSecret"]


def test_empty_lists_count_as_none(admin: Administrator, pool_id: str) -> None:
    """What infrastructure tools send for lists that nobody set leaves the defaults in place."""
    lists: Members = {name: [] for name, value in FULL.items() if isinstance(value, list)}

    client = admin.new_client(pool_id, **lists)

    assert settings(client) == DEFAULTS | {"ClientName": "app"}
    stored = admin.world.services.clients.describe(client["UserPoolId"], client["ClientId"]).client
    assert (stored.read_attributes, stored.write_attributes) == (None, None)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"RefreshTokenValidity": 0}, {"RefreshTokenValidity": 30}),
        (
            {"RefreshTokenValidity": 0, "TokenValidityUnits": {"RefreshToken": "hours"}},
            {"RefreshTokenValidity": 720, "TokenValidityUnits": {"RefreshToken": "hours"}},
        ),
        (
            {"TokenValidityUnits": {}},
            {"RefreshTokenValidity": 30},
        ),
        (
            {"RefreshTokenRotation": {"Feature": "DISABLED"}},
            {"RefreshTokenValidity": 30, "RefreshTokenRotation": {"Feature": "DISABLED"}},
        ),
    ],
    ids=str,
)
def test_token_settings_are_shown_as_they_count(
    admin: Administrator, pool_id: str, given: Members, shown: Members
) -> None:
    """No lifetime means 30 days in whatever unit; nothing is shown that was not set."""
    client = admin.new_client(pool_id, **given)

    assert settings(client) == DEFAULTS | {"ClientName": "app"} | shown


@pytest.mark.parametrize(
    "analytics",
    [
        {"ApplicationId": "ab12", "RoleArn": ARN, "ExternalId": "outside"},
        {"ApplicationArn": ARN},
    ],
    ids=str,
)
def test_analytics_are_kept(admin: Administrator, pool_id: str, analytics: Members) -> None:
    """Both forms of AnalyticsConfiguration are given back."""
    client = admin.new_client(pool_id, AnalyticsConfiguration=analytics)

    assert client["AnalyticsConfiguration"] == analytics


REFUSED: list[tuple[Members, str, str]] = [
    ({"AnalyticsConfiguration": {"ApplicationId": "ab12"}}, INVALID, ANALYTICS),
    (
        {"AnalyticsConfiguration": {"ApplicationArn": ARN, "ApplicationId": "ab12"}},
        INVALID,
        ANALYTICS,
    ),
    (
        {"AccessTokenValidity": 4, "TokenValidityUnits": {"AccessToken": "minutes"}},
        INVALID,
        "Invalid range for token validity.",
    ),
    (
        {"WriteAttributes": ["custom:role"]},
        INVALID,
        "Invalid write attributes specified while creating a client",
    ),
    (
        {"AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["openid"]},
        "InvalidOAuthFlowException",
        "client_credentials flow can not be selected if client does not have a client secret.",
    ),
    (
        FULL | {"EnablePropagateAdditionalUserContextData": False, "AllowedOAuthScopes": ["a/b"]},
        "ScopeDoesNotExistException",
        "Invalid scope requested: a/b",
    ),
]


@pytest.mark.parametrize(("members", "error", "text"), REFUSED, ids=str)
def test_a_refused_client_is_told_why(
    admin: Administrator, pool_id: str, members: Members, error: str, text: str
) -> None:
    """Settings that cannot be are refused in the words of their rule, and nothing changes."""
    client = admin.new_client(pool_id)
    to_client = {"UserPoolId": pool_id, "ClientId": client["ClientId"]}

    created = admin.refused(
        "CreateUserPoolClient", UserPoolId=pool_id, ClientName="other", **members
    )
    updated = admin.refused("UpdateUserPoolClient", **to_client, **members)

    assert created == updated == (error, text)
    assert len(admin("ListUserPoolClients", UserPoolId=pool_id)["UserPoolClients"]) == 1
    assert admin.client(pool_id, client["ClientId"]) == client


def test_the_flow_that_the_model_forgot_is_accepted(admin: Administrator, pool_id: str) -> None:
    """ALLOW_CLIENT_TOKEN_AUTH is accepted although the model's enumeration lacks it (ruling 37)."""
    flows = ["ALLOW_CLIENT_TOKEN_AUTH"]

    client = admin.new_client(pool_id, GenerateSecret=True, ExplicitAuthFlows=flows)

    assert client["ExplicitAuthFlows"] == flows


def test_clients_are_deleted(admin: Administrator, pool_id: str) -> None:
    """A deleted client is unknown to every operation."""
    client_id = admin.new_client(pool_id)["ClientId"]
    to_client = {"UserPoolId": pool_id, "ClientId": client_id}

    assert admin("DeleteUserPoolClient", **to_client) == {}

    expected = ("ResourceNotFoundException", f"User pool client {client_id} does not exist.")
    for operation in ("Describe", "Update", "Delete"):
        assert admin.refused(f"{operation}UserPoolClient", **to_client) == expected


def test_clients_are_listed(admin: Administrator, pool_id: str) -> None:
    """Each client of the pool is listed once, by id; the last page has no NextToken."""
    ids = sorted(admin.new_client(pool_id)["ClientId"] for _ in range(3))
    admin.new_client(admin.new_pool()["Id"])

    first = admin("ListUserPoolClients", UserPoolId=pool_id, MaxResults=2)
    second = admin(
        "ListUserPoolClients", UserPoolId=pool_id, MaxResults=2, NextToken=first["NextToken"]
    )

    assert [*first["UserPoolClients"], *second["UserPoolClients"]] == [
        {"ClientId": client_id, "UserPoolId": pool_id, "ClientName": "app"} for client_id in ids
    ]
    assert "NextToken" not in second


def test_a_type_of_clients_can_be_listed(admin: Administrator, pool_id: str) -> None:
    """ClientType REGULAR lists all clients, DCR none."""
    admin.new_client(pool_id)

    def count(client_type: str) -> int:
        answer = admin("ListUserPoolClients", UserPoolId=pool_id, ClientType=client_type)
        return len(answer["UserPoolClients"])

    assert (count("REGULAR"), count("DCR")) == (1, 0)


def test_a_page_token_of_another_pool_is_refused(admin: Administrator, pool_id: str) -> None:
    """A page token made for one pool opens nothing in another (SEC-41)."""
    other = admin.new_pool()["Id"]
    for _ in range(2):
        admin.new_client(other)
    token = admin("ListUserPoolClients", UserPoolId=other, MaxResults=1)["NextToken"]

    error, _ = admin.refused("ListUserPoolClients", UserPoolId=pool_id, NextToken=token)

    assert error == INVALID
