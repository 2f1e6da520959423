"""Remembered devices by real clients: pycognito, amazon-cognito-identity-js and aws-amplify."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from tests.support.deployments import Deployment, Deployments
from tests.support.node import require_clients
from tests.support.tenant import PASSWORD, Tenant, make_tenant, unique

PHONE = "+15555550123"
MFA = {
    "MfaConfiguration": "OPTIONAL",
    "SmsMfaConfiguration": {
        "SmsConfiguration": {
            "SnsCallerArn": "arn:aws:iam::000000000000:role/sms",
            "ExternalId": "people",
        }
    },
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "postgresql-two-servers"])
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """A running server on either database, or two on one."""
    return deployments.get(request.param)


@pytest.fixture(scope="module")
def always(deployment: Deployment) -> Tenant:
    """A pool that remembers devices at once and asks for the second factor beside them."""
    return _tracking(deployment, challenge_on_new=False, only_on_prompt=False)


@pytest.fixture(scope="module")
def on_prompt(deployment: Deployment) -> Tenant:
    """A pool whose users say what is remembered, where devices stand in for the second factor."""
    return _tracking(deployment, challenge_on_new=True, only_on_prompt=True)


class AtHome:
    """In place of `requests`: pycognito sends what it says of devices to Amazon's own address."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def post(self, _url: str, **given: Any) -> requests.Response:  # noqa: ANN401 - what pycognito gives
        return self._session.post(f"{self._url}/", **given)


