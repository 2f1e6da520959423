"""What of a user's belongings a request needs beside his standing: read only where it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.model.attempt import Attempt, Flow, State
from domain.model.device import Device
from domain.model.factors import SoftwareToken
from domain.model.passkey import Passkey
from domain.model.pool import UserPool
from domain.ports.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """The device that was named, all passkeys, the software token: None or empty if not needed."""

    device: Device | None = None
    passkeys: tuple[Passkey, ...] = field(default=(), repr=False)
    software_token: SoftwareToken | None = field(default=None, repr=False)


NOTHING = Belongings()


def read_belongings(store: Store, pool: UserPool, attempt: Attempt) -> Belongings:
    """Read what the flow and state of an attempt need, known user or not; often no statement."""
    needs_device = pool.devices is not None and attempt.device_key is not None
    needs_passkeys = attempt.flow is Flow.USER_AUTH and "WEB_AUTHN" in pool.first_factors
    needs_token = attempt.state is State.SOFTWARE_TOKEN_MFA
    if not (needs_device or needs_passkeys or needs_token):
        return NOTHING
    pool_id, sub = attempt.pool_id, attempt.sub
    with store.reading() as unit:
        return Belongings(
            device=unit.devices.get(pool_id, sub, attempt.device_key or "")
            if needs_device
            else None,
            passkeys=tuple(unit.passkeys.of_user(pool_id, sub)) if needs_passkeys else (),
            software_token=unit.software_tokens.get(pool_id, sub) if needs_token else None,
        )


def named_device(attempt: Attempt, answers: Mapping[str, str]) -> str | None:
    """Return the DEVICE_KEY that any step has named; the first one stays (ruling 9)."""
    return attempt.device_key or answers.get("DEVICE_KEY") or None
