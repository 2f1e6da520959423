"""Translation between the shapes of the device operations and the domain's own values."""

from __future__ import annotations

from adapters.api.wire import model as w
from adapters.api.wire.accounts import attribute_list
from adapters.api.wire.present import seconds
from domain import texts
from domain.accounts.confirm_device import DeviceGiven
from domain.errors import InvalidParameterException
from domain.model.device import Device
from domain.paging import Page

REMEMBERED = "remembered"


def given(req: w.ConfirmDeviceRequest, ip: str) -> DeviceGiven:
    """Read ConfirmDevice; an empty DeviceSecretVerifierConfig is one that lacks both members."""
    secret = req.get("DeviceSecretVerifierConfig")
    return DeviceGiven(
        key=req["DeviceKey"],
        name=req.get("DeviceName"),
        salt=None if secret is None else secret.get("Salt", ""),
        verifier=None if secret is None else secret.get("PasswordVerifier", ""),
        ip=ip or None,
    )


def is_remembered(req: w.UpdateDeviceStatusRequest | w.AdminUpdateDeviceStatusRequest) -> bool:
    """Read the one thing that can be set. Raises InvalidParameterException if it is not there."""
    status = req.get("DeviceRememberedStatus")
    if status is None:
        raise InvalidParameterException(texts.missing_parameter("DeviceRememberedStatus"))
    return status == REMEMBERED


def device(value: Device) -> w.DeviceType:
    """Write a device."""
    return {
        "DeviceKey": value.key,
        "DeviceAttributes": attribute_list(_attributes(value)),
        "DeviceCreateDate": seconds(value.created_at_ms),
        "DeviceLastModifiedDate": seconds(value.modified_at_ms),
        "DeviceLastAuthenticatedDate": seconds(value.authenticated_at_ms),
    }


def page(value: Page[Device]) -> w.ListDevicesResponse:
    """Write a page of devices; both operations share one response shape."""
    response: w.ListDevicesResponse = {"Devices": [device(each) for each in value.items]}
    if value.next_token is not None:
        response["PaginationToken"] = value.next_token
    return response


def _attributes(value: Device) -> dict[str, str]:
    attributes = {
        "device_status": "valid",
        "device_name": value.name,
        "dev:device_remembered_status": REMEMBERED if value.remembered else f"not_{REMEMBERED}",
        "last_ip_used": value.last_ip,
    }
    return {name: each for name, each in attributes.items() if each is not None}
