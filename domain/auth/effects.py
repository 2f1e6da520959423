"""What steps want written with the outcome of a request, as values: a step never writes.

`rank` is the place in the one order in which all units touch a user's rows (see `Store.writing`);
the settlement sorts by it. `apply` may raise an error of the catalogue, which takes back the unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from domain import texts
from domain.accounts.limits import sign_in_codes, spend_message
from domain.errors import (
    ExpiredCodeException,
    LimitExceededException,
    NotAuthorizedException,
    TooManyRequestsException,
)
from domain.model.attempt import Attempt
from domain.model.device import Device
from domain.model.factors import SoftwareToken
from domain.model.identifiers import PoolId, Sub
from domain.model.message import OutboxEntry
from domain.model.pending import PendingValue
from domain.ports.devices import DeviceUse
from domain.ports.passkeys import PasskeyUse
from domain.ports.store import Unit
from domain.ports.webauthn import PasskeyProof

SPENT = 0
HIS_ROWS = 2
BUDGETS = 4
CODES = 5
MESSAGES = 6


class Effect(Protocol):
    """One thing to be written."""

    @property
    def rank(self) -> int:
        """Its place in the order of a user's rows."""
        ...

    def apply(self, unit: Unit) -> None:
        """Write it."""
        ...


@dataclass(frozen=True, slots=True)
class Send:
    """A message goes to the outbox."""

    entry: OutboxEntry = field(repr=False)
    rank: ClassVar[int] = MESSAGES

    def apply(self, unit: Unit) -> None:
        """Write the message."""
        unit.outbox.add(self.entry)


@dataclass(frozen=True, slots=True)
class SeemToSend:
    """As much is written as for a message, where nobody gets one (SEC-53)."""

    pool_id: PoolId
    sub: Sub
    value_id: str
    expires_at_ms: int
    rank: ClassVar[int] = SPENT

    def apply(self, unit: Unit) -> None:
        """Write something that nothing reads."""
        unit.spent.spend(self.pool_id, self.sub, self.value_id, self.expires_at_ms)


@dataclass(frozen=True, slots=True)
class KeepPending:
    """A value waits for the user's next request."""

    value: PendingValue
    rank: ClassVar[int] = CODES

    def apply(self, unit: Unit) -> None:
        """Write the value in place of an earlier one."""
        unit.pending.put(self.value)


def waiting(attempt: Attempt, name: str, sealed: bytes) -> KeepPending:
    """Return the effect that keeps a sealed attempt in the store too, under that name."""
    return KeepPending(
        PendingValue(
            pool_id=attempt.pool_id,
            sub=attempt.sub,
            name=name,
            sealed=sealed,
            expires_at_ms=attempt.expires_at_ms,
        )
    )


@dataclass(frozen=True, slots=True)
class KeepToken:
    """A software token that was proven takes the place of an earlier one."""

    token: SoftwareToken
    rank: ClassVar[int] = HIS_ROWS

    def apply(self, unit: Unit) -> None:
        """Write the token."""
        unit.software_tokens.put(self.token)


@dataclass(frozen=True, slots=True)
class UseStep:
    """A step of the software token is used up: the same six digits open nothing else (SEC-21)."""

    token: SoftwareToken
    step: int
    rank: ClassVar[int] = HIS_ROWS

    def apply(self, unit: Unit) -> None:
        """Use the step. Raises ExpiredCodeException if it, or a later one, was used already."""
        token = self.token
        if not unit.software_tokens.use(token.pool_id, token.sub, token.id, self.step):
            raise ExpiredCodeException(texts.SOFTWARE_TOKEN_USED)


@dataclass(frozen=True, slots=True)
class UseDevice:
    """A remembered device proved itself, and may stand in for a second factor if beside one."""

    device: Device
    use: DeviceUse
    rank: ClassVar[int] = HIS_ROWS

    def apply(self, unit: Unit) -> None:
        """Note it. Raises NotAuthorizedException if the device was forgotten since it was read.

        Functions of the pool run in between, for seconds: what its user has taken back meanwhile
        must not stand in for a second factor.
        """
        device = self.device
        if not unit.devices.touch(device.pool_id, device.sub, device.key, self.use):
            raise NotAuthorizedException(texts.INVALID_SESSION)


@dataclass(frozen=True, slots=True)
class UsePasskey:
    """A passkey was used: its counter rises, so that a copy of it is found out (SEC-22)."""

    proof: PasskeyProof
    at_ms: int
    rank: ClassVar[int] = HIS_ROWS

    def apply(self, unit: Unit) -> None:
        """Note the use. Raises NotAuthorizedException if the passkey was used or deleted since."""
        passkey = self.proof.passkey
        use = PasskeyUse(
            counted=passkey.sign_count,
            sign_count=self.proof.sign_count,
            backed_up=self.proof.backed_up,
            at_ms=self.at_ms,
        )
        if not unit.passkeys.use(passkey.pool_id, passkey.sub, passkey.id, use):
            raise NotAuthorizedException(
                texts.INCORRECT_USERNAME_OR_PASSWORD, detail="the passkey was used meanwhile"
            )


@dataclass(frozen=True, slots=True)
class RestoreTries:
    """A right code ends the run of wrong ones at its challenge."""

    attempt: Attempt
    rank: ClassVar[int] = BUDGETS

    def apply(self, unit: Unit) -> None:
        """Forget the wrong answers."""
        attempt = self.attempt
        for budget in sign_in_codes(attempt):
            unit.budgets.restore(attempt.pool_id, attempt.sub, budget.name)


@dataclass(frozen=True, slots=True)
class SpendMessage:
    """A message to an address that is not proven to be the user's: he may cause few (SEC-55)."""

    attempt: Attempt
    purpose: str
    now_ms: int
    rank: ClassVar[int] = BUDGETS

    def apply(self, unit: Unit) -> None:
        """Count it. Raises TooManyRequestsException (ruling 38)."""
        attempt = self.attempt
        try:
            spend_message(unit, attempt.pool_id, attempt.sub, self.purpose, self.now_ms)
        except LimitExceededException as exceeded:
            raise TooManyRequestsException(exceeded.text) from exceeded
