"""The challenges of registrations of passkeys, while they wait to be answered (SEC-16, SEC-22).

One waits for each user and client; a newer one takes its place. Beside it stands which client began
last, so that an answer through another one is told apart from an answer to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain.errors import (
    CognitoError,
    WebAuthnChallengeNotFoundException,
    WebAuthnClientMismatchException,
)
from domain.model import contexts
from domain.model.pending import LAST_PASSKEY_REGISTRATION, PendingValue, passkey_registration
from domain.ports.bundle import Ports
from domain.ports.sealer import SealBroken
from domain.ports.webauthn import Ceremony
from domain.tokens.access import Bearer

LIFETIME_MS: Final = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunRegistration:
    """What a registration began with."""

    rp_id: str
    challenge: bytes = field(repr=False)


class PasskeyChallenges:
    """Keeps challenges and gives each out once."""

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._sealer = ports.sealer

    def keep(self, bearer: Bearer, ceremony: Ceremony) -> None:
        """Let a challenge wait. Raises Stale, or Missing for a user who is gone."""
        begun = {"rp_id": ceremony.rp_id, "challenge": ceremony.challenge.hex()}
        name = passkey_registration(bearer.client.id)
        waiting = self._value(bearer, name, begun)
        last = self._value(bearer, LAST_PASSKEY_REGISTRATION, {"client": bearer.client.id})
        with self._store.writing() as unit:
            # That he is there still: of a deleted user nothing may be left (SEC-80).
            unit.users.save(bearer.user)
            unit.pending.put(waiting)
            unit.pending.put(last)

    def take(self, bearer: Bearer) -> BegunRegistration:
        """Return the challenge that waits for an answer through this client, and forget it.

        Committed before the answer is looked at, so that no challenge is answered twice. Raises
        WebAuthnChallengeNotFoundException, WebAuthnClientMismatchException.
        """
        user, name = bearer.user, passkey_registration(bearer.client.id)
        with self._store.writing() as unit:
            waiting = unit.pending.take(user.pool_id, user.sub, name)
        if waiting is None or waiting.expires_at_ms <= self._clock.now_ms():
            raise self._nothing(bearer)
        document = self._opened(bearer, waiting)
        return BegunRegistration(
            rp_id=document["rp_id"], challenge=bytes.fromhex(document["challenge"])
        )

    def _nothing(self, bearer: Bearer) -> CognitoError:
        """Return the refusal where nothing waits: another client may have begun."""
        user = bearer.user
        with self._store.reading() as unit:
            last = unit.pending.get(user.pool_id, user.sub, LAST_PASSKEY_REGISTRATION)
            if last is None:
                return WebAuthnChallengeNotFoundException()
            name = passkey_registration(self._opened(bearer, last)["client"])
            waiting = unit.pending.get(user.pool_id, user.sub, name)
        if waiting is None or waiting.expires_at_ms <= self._clock.now_ms():
            return WebAuthnChallengeNotFoundException()
        return WebAuthnClientMismatchException()

    def _value(self, bearer: Bearer, name: str, document: dict[str, str]) -> PendingValue:
        user = bearer.user
        context = contexts.pending(user.pool_id, user.sub, name)
        return PendingValue(
            pool_id=user.pool_id,
            sub=user.sub,
            name=name,
            sealed=self._sealer.seal_document(bearer.pool.keys, context, document),
            expires_at_ms=self._clock.now_ms() + LIFETIME_MS,
        )

    def _opened(self, bearer: Bearer, value: PendingValue) -> dict[str, str]:
        context = contexts.pending(value.pool_id, value.sub, value.name)
        try:
            document = self._sealer.open_document(bearer.pool.keys, context, value.sealed)
        except SealBroken as broken:
            raise WebAuthnChallengeNotFoundException(
                detail=f"the challenge of {value.sub} does not open"
            ) from broken
        return {name: str(member) for name, member in document.items()}
