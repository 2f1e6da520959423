"""Devices of a `World`'s people: confirmed by them, and proving themselves as clients would."""

# ruff: noqa: ANN401 - the builders take any field of the value that they build

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.auth.requests import ChallengeAsked, Outcome
from domain.crypto import device_verifier
from domain.model import contexts
from domain.model.device import Device
from domain.model.pool import DeviceTracking
from domain.model.user import User
from domain.ports.srp import SrpVerifier
from tests.support.second_factors import change_pool
from tests.support.sign_in import SECRET_EXPONENT, Client, asked, claimed
from tests.support.srp_client import SrpClient
from tests.support.world import PASSWORD

KEY = "us-east-1_0c4f3b52-6d0e-4c8a-9f1b-2a3d4e5f6071"
OTHER_KEY = "us-east-1_9e8d7c6b-5a49-4838-a727-161514131211"
GROUP_KEY = "-aB3dE6gH"
SALT = 0xF0E1D2C3B4A5968778695A4B3C2D1E0F
"""With the top bit set, so that clients write it with a zero byte in front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A device: the names that it was given, and the password that it drew for itself."""

    key: str = KEY
    group_key: str = GROUP_KEY
    password: str = "4l0ng/rAnD0m+t3xt=="
    salt: int = SALT

    @property
    def srp(self) -> SrpClient:
        """Its side of the proof."""
        return SrpClient(
            prefix=self.group_key,
            identifier=self.key,
            password=self.password,
            secret=SECRET_EXPONENT,
        )

    @property
    def verifier(self) -> SrpVerifier:
        """What the server keeps of it."""
        return SrpVerifier(salt=self.salt, verifier=self.srp.verifier(f"{self.salt:x}"))

    @property
    def secret(self) -> dict[str, str]:
        """DeviceSecretVerifierConfig."""
        made = self.verifier
        return {"Salt": in_base64(made.salt), "PasswordVerifier": in_base64(made.verifier)}

    @property
    def begins(self) -> dict[str, str]:
        """The answers to DEVICE_SRP_AUTH."""
        return {"USERNAME": "ann", "DEVICE_KEY": self.key, "SRP_A": f"{self.srp.public:x}"}

    def proof(self, client: Client, challenge: ChallengeAsked) -> dict[str, str]:
        """The answers to DEVICE_PASSWORD_VERIFIER."""
        shown = {key: str(value) for key, value in challenge.parameters.items()}
        answers = claimed(self.srp, shown, client.world.clock.now_ms())
        return {**answers, "DEVICE_KEY": self.key}

    def prove(self, client: Client, challenge: ChallengeAsked) -> Outcome:
        """Go both steps, from DEVICE_SRP_AUTH to what follows on the proof."""
        assert challenge.challenge == "DEVICE_SRP_AUTH"
        wanted = asked(client.answer("DEVICE_SRP_AUTH", challenge.session, self.begins))
        assert wanted.challenge == "DEVICE_PASSWORD_VERIFIER"
        return client.answer("DEVICE_PASSWORD_VERIFIER", answers=self.proof(client, wanted))


def in_base64(number: int) -> str:
    """A number as devices send it: big-endian, with a zero byte before a set top bit."""
    return base64.b64encode(number.to_bytes(number.bit_length() // 8 + 1, "big")).decode()


def track(client: Client, **tracking: bool) -> None:
    """Let the client's pool track devices."""
    change_pool(client, devices=DeviceTracking(**tracking))


def give_device(client: Client, user: User, phone: Phone | None = None, **changes: Any) -> Phone:
    """Store a device of the user, remembered unless told otherwise."""
    phone = phone or Phone()
    world, now_ms = client.world, client.world.clock.now_ms()
    pool = world.services.catalog.pool(user.pool_id)
    context = contexts.device_verifier(pool.id, user.sub, phone.key)
    packed = device_verifier.pack(phone.verifier)
    device = Device(
        pool_id=pool.id,
        sub=user.sub,
        key=phone.key,
        group_key=phone.group_key,
        sealed_verifier=world.ports.sealer.seal(pool.keys, context, packed),
        remembered=True,
        created_at_ms=now_ms,
        modified_at_ms=now_ms,
        authenticated_at_ms=now_ms,
    )
    with world.store.writing() as unit:
        unit.devices.add(replace(device, **changes))
    return phone


def stored(client: Client, user: User, key: str = KEY) -> Device | None:
    """The device as it is kept."""
    with client.world.store.reading() as unit:
        return unit.devices.get(user.pool_id, user.sub, key)


def by_password(client: Client, key: str = KEY, password: str = PASSWORD) -> Outcome:
    """Sign Ann in with her password in clear, naming a device."""
    return client.begin(client.password_flow, USERNAME="ann", PASSWORD=password, DEVICE_KEY=key)


def without_device(answers: Mapping[str, str]) -> dict[str, str]:
    """The same answers from a client that has forgotten its device."""
    return {key: value for key, value in answers.items() if key != "DEVICE_KEY"}
