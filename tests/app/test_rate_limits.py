"""Rate limits of a server in production."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from app import development
from tests.app.conftest import OWN_KEY, OWN_SECRET
from tests.support.fetch import fetch
from tests.support.server import Server
from tests.support.tenant import boto3_client

DEADLINE_S = 20.0
CATEGORY = {"LimitClass": "API_CATEGORY", "Attributes": {"Category": "UserPoolRead"}}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server in production that limits requests."""
    env = {
        "COGNATE_SEALING_KEYS": OWN_KEY,
        "COGNATE_ROOT_ACCESS_KEY_ID": "AKOWN",
        "COGNATE_ROOT_SECRET_ACCESS_KEY": OWN_SECRET,
        "COGNATE_PASSWORD_HASH": "argon2id:m=19456,t=2,p=1",
        "COGNATE_RATE_LIMITS": "on",
    }
    with Server("memory:", env=env, command="serve") as running:
        yield running


@pytest.fixture(scope="module")
def api(server: Server) -> Any:  # noqa: ANN401 - boto3 makes its clients' types at run time
    """A client of the server."""
    return boto3_client(server.url, "AKOWN", OWN_SECRET)


def refusals(api: Any) -> list[Any]:  # noqa: ANN401 - boto3 makes its clients' types at run time
    """Ask forty times at once; what was refused."""

    def ask(_: int) -> Any:  # noqa: ANN401
        try:
            api.list_user_pools(MaxResults=1)
        except ClientError as error:
            return error.response
        return None

    with ThreadPoolExecutor(8) as threads:
        return [each for each in threads.map(ask, range(40)) if each is not None]


def test_a_limit_holds_until_another_is_set(server: Server, api: Any) -> None:  # noqa: ANN401
    """Too many requests are told when to come again; a greater limit is taken over in seconds."""
    refused = refusals(api)

    assert refused
    assert {each["Error"]["Code"] for each in refused} == {"TooManyRequestsException"}
    assert {each["ResponseMetadata"]["HTTPHeaders"]["retry-after"] for each in refused} == {"1"}

    told = fetch(f"{server.url}/metrics").text
    assert f'cognate_rate_limited_total{{limit="UserPoolRead"}} {len(refused)}.0' in told
    api.update_provisioned_limit(LimitDefinition=CATEGORY, RequestedLimitValue=10_000)
    deadline_s = time.monotonic() + DEADLINE_S
    while refusals(api):
        assert time.monotonic() < deadline_s
        time.sleep(0.5)
    # The other limits of the account are as they were.
    limit = api.get_provisioned_limit(LimitDefinition=CATEGORY)["Limit"]
    assert (limit["ProvisionedLimitValue"], limit["FreeLimitValue"]) == (10_000, 15)


def test_the_development_profile_limits_nothing(
    own_folder: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is set: people's tests make more requests than people do."""
    monkeypatch.setenv("COGNATE_RATE_LIMITS", "on")

    assert development.load().rate_limits == "off"
