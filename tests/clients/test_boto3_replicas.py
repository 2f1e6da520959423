"""boto3, as an administrator of replicas, where several processes share a store."""

from __future__ import annotations

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import Tenant, make_tenant

ELSEWHERE = "eu-central-1"


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool where several processes write to one store."""
    return make_tenant(deployments.get(request.param))


def test_a_replica_is_recorded_switched_and_deleted(tenant: Tenant) -> None:
    """Every operation once, and what ListUserPoolReplicas tells after each."""
    api, pool = tenant.api, {"UserPoolId": tenant.pool_id}
    of_replica = {**pool, "RegionName": ELSEWHERE}

    def status() -> list[str]:
        replicas = api.list_user_pool_replicas(**pool)["UserPoolReplicas"]
        return [each["Status"] for each in replicas if each["RegionName"] == ELSEWHERE]

    api.create_user_pool_replica(**of_replica)
    assert status() == ["INACTIVE"]
    api.update_user_pool_replica(**of_replica, Status="ACTIVE")
    assert status() == ["ACTIVE"]
    with pytest.raises(api.exceptions.InvalidParameterException):
        api.delete_user_pool_replica(**of_replica)
    api.update_user_pool_replica(**of_replica, Status="INACTIVE")
    api.delete_user_pool_replica(**of_replica)
    assert status() == []


def test_a_replica_is_made_by_one_of_many(tenant: Tenant) -> None:
    """Of those who make a replica in one region at once, one does."""
    api, of_replica = tenant.api, {"UserPoolId": tenant.pool_id, "RegionName": "eu-north-1"}

    made = outcomes(8, lambda _: api.create_user_pool_replica(**of_replica))

    refused = [each for each in made if isinstance(each, Exception)]
    assert len(refused) == 7
    assert {type(each) for each in refused} == {api.exceptions.InvalidParameterException}
