"""boto3, as an administrator of limits, where several processes share a store."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import boto3_client


@pytest.fixture(scope="module", params=CONTENDED)
def api(request: pytest.FixtureRequest, deployments: Deployments) -> Any:  # noqa: ANN401 - boto3 makes its types
    """A client where several processes write to one store."""
    return boto3_client(deployments.get(request.param).url)


def test_a_limit_is_shown_and_set(api: Any) -> None:  # noqa: ANN401
    """Every operation once; whichever process is asked next knows the limit that was set."""
    named = {"LimitClass": "API_CATEGORY", "Attributes": {"Category": "UserCreation"}}
    assert api.get_provisioned_limit(LimitDefinition=named)["Limit"]["FreeLimitValue"] == 50

    changed = api.update_provisioned_limit(LimitDefinition=named, RequestedLimitValue=75)["Limit"]

    assert changed == {
        "LimitDefinition": named,
        "ProvisionedLimitValue": 75,
        "FreeLimitValue": 50,
    }
    shown = outcomes(8, lambda _: api.get_provisioned_limit(LimitDefinition=named)["Limit"])
    assert shown == [changed] * 8


def test_a_limit_beyond_the_quota_is_refused(api: Any) -> None:  # noqa: ANN401
    """With the error that the model has for it."""
    named = {"LimitClass": "API_CATEGORY", "Attributes": {"Category": "UserList"}}

    with pytest.raises(api.exceptions.ServiceQuotaExceededException):
        api.update_provisioned_limit(LimitDefinition=named, RequestedLimitValue=10**9)

    assert api.get_provisioned_limit(LimitDefinition=named)["Limit"]["ProvisionedLimitValue"] == 30
