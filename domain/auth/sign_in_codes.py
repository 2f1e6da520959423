"""The codes of a sign-in (SMS_MFA, EMAIL_OTP, SMS_OTP): drawn, sent, compared.

A code is not stored: its keyed hash travels in the sealed attempt, which can be presented again
and again, so that tries are counted in the store under the attempt's id (the machine does that).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.errors import (
    CodeDeliveryFailureException,
    CognitoError,
    InvalidEmailRoleAccessPolicyException,
    InvalidSmsRoleAccessPolicyException,
)
from domain.messages.addressing import Address
from domain.messages.compose import Composer
from domain.messages.templates import AUTHENTICATION
from domain.model.identifiers import ClientId
from domain.model.message import Channel, OutboxEntry, Reason
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.entropy import Entropy
from domain.ports.sealer import Sealer

SECOND_FACTOR_DIGITS: Final = 6
FIRST_FACTOR_DIGITS: Final = 8

_DIGEST_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCode:
    """A code on its way: what the attempt remembers of it, and the message."""

    memory: Mapping[str, str] = field(repr=False)
    entry: OutboxEntry = field(repr=False)


class SignInCodes:
    """Makes codes and compares answers with what an attempt remembers."""

    def __init__(self, sealer: Sealer, entropy: Entropy, composer: Composer) -> None:
        self._sealer = sealer
        self._entropy = entropy
        self._composer = composer

    def send(
        self,
        pool: UserPool,
        user: User,
        address: Address,
        digits: int,
        to: tuple[ClientId, Mapping[str, str]],
    ) -> SentCode:
        """Draw a code of so many digits and write its message; `to` is client and metadata.

        Raises InvalidSmsRoleAccessPolicyException or InvalidEmailRoleAccessPolicyException if
        nothing hands such messages over, and what a failing trigger raises.
        """
        code = f"{self._entropy.below(10**digits):0{digits}d}"
        client_id, metadata = to
        reason = Reason(
            purpose=AUTHENTICATION, client_id=client_id, client_metadata=metadata or None
        )
        try:
            entry = self._composer.code_message(pool, user, address, reason, code)
        except CodeDeliveryFailureException as failure:
            raise _undeliverable(address.channel) from failure
        memory = self._memory(pool, address, digits)
        digest = self._digest(pool, memory, code)
        return SentCode(memory={**memory, "digest": digest.hex()}, entry=entry)

    def seem_to_send(self, pool: UserPool, address: Address, digits: int) -> Mapping[str, str]:
        """Return what an attempt remembers of a code that nobody got: no answer matches."""
        self._require_channel(pool, address.channel)
        digest = self._entropy.bytes(_DIGEST_BYTES)
        return {**self._memory(pool, address, digits), "digest": digest.hex()}

    def went_to(self, pool: UserPool, memory: Mapping[str, str], value: str | None) -> bool:
        """Whether the code went to this address."""
        return value is not None and hmac.compare_digest(self._place(pool, value), memory["to"])

    def matches(self, pool: UserPool, memory: Mapping[str, str], answer: str) -> bool:
        """Whether the answer is the code, digit for digit: no other script's digits, no blanks."""
        digits = int(memory["digits"])
        # int() and \d would take the digits of every alphabet.
        well_formed = re.fullmatch(rf"[0-9]{{{digits}}}", answer) is not None
        digest = self._digest(pool, memory, answer)
        return hmac.compare_digest(digest.hex(), memory["digest"]) and well_formed

    def _digest(self, pool: UserPool, memory: Mapping[str, str], code: str) -> bytes:
        parts = (memory["code"], memory["to"], code)
        return self._sealer.mac(pool.keys, "sign-in code", pool.id, *parts)

    def _place(self, pool: UserPool, value: str) -> str:
        return self._sealer.mac(pool.keys, "sign-in address", pool.id, value).hex()

    def _memory(self, pool: UserPool, address: Address, digits: int) -> Mapping[str, str]:
        """Return all but the digest of the code; of the same length for every address.

        The address itself would make the Session of a user who exists longer than nobody's.
        """
        return {
            "code": self._entropy.uuid(),
            "attribute": address.attribute,
            "to": self._place(pool, address.value),
            "digits": str(digits),
        }

    def _require_channel(self, pool: UserPool, channel: Channel) -> None:
        if not self._composer.can_reach(pool, channel):
            raise _undeliverable(channel)


def _undeliverable(channel: Channel) -> CognitoError:
    """Return the error that the challenge operations declare for what cannot be sent."""
    detail = f"no delivery for {channel.value}"
    if channel is Channel.SMS:
        return InvalidSmsRoleAccessPolicyException(detail=detail)
    return InvalidEmailRoleAccessPolicyException(detail=detail)
