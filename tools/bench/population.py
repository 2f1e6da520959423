"""A pool, a client and enough users, made through the API of a running server."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import boto3
from botocore.config import Config

from tools.bench import hanging
from tools.bench.load import run
from tools.bench.servers import Served
from tools.bench.srp_client import SrpClient
from tools.bench.wire import connect, request

USERS: Final = 64
"""More than there are requests under way, so that no user's lock ever comes into play."""

HOOKED: Final = "hooked"
"""The user of the pool with a function."""

_FLOWS: Final = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchUser:
    """A confirmed user who has signed in once."""

    username: str
    password: str = field(repr=False)
    srp: SrpClient = field(repr=False)
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Where the load goes."""

    pid: int
    port: int
    client_id: str
    users: Sequence[BenchUser]
    hooked_client_id: str
    """Client of a pool whose PreAuthentication is `hanging.ARN`."""
    function_port: int


def populate(served: Served) -> Population:
    """Make everything; takes about two hashes a user. Raises BenchFailure, or botocore's errors."""
    api = boto3.client(
        "cognito-idp",
        endpoint_url=f"http://localhost:{served.port}",
        region_name="us-east-1",
        aws_access_key_id=served.access_key_id,
        aws_secret_access_key=served.secret_access_key,
        config=Config(retries={"total_max_attempts": 1}),
    )
    pool_id, client_id = _pool(api, {})
    names = [f"user-{number:03}" for number in range(USERS)]
    users = [_make(api, served.port, pool_id, client_id, name) for name in names]
    hooked_pool_id, hooked_client_id = _pool(api, {"PreAuthentication": hanging.ARN})
    api.sign_up(ClientId=hooked_client_id, Username=HOOKED, Password=f"Aa1!{secrets.token_hex(8)}")
    api.admin_confirm_sign_up(UserPoolId=hooked_pool_id, Username=HOOKED)
    return Population(
        pid=served.pid,
        port=served.port,
        client_id=client_id,
        users=users,
        hooked_client_id=hooked_client_id,
        function_port=served.function_port,
    )


def _pool(api: Any, functions: Mapping[str, str]) -> tuple[str, str]:  # noqa: ANN401 - botocore makes its classes at run time
    """Make a pool and a client of it; return the ids of both."""
    pool_id = api.create_user_pool(PoolName="bench", LambdaConfig=functions)["UserPool"]["Id"]
    client = api.create_user_pool_client(
        UserPoolId=pool_id, ClientName="bench", ExplicitAuthFlows=_FLOWS
    )
    return pool_id, client["UserPoolClient"]["ClientId"]


def _make(api: Any, port: int, pool_id: str, client_id: str, name: str) -> BenchUser:  # noqa: ANN401 - botocore makes its classes at run time
    password = f"Aa1!{secrets.token_hex(8)}"
    attributes = {"email": f"{name}@example.com", "given_name": "Ann", "family_name": "Example"}
    api.sign_up(
        ClientId=client_id,
        Username=name,
        Password=password,
        UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
    )
    api.admin_confirm_sign_up(UserPoolId=pool_id, Username=name)
    parameters = {"USERNAME": name, "PASSWORD": password}
    members = {
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": client_id,
        "AuthParameters": parameters,
    }
    tokens = json.loads(run(_ask(port, request("InitiateAuth", members, port))))
    result = tokens["AuthenticationResult"]
    pool_name = pool_id.partition("_")[2]
    return BenchUser(
        username=name,
        password=password,
        srp=SrpClient(pool_name, name, password, secrets.randbits(256)),
        access_token=result["AccessToken"],
        refresh_token=result["RefreshToken"],
    )


async def _ask(port: int, message: bytes) -> bytes:
    line = await connect(port)
    try:
        return await line.ask(message)
    finally:
        line.close()
