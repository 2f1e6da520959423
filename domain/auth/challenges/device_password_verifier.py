"""DEVICE_PASSWORD_VERIFIER: a device proves by SRP that it has the secret it was confirmed with.

The proof never takes the place of a password: the challenge is asked after a first factor only. A
wrong one does not count on the lock of the user's password, but ends the attempt (ruling 4).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts.passed_mfa import passed_mfa
from domain.auth import remembered_device, second_factors, srp_proof
from domain.auth.effects import UseDevice
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress, claims
from domain.crypto import device_verifier
from domain.errors import NotAuthorizedException
from domain.model import contexts
from domain.model.attempt import State
from domain.model.device import Device
from domain.model.factors import Factor
from domain.ports.devices import DeviceUse
from domain.ports.sealer import SealBroken
from domain.ports.srp import SrpVerifier

_KEY: Final = "DEVICE_KEY"


def _ask(progress: Progress, kit: Kit) -> Asked:
    device = _required(second_factors.device(progress))
    asked = srp_proof.ask(progress, kit, _verifier(progress, device, kit))
    shown = {**asked.shown, "USERNAME": progress.attempt.username, _KEY: device.key}
    return replace(asked, shown=shown)


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    device = _required(remembered_device.to_be_proven(progress, answers))
    prover = srp_proof.Prover(device.group_key, device.key)
    verifier = _verifier(progress, device, kit)
    if not srp_proof.is_right(progress, answers, kit, prover, verifier):
        raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    return _noted(progress.proven(Factor.DEVICE), device)


def _noted(progress: Progress, device: Device) -> Progress:
    """Note the sign-in; who gave a second factor in it has the device stand in from now on."""
    by_mfa = not device.by_mfa and passed_mfa(progress.pool, progress.attempt.proven)
    use = DeviceUse(at_ms=progress.now_ms, ip=progress.source.ip, by_mfa=by_mfa)
    return progress.writing(UseDevice(device, use))


def _required(device: Device | None) -> Device:
    if device is None:
        raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    return device


def _verifier(progress: Progress, device: Device, kit: Kit) -> SrpVerifier:
    context = contexts.device_verifier(device.pool_id, device.sub, device.key)
    try:
        packed = kit.sealer.open(progress.pool.keys, context, device.sealed_verifier or b"")
    except SealBroken as broken:
        raise NotAuthorizedException(
            texts.INCORRECT_USERNAME_OR_PASSWORD,
            detail=f"the SRP verifier of the device {device.key} does not belong to it",
        ) from broken
    return device_verifier.unpack(packed)


DEVICE_PASSWORD_VERIFIER: Final = Challenge(
    state=State.DEVICE_PASSWORD_VERIFIER,
    wants=(_KEY, *srp_proof.WANTS),
    ask=_ask,
    check=_check,
    claim=claims(Claim.ONCE),
    carries_block=True,
)
