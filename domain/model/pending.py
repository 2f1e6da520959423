"""Values that wait a short time for their user's next request."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.model.identifiers import PoolId, Sub


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingValue:
    """A sealed value under a name: a secret to be proven, a challenge to be met, an attempt.

    `name` says what it is and what it belongs to; the functions below make it.
    """

    pool_id: PoolId
    sub: Sub
    name: str
    sealed: bytes = field(repr=False)
    expires_at_ms: int


SOFTWARE_TOKEN = "software token"
"""The secret of AssociateSoftwareToken by access token, until VerifySoftwareToken proves it."""


def passkey_registration(client_id: str) -> str:
    """The challenge of StartWebAuthnRegistration through a client."""
    return f"passkey registration/{client_id}"


LAST_PASSKEY_REGISTRATION = "last passkey registration"
"""Which client began the registration that was begun last."""


def device_step(client_id: str, device_key: str) -> str:
    """The attempt that DEVICE_SRP_AUTH without Session goes on with (srp.md 6)."""
    return f"device/{client_id}/{device_key}"


def attempt_memory(attempt_id: str) -> str:
    """What an attempt remembers that is too long to travel (ruling 12)."""
    return f"attempt/{attempt_id}"
