"""boto3, as an administrator of domains, where several processes share a store."""

from __future__ import annotations

import pytest

from tests.support.deployments import CONTENDED, Deployment, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import make_tenant, unique

CERTIFICATE = {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/sample"}


@pytest.fixture(scope="module", params=CONTENDED)
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """Several processes that write to one store."""
    return deployments.get(request.param)


def test_a_domain_is_made_changed_and_deleted(deployment: Deployment) -> None:
    """Every operation once, with what boto3 makes of its answer and of the pool's."""
    tenant, prefix, custom = make_tenant(deployment), unique("shop"), f"{unique('a')}.example.com"
    api, of_pool = tenant.api, {"UserPoolId": tenant.pool_id}
    made = api.create_user_pool_domain(**of_pool, Domain=prefix)
    assert made["ManagedLoginVersion"] == 1
    made = api.create_user_pool_domain(**of_pool, Domain=custom, CustomDomainConfig=CERTIFICATE)
    assert made["CloudFrontDomain"] == "127.0.0.1"
    shown = api.describe_user_pool_domain(Domain=custom)["DomainDescription"]
    assert (shown["Status"], shown["UserPoolId"]) == ("ACTIVE", tenant.pool_id)
    pool = api.describe_user_pool(**of_pool)["UserPool"]
    assert (pool["Domain"], pool["CustomDomain"]) == (prefix, custom)

    changed = api.update_user_pool_domain(**of_pool, Domain=prefix, ManagedLoginVersion=2)
    assert changed["ManagedLoginVersion"] == 2
    shown = api.describe_user_pool_domain(Domain=prefix)["DomainDescription"]
    assert shown["ManagedLoginVersion"] == 2

    with pytest.raises(api.exceptions.InvalidParameterException):
        api.delete_user_pool(**of_pool)
    for name in (prefix, custom):
        api.delete_user_pool_domain(**of_pool, Domain=name)
        assert api.describe_user_pool_domain(Domain=name)["DomainDescription"] == {}
    api.delete_user_pool(**of_pool)


def test_a_name_is_given_to_one_of_many(deployment: Deployment) -> None:
    """Of twelve requests of four pools for one name one gets it; the others are told."""
    tenants, name = [make_tenant(deployment) for _ in range(4)], unique("shop")

    made = outcomes(
        12,
        lambda number: tenants[number % 4].api.create_user_pool_domain(
            UserPoolId=tenants[number % 4].pool_id, Domain=name
        ),
    )

    refused = [each for each in made if isinstance(each, Exception)]
    api = tenants[0].api
    assert len(refused) == 11
    assert {type(each) for each in refused} <= {
        api.exceptions.InvalidParameterException,
        api.exceptions.ConcurrentModificationException,
    }
    holder = api.describe_user_pool_domain(Domain=name)["DomainDescription"]["UserPoolId"]
    assert holder in {tenant.pool_id for tenant in tenants}
