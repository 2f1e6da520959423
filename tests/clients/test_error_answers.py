"""Every refusal has the class, the text and the status that clients know from Cognito."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.clients.errors import (
    branding,
    configuration,
    custom_challenges,
    domains,
    going_on,
    groups,
    identity_providers,
    imports,
    limits,
    linked_identities,
    lists_of_users,
    machines,
    own_attributes,
    passwords,
    people,
    places,
    remembered,
    resource_servers,
    risk,
    second_factors,
    signing_in,
    signing_up,
    terms,
    ui_customization,
)
from tests.clients.errors.desk import ROWS, Desk, Row
from tests.support.deployments import (
    ACCESS_KEY_ID,
    REGION,
    SECRET_ACCESS_KEY,
    Deployment,
    Deployments,
)
from tests.support.raw import Connection, target

ALL = (
    branding,
    configuration,
    custom_challenges,
    domains,
    going_on,
    groups,
    limits,
    imports,
    identity_providers,
    linked_identities,
    lists_of_users,
    machines,
    own_attributes,
    passwords,
    people,
    places,
    remembered,
    resource_servers,
    risk,
    second_factors,
    signing_in,
    signing_up,
    terms,
    ui_customization,
)
"""Importing them registers their rows."""

GATEWAY = {"SerializationException"}
"""Not in the service's model, so that boto3 has no class for them."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql-two-servers"])
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """A running server on either database."""
    return deployments.get(request.param)


@pytest.fixture(scope="module")
def desk(deployment: Deployment) -> Desk:
    """What the rows are made of."""
    return Desk(deployment)


@pytest.fixture(scope="module")
def client(deployment: Deployment) -> Any:  # noqa: ANN401 - boto3 makes its clients' types at run time
    """A boto3 that leaves it to the server to judge the request."""
    return boto3.client(
        "cognito-idp",
        endpoint_url=deployment.url,
        region_name=REGION,
        aws_access_key_id=ACCESS_KEY_ID,
        aws_secret_access_key=SECRET_ACCESS_KEY,
        config=Config(retries={"total_max_attempts": 1}, proxies={}, parameter_validation=False),
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.operation}-{row.situation}")
def test_a_refusal_is_what_clients_know(client: Any, desk: Desk, row: Row) -> None:  # noqa: ANN401 - as the fixture
    """The operation in its situation answers the error of its row, letter for letter."""
    request = row.prepare(desk, row.operation)
    with pytest.raises(ClientError) as refused:
        getattr(client, xform_name(row.operation))(**request)
    error = refused.value.response["Error"]
    assert error["Code"] == row.error
    if row.message == "<unknown>":
        assert error["Message"]
    else:
        assert error["Message"] == row.expected(request)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert refused.value.response["ResponseMetadata"]["RequestId"]
    if row.error not in GATEWAY:
        assert type(refused.value) is getattr(client.exceptions, row.error)


@pytest.mark.parametrize("headers", [{}, {"X-Amz-Target": "nonsense"}, target("ListNonsense")])
def test_an_unknown_operation_is_told(deployment: Deployment, headers: dict[str, str]) -> None:
    """No target, or one that names no operation, is UnknownOperationException."""
    with Connection(deployment.ports[0]) as connection:
        answer = connection.post(b"{}", headers)
    assert (answer.status, answer.type) == (400, "UnknownOperationException")


@pytest.mark.parametrize(
    ("key_id", "error", "message"),
    [
        (None, "MissingAuthenticationTokenException", "Missing Authentication Token"),
        (
            "AKIANOBODY",
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        ),
    ],
)
def test_a_signature_is_asked_for(
    deployment: Deployment, key_id: str | None, error: str, message: str
) -> None:
    """A signed operation without a signature, or with that of an unknown key, is refused."""
    from botocore.credentials import Credentials

    key = Credentials(key_id, "secret") if key_id else None
    with Connection(deployment.ports[0]) as connection:
        answer = connection.post(
            json.dumps({"MaxResults": 1}).encode(), target("ListUserPools"), sign=key
        )
    assert (answer.type, answer.message) == (error, message)
