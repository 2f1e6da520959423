"""boto3, as an administrator who says what a pool does about risks, to several processes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.tenant import Tenant, make_tenant

HERE = {"RiskExceptionConfiguration": {"BlockedIPRangeList": ["127.0.0.0/8", "::1/128"]}}
LOGS = [
    {
        "LogLevel": "INFO",
        "EventSource": "userAuthEvents",
        "S3Configuration": {"BucketArn": "arn:aws:s3:::people"},
    }
]


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool with threat protection, where several processes cache what it is configured with."""
    protected: dict[str, Any] = {
        "UserPoolTier": "PLUS",
        "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"},
    }
    return make_tenant(deployments.get(request.param), protected)


def test_a_network_is_blocked_and_let_in_again(tenant: Tenant) -> None:
    """What is set counts in every process at once, for the client that it was set for."""
    api, name = tenant.api, tenant.user()
    whose = {"UserPoolId": tenant.pool_id, "ClientId": tenant.client_id}
    other = tenant.with_client()
    assert tenant.sign_in(name)

    made = api.set_risk_configuration(**whose, **HERE)["RiskConfiguration"]
    assert made == api.describe_risk_configuration(**whose)["RiskConfiguration"]
    for _ in range(4):
        with pytest.raises(api.exceptions.NotAuthorizedException, match="security reasons"):
            tenant.sign_in(name)
    assert other.sign_in(name)

    inherited = api.set_risk_configuration(**whose)["RiskConfiguration"]
    assert inherited == {"UserPoolId": tenant.pool_id}
    assert [bool(tenant.sign_in(name)) for _ in range(4)] == [True] * 4


def test_where_logs_go_is_set_and_shown(tenant: Tenant) -> None:
    """The whole configuration comes back, and an empty one takes it back."""
    of_pool = {"UserPoolId": tenant.pool_id}
    made = tenant.api.set_log_delivery_configuration(**of_pool, LogConfigurations=LOGS)
    assert made["LogDeliveryConfiguration"] == {**of_pool, "LogConfigurations": LOGS}
    shown = tenant.api.get_log_delivery_configuration(**of_pool)
    assert shown["LogDeliveryConfiguration"] == made["LogDeliveryConfiguration"]

    tenant.api.set_log_delivery_configuration(**of_pool, LogConfigurations=[])
    shown = tenant.api.get_log_delivery_configuration(**of_pool)
    assert shown["LogDeliveryConfiguration"]["LogConfigurations"] == []
