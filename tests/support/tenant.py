"""One pool with one client in a running server, and people in it, for tests that speak the wire."""

# ruff: noqa: ANN401 - boto3 makes its clients' types at run time

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import boto3
from botocore.config import Config

from tests.support.deployments import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, Deployment
from tests.support.fetch import fetch

PASSWORD: Final = "Passw0rd!first"
NEW_PASSWORD: Final = "Passw0rd!second"
FLOWS: Final = (
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
)


@cache
def boto3_client(url: str, key_id: str = ACCESS_KEY_ID, secret: str = SECRET_ACCESS_KEY) -> Any:
    """Return a client that signs with the key and sends each request once."""
    return boto3.client(
        "cognito-idp",
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=key_id,
        aws_secret_access_key=secret,
        config=Config(retries={"total_max_attempts": 1}, proxies={}),
    )


def unique(name: str) -> str:
    """Return a name that no other test has."""
    return f"{name}-{secrets.token_hex(5)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """A pool and a client of it."""

    url: str
    pool_id: str
    client_id: str
    client_secret: str | None = None

    @property
    def api(self) -> Any:
        """A boto3 client that may do everything."""
        return boto3_client(self.url)

    @property
    def issuer(self) -> str:
        """What `iss` says in the pool's tokens."""
        return f"{self.url}/{self.pool_id}"

    def with_client(self, **options: Any) -> Tenant:
        """Return the pool with another client of it."""
        return _with_client(self.api, self.url, self.pool_id, options)

    def user(self, username: str | None = None, password: str = PASSWORD, **given: str) -> str:
        """Make a confirmed user; return his name."""
        name = self.invite(username, **given)
        self.api.admin_set_user_password(
            UserPoolId=self.pool_id, Username=name, Password=password, Permanent=True
        )
        return name

    def invite(
        self, username: str | None = None, temporary: str = "Temp0rary!word", **given: str
    ) -> str:
        """Make a user with a temporary password, without a message; return his name."""
        name = username or unique("user")
        self.api.admin_create_user(
            UserPoolId=self.pool_id,
            Username=name,
            TemporaryPassword=temporary,
            MessageAction="SUPPRESS",
            UserAttributes=attributes(given),
        )
        return name

    def sign_in(self, username: str, password: str = PASSWORD) -> dict[str, Any]:
        """Sign in by password; return the tokens."""
        answer = self.api.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": password},
        )
        tokens: dict[str, Any] = answer["AuthenticationResult"]
        return tokens

    def refresh(self, refresh_token: str) -> dict[str, Any]:
        """Refresh; return the tokens."""
        answer = self.api.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": refresh_token},
        )
        tokens: dict[str, Any] = answer["AuthenticationResult"]
        return tokens

    def with_rotation(self, grace_s: int) -> Tenant:
        """Return the pool with another client of it, whose refresh tokens rotate."""
        rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": grace_s}
        flows = [flow for flow in FLOWS if flow != "ALLOW_REFRESH_TOKEN_AUTH"]
        return self.with_client(ExplicitAuthFlows=flows, RefreshTokenRotation=rotation)

    def get_tokens(self, refresh_token: str) -> dict[str, Any]:
        """Refresh by the operation that may rotate; return the tokens."""
        answer = self.api.get_tokens_from_refresh_token(
            ClientId=self.client_id, RefreshToken=refresh_token
        )
        tokens: dict[str, Any] = answer["AuthenticationResult"]
        return tokens

    def code(self, to: str, purpose: str | None = None) -> str:
        """Return the code of the newest message to an address."""
        return str(self.messages(to, purpose)[-1]["code"])

    def messages(self, to: str, purpose: str | None = None) -> list[dict[str, str]]:
        """Return the messages to an address, oldest first."""
        query = {"to": to} | ({"purpose": purpose} if purpose else {})
        answer = fetch(f"{self.url}/_dev/outbox", query)
        answer.raise_for_status()
        found: list[dict[str, str]] = answer.json()["messages"]
        return found


def make_tenant(
    deployment: Deployment,
    pool: Mapping[str, Any] | None = None,
    client: Mapping[str, Any] | None = None,
) -> Tenant:
    """Make a pool that verifies e-mail addresses, and a client of it, unless told otherwise."""
    options = {"PoolName": "people", "AutoVerifiedAttributes": ["email"], **(pool or {})}
    api = boto3_client(deployment.url)
    made = api.create_user_pool(**options)["UserPool"]
    return _with_client(api, deployment.url, made["Id"], client or {})


def attributes(given: Mapping[str, str]) -> list[dict[str, str]]:
    """Return attributes as the wire lists them."""
    return [{"Name": name, "Value": value} for name, value in given.items()]


def _with_client(api: Any, url: str, pool_id: str, options: Mapping[str, Any]) -> Tenant:
    chosen = {"ClientName": "app", "ExplicitAuthFlows": list(FLOWS), **options}
    made = api.create_user_pool_client(UserPoolId=pool_id, **chosen)["UserPoolClient"]
    return Tenant(
        url=url,
        pool_id=pool_id,
        client_id=made["ClientId"],
        client_secret=made.get("ClientSecret"),
    )
