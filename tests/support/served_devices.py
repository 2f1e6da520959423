"""Devices of a running server's users: confirmed, and proving themselves, over the wire."""

# ruff: noqa: ANN401 - answers are plain JSON values

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any

from tests.support.devices import Phone
from tests.support.sign_in import claimed
from tests.support.tenant import PASSWORD, Tenant

TRACKING = {"DeviceConfiguration": {"DeviceOnlyRememberedOnUserPrompt": False}}
"""What a pool is made with so that it tracks devices."""


def confirmed_device(tenant: Tenant, name: str, password: str = PASSWORD) -> tuple[str, Phone]:
    """Sign in and confirm a device; return the access token and the device."""
    result = tenant.sign_in(name, password)
    phone = phone_of(result)
    tenant.api.confirm_device(
        AccessToken=result["AccessToken"],
        DeviceKey=phone.key,
        DeviceSecretVerifierConfig=phone.secret,
    )
    return result["AccessToken"], phone


def phone_of(result: Mapping[str, Any]) -> Phone:
    """Return the device that an AuthenticationResult gave names to."""
    names = result["NewDeviceMetadata"]
    return Phone(
        key=names["DeviceKey"],
        group_key=names["DeviceGroupKey"],
        password=secrets.token_urlsafe(40),
        salt=secrets.randbits(128) | 1 << 127,
    )


def begun_from(tenant: Tenant, phone: Phone, name: str, password: str = PASSWORD) -> Any:
    """Sign in by password, naming the device; return the answer."""
    answers = {"USERNAME": name, "PASSWORD": password, "DEVICE_KEY": phone.key}
    return tenant.api.initiate_auth(
        ClientId=tenant.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=answers
    )


def first_answer(tenant: Tenant, phone: Phone, name: str) -> dict[str, Any]:
    """Return the body that answers DEVICE_SRP_AUTH, without Session."""
    return {
        "ClientId": tenant.client_id,
        "ChallengeName": "DEVICE_SRP_AUTH",
        "ChallengeResponses": {**phone.begins, "USERNAME": name},
    }


def second_answer(tenant: Tenant, phone: Phone, shown: Mapping[str, str]) -> dict[str, Any]:
    """Return the body that answers DEVICE_PASSWORD_VERIFIER with a right proof."""
    answers = claimed(phone.srp, shown, time.time_ns() // 1_000_000)
    return {
        "ClientId": tenant.client_id,
        "ChallengeName": "DEVICE_PASSWORD_VERIFIER",
        "ChallengeResponses": {**answers, "DEVICE_KEY": phone.key},
    }


def proof_wanted(tenant: Tenant, phone: Phone, name: str, password: str = PASSWORD) -> Any:
    """Sign in up to DEVICE_PASSWORD_VERIFIER; return what is shown."""
    begun_from(tenant, phone, name, password)
    asked = tenant.api.respond_to_auth_challenge(**first_answer(tenant, phone, name))
    return asked["ChallengeParameters"]
