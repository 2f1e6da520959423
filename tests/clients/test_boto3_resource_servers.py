"""boto3, as an administrator of resource servers, where several processes share a store."""

from __future__ import annotations

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import Tenant, make_tenant, unique

SCOPES = [{"ScopeName": "read", "ScopeDescription": "See what is on sale"}]


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool where several processes write to one store."""
    return make_tenant(deployments.get(request.param))


def test_a_server_is_made_used_and_deleted(tenant: Tenant) -> None:
    """Every operation once, with what boto3 makes of its answer, in the order of Terraform."""
    api, of_server = tenant.api, {"UserPoolId": tenant.pool_id, "Identifier": unique("server")}
    made = api.create_resource_server(**of_server, Name="Shop", Scopes=SCOPES)["ResourceServer"]
    assert made == {**of_server, "Name": "Shop", "Scopes": SCOPES}
    assert api.describe_resource_server(**of_server)["ResourceServer"] == made

    changed = api.update_resource_server(**of_server, Name="Market")["ResourceServer"]
    assert changed == {**of_server, "Name": "Market", "Scopes": []}
    pages = api.get_paginator("list_resource_servers").paginate(
        UserPoolId=tenant.pool_id, PaginationConfig={"PageSize": 1}
    )
    assert changed in [server for page in pages for server in page["ResourceServers"]]

    api.delete_resource_server(**of_server)
    with pytest.raises(api.exceptions.ResourceNotFoundException):
        api.describe_resource_server(**of_server)


def test_a_server_is_made_by_one_of_many(tenant: Tenant) -> None:
    """Of twenty who make a server at once one makes it, and the others are told that it exists."""
    api, of_server = tenant.api, {"UserPoolId": tenant.pool_id, "Identifier": unique("server")}

    made = outcomes(20, lambda number: api.create_resource_server(**of_server, Name=f"No {number}"))

    refused = [each for each in made if isinstance(each, Exception)]
    assert len(refused) == 19
    assert {type(each) for each in refused} == {api.exceptions.InvalidParameterException}
    (number,) = (at for at, each in enumerate(made) if not isinstance(each, Exception))
    assert api.describe_resource_server(**of_server)["ResourceServer"]["Name"] == f"No {number}"
