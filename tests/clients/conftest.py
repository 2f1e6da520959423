"""Most tests here run against each deployment of `tests.support.deployments`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from tests.support import moving, served_functions
from tests.support.deployments import KINDS, Deployment, Deployments, Kind
from tests.support.functions_called import functions_called
from tests.support.tenant import Tenant, make_tenant


@pytest.fixture(scope="session", params=list(KINDS))
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """A running server, or two."""
    return deployments.get(request.param)


@pytest.fixture(scope="session")
def tenant(deployment: Deployment) -> Tenant:
    """A pool with a public client; its users sign in by user name."""
    return make_tenant(deployment)


@pytest.fixture(scope="session")
def secret_tenant(tenant: Tenant) -> Tenant:
    """The same pool with a client that has a secret."""
    return tenant.with_client(GenerateSecret=True)


@pytest.fixture(scope="session")
def email_tenant(deployment: Deployment) -> Tenant:
    """A pool whose users sign in by e-mail address, in capitals or not."""
    options = {
        "UsernameAttributes": ["email"],
        "UsernameConfiguration": {"CaseSensitive": False},
    }
    return make_tenant(deployment, options)


@pytest.fixture(scope="session", params=list(served_functions.KINDS))
def functions_served(
    request: pytest.FixtureRequest,
    deployments: Deployments,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[served_functions.Functions]:
    """Servers whose triggers lead to one receiver, on each database."""
    directory = tmp_path_factory.mktemp("functions")
    name, kind = f"functions-{request.param}", served_functions.KINDS[request.param]
    with served_functions.functions(name, kind, deployments, directory) as made:
        yield made


@pytest.fixture
def functions(functions_served: served_functions.Functions) -> served_functions.Functions:
    """Servers whose triggers lead to a receiver that has seen nothing and was told nothing."""
    functions_served.receiver.forget()
    return functions_served


@pytest.fixture(scope="session", params=list(moving.KINDS))
def home(
    request: pytest.FixtureRequest,
    deployments: Deployments,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[moving.House]:
    """Servers that people move into, on each database."""
    with moving.house(request.param, deployments, tmp_path_factory.mktemp("moving")) as made:
        yield made


@pytest.fixture(scope="session")
def calling(
    deployments: Deployments, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Deployment]]:
    """Gives the server on a store whose pools may name the functions of tests/lambdas."""
    file = tmp_path_factory.mktemp("functions") / "triggers.toml"
    with functions_called(file) as settings:

        @cache
        def start(store: str) -> Deployment:
            return deployments.start(f"calling-{store}", Kind(store=store), **settings)

        yield start
