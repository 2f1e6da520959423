"""boto3, as somebody who says how a pool and its users ask for second factors."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.tenant import PASSWORD, Tenant, make_tenant

SMS: Final = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}}
BY_NUMBER: Final = [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool on each database whose users may have codes by text message."""
    made = make_tenant(deployments.get(request.param))
    made.api.set_user_pool_mfa_config(
        UserPoolId=made.pool_id, MfaConfiguration="OPTIONAL", SmsMfaConfiguration=SMS
    )
    return made


def test_a_pool_shows_its_second_factors(tenant: Tenant) -> None:
    """GetUserPoolMfaConfig shows what SetUserPoolMfaConfig has kept."""
    shown = tenant.api.get_user_pool_mfa_config(UserPoolId=tenant.pool_id)

    assert shown["MfaConfiguration"] == "OPTIONAL"
    assert shown["SmsMfaConfiguration"]["SmsConfiguration"] == SMS["SmsConfiguration"]


def test_the_older_operations_switch_text_messages(tenant: Tenant) -> None:
    """SetUserSettings has a code asked for, AdminSetUserSettings ends that, and the reverse."""
    name = tenant.user(phone_number="+15555550177")
    token = {"AccessToken": tenant.sign_in(name)["AccessToken"]}
    user = {"UserPoolId": tenant.pool_id, "Username": name}

    tenant.api.set_user_settings(**token, MFAOptions=BY_NUMBER)
    assert _begin(tenant, name)["ChallengeName"] == "SMS_MFA"
    tenant.api.admin_set_user_settings(**user, MFAOptions=[])
    assert "AuthenticationResult" in _begin(tenant, name)
    tenant.api.admin_set_user_settings(**user, MFAOptions=BY_NUMBER)
    assert _begin(tenant, name)["ChallengeName"] == "SMS_MFA"
    tenant.api.set_user_settings(**token, MFAOptions=[])

    assert "AuthenticationResult" in _begin(tenant, name)


def _begin(tenant: Tenant, name: str) -> Any:  # noqa: ANN401 - a body
    return tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
    )
