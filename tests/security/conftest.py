"""A running server on either database, with keys at hand to make what it would never issue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.deployments import Deployment, Deployments
from tests.support.minted import Mint
from tests.support.tenant import Tenant, make_tenant


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """A running server."""
    return deployments.get(request.param)


@pytest.fixture(scope="session")
def mint(deployment: Deployment) -> Iterator[Mint]:
    """The server's own keys."""
    made = Mint(deployment)
    yield made
    made.close()


@pytest.fixture(scope="session")
def tenant(deployment: Deployment) -> Tenant:
    """A pool of the server."""
    return make_tenant(deployment)


@pytest.fixture(scope="session")
def foreign(deployment: Deployment) -> Tenant:
    """Another pool of the same form on the same server."""
    return make_tenant(deployment)
