"""Devices: confirmed by their user, then looked at, listed, remembered and forgotten."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import devices as wire
from adapters.api.wire import model as w
from adapters.api.wire.accept_page import page_request
from domain.model.identifiers import PoolId


def confirm_device(call: Call, req: w.ConfirmDeviceRequest) -> w.ConfirmDeviceResponse:
    """ConfirmDevice."""
    asks = call.services.accounts.confirm_device.confirm(
        req["AccessToken"], wire.given(req, call.source_ip)
    )
    return {"UserConfirmationNecessary": asks}


def get_device(call: Call, req: w.GetDeviceRequest) -> w.GetDeviceResponse:
    """GetDevice."""
    return {
        "Device": wire.device(
            call.services.accounts.devices.own(req["AccessToken"], req["DeviceKey"])
        )
    }


def list_devices(call: Call, req: w.ListDevicesRequest) -> w.ListDevicesResponse:
    """ListDevices."""
    request = page_request(call.principal, req.get("Limit"), req.get("PaginationToken"))
    return wire.page(call.services.accounts.devices.list_own(req["AccessToken"], request))


def update_device_status(
    call: Call, req: w.UpdateDeviceStatusRequest
) -> w.UpdateDeviceStatusResponse:
    """UpdateDeviceStatus."""
    call.services.accounts.devices.remember_own(
        req["AccessToken"], req["DeviceKey"], remembered=wire.is_remembered(req)
    )
    return {}


def forget_device(call: Call, req: w.ForgetDeviceRequest) -> None:
    """ForgetDevice."""
    call.services.accounts.devices.forget_own(req["AccessToken"], req["DeviceKey"])


def admin_get_device(call: Call, req: w.AdminGetDeviceRequest) -> w.AdminGetDeviceResponse:
    """AdminGetDevice."""
    device = call.services.accounts.devices.by_admin(
        PoolId(req["UserPoolId"]), req["Username"], req["DeviceKey"]
    )
    return {"Device": wire.device(device)}


def admin_list_devices(call: Call, req: w.AdminListDevicesRequest) -> w.AdminListDevicesResponse:
    """AdminListDevices."""
    request = page_request(call.principal, req.get("Limit"), req.get("PaginationToken"))
    page = call.services.accounts.devices.list_by_admin(
        PoolId(req["UserPoolId"]), req["Username"], request
    )
    return wire.page(page)


def admin_update_device_status(
    call: Call, req: w.AdminUpdateDeviceStatusRequest
) -> w.AdminUpdateDeviceStatusResponse:
    """AdminUpdateDeviceStatus."""
    call.services.accounts.devices.remember_by_admin(
        PoolId(req["UserPoolId"]),
        req["Username"],
        req["DeviceKey"],
        remembered=wire.is_remembered(req),
    )
    return {}


def admin_forget_device(call: Call, req: w.AdminForgetDeviceRequest) -> None:
    """AdminForgetDevice."""
    call.services.accounts.devices.forget_by_admin(
        PoolId(req["UserPoolId"]), req["Username"], req["DeviceKey"]
    )
