"""Passkeys: WebAuthn credentials that users registered (webauthn.md 2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from domain.model.identifiers import PoolId, Sub


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """One passkey of a user; its credential id is unique in the pool (as a name of that kind).

    `id` is the credential id as base64url (1,364 characters at most), `public_key` the COSE key.
    `attachment` is "platform" or "cross-platform", or None where the browser did not say. The user
    handle that its authenticator keeps is the text of `sub`.
    """

    pool_id: PoolId
    sub: Sub
    id: str
    rp_id: str
    name: str
    public_key: bytes = field(repr=False)
    sign_count: int
    aaguid: str
    attachment: str | None = None
    transports: tuple[str, ...] = ()
    backup_eligible: bool = False
    backed_up: bool = False
    user_verified: bool = False
    created_at_ms: int
    used_at_ms: int | None = None

    @property
    def is_platform(self) -> bool:
        """Whether its authenticator is a part of the device that it was made on."""
        return is_platform(self.attachment, self.transports)


def is_platform(attachment: str | None, transports: Collection[str]) -> bool:
    """Whether an authenticator is a part of the user's device, as far as the browser said so."""
    if attachment is None:
        return "internal" in transports
    return attachment == "platform"
