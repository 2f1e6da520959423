"""The two requests of one sign-in, each at another server."""

from __future__ import annotations

import pytest

from tests.support.deployments import Deployment, Deployments
from tests.support.logged import operations_of
from tests.support.proof import right_answer
from tests.support.tenant import PASSWORD, Tenant, make_tenant


@pytest.fixture(scope="module")
def deployment(deployments: Deployments) -> Deployment:
    """Two servers on one PostgreSQL."""
    return deployments.get("postgresql-two-servers")


@pytest.fixture(scope="module")
def tenant(deployment: Deployment) -> Tenant:
    """A pool of both."""
    return make_tenant(deployment)


def test_a_sign_in_begins_at_one_server_and_ends_at_the_other(
    deployment: Deployment, tenant: Tenant
) -> None:
    """What one server asked the other accepts, and a client's requests reach them in turn."""
    name = tenant.user(password=PASSWORD)
    client = tenant.with_client()
    tokens = client.api.respond_to_auth_challenge(**right_answer(client, name))
    assert tokens["AuthenticationResult"]["AccessToken"]
    steps = [operations_of(server, client.client_id) for server in deployment.servers]
    assert sorted(steps) == [["InitiateAuth"], ["RespondToAuthChallenge"]]
