"""boto3, as a user who looks after his devices, and as an administrator who does it for him."""

from __future__ import annotations

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.served_devices import confirmed_device
from tests.support.tenant import Tenant, make_tenant

TRACKING = {
    "DeviceConfiguration": {
        "DeviceOnlyRememberedOnUserPrompt": True,
        "ChallengeRequiredOnNewDevice": False,
    }
}


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool on each database whose users say which devices are remembered."""
    return make_tenant(deployments.get(request.param), TRACKING)


def test_a_user_looks_after_his_devices(tenant: Tenant) -> None:
    """GetDevice shows what UpdateDeviceStatus has kept, until ForgetDevice."""
    token, phone = confirmed_device(tenant, tenant.user())
    named = {"AccessToken": token, "DeviceKey": phone.key}

    assert _status(tenant.api.get_device(**named)) == "not_remembered"
    tenant.api.update_device_status(**named, DeviceRememberedStatus="remembered")
    assert _status(tenant.api.get_device(**named)) == "remembered"
    tenant.api.forget_device(**named)

    assert tenant.api.list_devices(AccessToken=token)["Devices"] == []
    with pytest.raises(tenant.api.exceptions.ResourceNotFoundException):
        tenant.api.get_device(**named)


def test_an_administrator_looks_after_them(tenant: Tenant) -> None:
    """AdminListDevices, AdminGetDevice, AdminUpdateDeviceStatus and AdminForgetDevice."""
    name = tenant.user()
    user = {"UserPoolId": tenant.pool_id, "Username": name}
    phones = [confirmed_device(tenant, name)[1] for _ in range(2)]
    named = {**user, "DeviceKey": phones[0].key}

    listed = tenant.api.admin_list_devices(**user)["Devices"]
    assert {each["DeviceKey"] for each in listed} == {each.key for each in phones}
    tenant.api.admin_update_device_status(**named, DeviceRememberedStatus="remembered")
    assert _status(tenant.api.admin_get_device(**named)) == "remembered"
    tenant.api.admin_forget_device(**named)

    (left,) = tenant.api.admin_list_devices(**user)["Devices"]
    assert left["DeviceKey"] == phones[1].key
    assert _status({"Device": left}) == "not_remembered"


def _status(answer: dict) -> str:
    (status,) = (
        each["Value"]
        for each in answer["Device"]["DeviceAttributes"]
        if each["Name"] == "dev:device_remembered_status"
    )
    return str(status)