# The package is from 2024 and still escapes a regular expression in an old way.
@pytest.mark.filterwarnings("ignore:invalid escape sequence")
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_pycognito_registers_uses_and_forgets_a_device(
    always: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """confirm_device, update_device_status, AWSSRP with its device, and forget_device."""
    from pycognito import aws_srp

    monkeypatch.setattr(aws_srp, "requests", AtHome(always.url))
    name = always.user()

    def srp(**device: str) -> aws_srp.AWSSRP:
        return aws_srp.AWSSRP(
            username=name,
            password=PASSWORD,
            pool_id=always.pool_id,
            client_id=always.client_id,
            client=always.api,
            **device,
        )

    first = srp()
    result = first.authenticate_user()
    confirmed, device_password = first.confirm_device(result, device_name="laptop")
    assert confirmed.json() == {"UserConfirmationNecessary": False}
    token = result["AuthenticationResult"]["AccessToken"]
    assert "200" in first.update_device_status(True, token, first.device_key)

    device = {
        "device_key": first.device_key,
        "device_group_key": first.device_group_key,
        "device_password": device_password,
    }
    again = srp(**device).authenticate_user()["AuthenticationResult"]
    assert "NewDeviceMetadata" not in again
    (listed,) = always.api.list_devices(AccessToken=again["AccessToken"])["Devices"]
    assert listed["DeviceKey"] == first.device_key
    assert {"Name": "device_name", "Value": "laptop"} in listed["DeviceAttributes"]
    assert listed["DeviceLastAuthenticatedDate"] > listed["DeviceCreateDate"]

    refresh = {"REFRESH_TOKEN": again["RefreshToken"]}
    assert _refreshed(always, **refresh, DEVICE_KEY=first.device_key)
    with pytest.raises(always.api.exceptions.NotAuthorizedException) as unbound:
        _refreshed(always, **refresh)
    assert unbound.value.response["Error"]["Message"] == "Invalid Refresh Token."

    with pytest.raises(always.api.exceptions.NotAuthorizedException):
        srp(**{**device, "device_password": "of another"}).authenticate_user()
    assert "200" in first.forget_device(again["AccessToken"], first.device_key)
    with pytest.raises(always.api.exceptions.ResourceNotFoundException) as gone:
        srp(**device).authenticate_user()
    assert gone.value.response["Error"]["Message"] == "Device does not exist."


@pytest.mark.node
def test_identity_js_lets_a_remembered_device_stand_in(on_prompt: Tenant) -> None:
    """A code at first, the device alone from then on, a code again when it was forgotten."""
    results = _run("devices_identity.mjs", on_prompt)
    key = results["first"]["device"]

    assert results["first"] == {"asked": ["SMS_MFA"], "mustAsk": True, "device": key}
    assert results["remembered"] == ["SUCCESS"]
    assert results["second"] == {"asked": [], "mustAsk": False, "device": key}
    _check_device(results, key)
    for again in results["forgotten"]:
        assert again["asked"] == ["SMS_MFA"]
        assert again["mustAsk"] is True


@pytest.mark.node
def test_identity_js_gives_code_and_device(always: Tenant) -> None:
    """Where devices do not stand in, the code is given first and the device proves itself after."""
    results = _run("devices_identity.mjs", always)
    key = results["first"]["device"]

    assert results["first"] == {"asked": ["SMS_MFA"], "mustAsk": False, "device": key}
    assert results["second"] == {"asked": ["SMS_MFA"], "mustAsk": False, "device": key}
    _check_device(results, key)
    for again in results["forgotten"]:
        assert again["asked"] == ["SMS_MFA"]


@pytest.mark.node
@pytest.mark.parametrize("stands_in", [True, False])
def test_amplify_remembers_and_forgets(on_prompt: Tenant, always: Tenant, stands_in: bool) -> None:
    """rememberDevice, fetchDevices and forgetDevice, and a device that was forgotten elsewhere."""
    results = _run("devices_amplify.mjs", on_prompt if stands_in else always)
    by_code = ["CONFIRM_SIGN_IN_WITH_SMS_CODE", "DONE"]
    key = results["first"]["device"]

    assert results["first"]["steps"] == by_code
    assert results["listed"] == [key]
    assert results["refreshed"] == key
    assert results["second"] == {"steps": ["DONE"] if stands_in else by_code, "device": key}
    assert results["forgotten"]["steps"] == by_code
    assert results["forgotten"]["device"] != key
    assert results["empty"] == 0


def _refreshed(tenant: Tenant, **answers: str) -> Any:  # noqa: ANN401 - an answer
    return tenant.api.initiate_auth(
        ClientId=tenant.client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=answers
    )["AuthenticationResult"]["AccessToken"]


def _check_device(results: dict[str, Any], key: str) -> None:
    """There is one device after two sign-ins, and the tokens are refreshed by its key."""
    assert results["listed"] == [key]
    assert {"Name": "dev:device_remembered_status", "Value": "remembered"} in results["attributes"]
    assert results["refreshed"] == key
    later = [again["device"] for again in results["forgotten"]]
    assert len({key, *later}) == 3


def _tracking(deployment: Deployment, *, challenge_on_new: bool, only_on_prompt: bool) -> Tenant:
    tracking = {
        "ChallengeRequiredOnNewDevice": challenge_on_new,
        "DeviceOnlyRememberedOnUserPrompt": only_on_prompt,
    }
    tenant = make_tenant(deployment, {"DeviceConfiguration": tracking})
    tenant.api.set_user_pool_mfa_config(UserPoolId=tenant.pool_id, **MFA)
    return tenant


def _run(script: str, tenant: Tenant) -> dict[str, Any]:
    """Run a script for a user who gives codes by text message."""
    node = require_clients()
    name = tenant.user(unique("ann"), phone_number=PHONE, phone_number_verified="true")
    tenant.api.admin_set_user_mfa_preference(
        UserPoolId=tenant.pool_id, Username=name, SMSMfaSettings={"Enabled": True}
    )
    given = {
        "url": tenant.url,
        "poolId": tenant.pool_id,
        "clientId": tenant.client_id,
        "name": name,
        "password": PASSWORD,
        "phone": PHONE,
    }
    without_proxy = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    done = node.run(f"js/{script}", json.dumps(given), env=without_proxy)
    assert done.returncode == 0, done.stderr
    results: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return results
