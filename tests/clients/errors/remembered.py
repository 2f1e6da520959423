"""Devices that are named, confirmed, proven and forgotten."""

from __future__ import annotations

from typing import Any

from tests.clients.errors.desk import WRONG, Desk, Request, by_password, of_pool, of_user, row
from tests.support.devices import KEY, Phone
from tests.support.served_devices import (
    TRACKING,
    begun_from,
    confirmed_device,
    first_answer,
    phone_of,
    proof_wanted,
    second_answer,
)
from tests.support.tenant import Tenant

BOTH = ("InitiateAuth", "AdminInitiateAuth")
RESPOND = ("RespondToAuthChallenge", "AdminRespondToAuthChallenge")
NOT_AUTHORIZED = "NotAuthorizedException"
INVALID = "InvalidParameterException"
INCORRECT = "Incorrect username or password."
GONE = ("ResourceNotFoundException", "Device does not exist.")
BAD_KEY = (INVALID, "Invalid device key given.")
STATUS = {"DeviceRememberedStatus": "remembered"}
OWN: dict[str, dict[str, Any]] = {
    "GetDevice": {},
    "UpdateDeviceStatus": STATUS,
    "ForgetDevice": {},
}
BY_ADMIN: dict[str, dict[str, Any]] = {f"Admin{name}": members for name, members in OWN.items()}


def tracking(desk: Desk) -> Tenant:
    """Return a pool that tracks devices."""
    return desk.pool(**TRACKING)


@row(BOTH, "device unknown, right password", *GONE)
def unknown_device(desk: Desk, operation: str) -> Request:
    """A key that nobody has."""
    request = by_password(operation, tracking(desk), tracking(desk).user())
    request["AuthParameters"]["DEVICE_KEY"] = KEY
    return request


@row(BOTH, "device unknown, wrong password", NOT_AUTHORIZED, INCORRECT)
def unknown_device_guessed(desk: Desk, operation: str) -> Request:
    """The same from a stranger."""
    request = by_password(operation, tracking(desk), tracking(desk).user(), WRONG)
    request["AuthParameters"]["DEVICE_KEY"] = KEY
    return request


@row(RESPOND, "DEVICE_SRP_AUTH, nothing waits", NOT_AUTHORIZED, "Invalid session for the user.")
def nothing_waits(desk: Desk, operation: str) -> Request:
    """No first factor was given."""
    tenant, name = tracking(desk), tracking(desk).user()
    _, phone = confirmed_device(tenant, name)
    return {**of_pool(operation, tenant), **first_answer(tenant, phone, name)}


@row(RESPOND, "DEVICE_SRP_AUTH, no SRP_A", INVALID, "Missing required parameter SRP_A")
def nothing_public(desk: Desk, operation: str) -> Request:
    """The client's public value is missing."""
    tenant, name = tracking(desk), tracking(desk).user()
    _, phone = confirmed_device(tenant, name)
    begun_from(tenant, phone, name)
    request = first_answer(tenant, phone, name)
    del request["ChallengeResponses"]["SRP_A"]
    return {**of_pool(operation, tenant), **request}


@row(RESPOND, "DEVICE_PASSWORD_VERIFIER, wrong proof", NOT_AUTHORIZED, INCORRECT)
def wrong_proof(desk: Desk, operation: str) -> Request:
    """The proof of a device that drew another password."""
    tenant, name = tracking(desk), tracking(desk).user()
    _, phone = confirmed_device(tenant, name)
    shown = proof_wanted(tenant, phone, name)
    thief = Phone(key=phone.key, group_key=phone.group_key, password="another")
    return {**of_pool(operation, tenant), **second_answer(tenant, thief, shown)}


@row("ConfirmDevice", "key of another sign-in", *BAD_KEY)
def key_of_another(desk: Desk, _operation: str) -> Request:
    """The key that an earlier sign-in was given."""
    tenant, name = tracking(desk), tracking(desk).user()
    earlier = phone_of(tenant.sign_in(name))
    return {"AccessToken": tenant.sign_in(name)["AccessToken"], "DeviceKey": earlier.key}


@row("ConfirmDevice", "forgotten", *BAD_KEY)
def confirmed_after_forgetting(desk: Desk, _operation: str) -> Request:
    """The key of a device that was forgotten since."""
    tenant, name = tracking(desk), tracking(desk).user()
    token, phone = confirmed_device(tenant, name)
    tenant.api.forget_device(AccessToken=token, DeviceKey=phone.key)
    return {"AccessToken": token, "DeviceKey": phone.key}


@row("ConfirmDevice", "confirmed", "DeviceKeyExistsException", "Device key already exists.")
def confirmed_twice(desk: Desk, _operation: str) -> Request:
    """The key of a device that is there."""
    token, phone = confirmed_device(tracking(desk), tracking(desk).user())
    return {"AccessToken": token, "DeviceKey": phone.key}


@row("ConfirmDevice", "verifier not base64", INVALID, "Invalid device secret verifier given.")
def malformed_verifier(desk: Desk, _operation: str) -> Request:
    """Text that is no verifier."""
    result = tracking(desk).sign_in(tracking(desk).user())
    secret = {"Salt": "AQ==", "PasswordVerifier": "no base64!"}
    return {
        "AccessToken": result["AccessToken"],
        "DeviceKey": phone_of(result).key,
        "DeviceSecretVerifierConfig": secret,
    }


@row(tuple(OWN), "unknown", *GONE)
def none_of_his(desk: Desk, operation: str) -> Request:
    """A key that the user does not have."""
    token = tracking(desk).sign_in(tracking(desk).user())["AccessToken"]
    return {"AccessToken": token, "DeviceKey": KEY, **OWN[operation]}


@row(tuple(BY_ADMIN), "unknown", *GONE)
def none_of_the_users(desk: Desk, operation: str) -> Request:
    """A key that the named user does not have."""
    members = {"DeviceKey": KEY, **BY_ADMIN[operation]}
    return of_user(tracking(desk), tracking(desk).user(), **members)


@row(
    ("AdminUpdateDeviceStatus", "AdminForgetDevice"),
    "unknown user",
    "UserNotFoundException",
    "User does not exist.",
)
@row("AdminGetDevice", "unknown user", "ResourceNotFoundException", "User does not exist.")
def nobody(desk: Desk, operation: str) -> Request:
    """No such user."""
    return of_user(tracking(desk), "nobody", DeviceKey=KEY, **BY_ADMIN[operation])


@row(
    ("ConfirmDevice", *OWN, "ListDevices"),
    "not tracked",
    "InvalidUserPoolConfigurationException",
    "The user pool does not track devices.",
)
def not_tracked(desk: Desk, operation: str) -> Request:
    """A pool without DeviceConfiguration."""
    token = desk.plain.sign_in(desk.plain.user())["AccessToken"]
    key = {} if operation == "ListDevices" else {"DeviceKey": KEY}
    return {"AccessToken": token, **key, **OWN.get(operation, {})}
