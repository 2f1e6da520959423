"""Passkeys for tests: a ceremony to answer, and what is kept of an authenticator."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from adapters.security.passkeys.verifier import WebAuthnVerifier
from domain.model.identifiers import PoolId, Sub, Username
from domain.model.passkey import Passkey
from domain.ports.webauthn import Ceremony, NewPasskey, PasskeyOwner
from tests.support.authenticator import HONEST, Authenticator, Tricks

RP_ID: Final = "example.com"
OWNER: Final = PasskeyOwner(
    sub=Sub("1f0c2a34-0000-4000-8000-00000000000a"), username=Username("ann")
)
CEREMONY: Final = Ceremony(
    rp_id=RP_ID, challenge=bytes(range(32)), requires_verification=False, timeout_ms=60_000
)
STRICT: Final = replace(CEREMONY, requires_verification=True)
VERIFIER: Final = WebAuthnVerifier()


def registered(
    authenticator: Authenticator, tricks: Tricks = HONEST, ceremony: Ceremony = CEREMONY
) -> NewPasskey:
    """What a registration comes to."""
    options = VERIFIER.creation_options(ceremony, OWNER, ())
    return VERIFIER.register(ceremony, authenticator.create(options, tricks))


def kept(authenticator: Authenticator, **changes: object) -> Passkey:
    """The passkey of an authenticator, registered as it should be."""
    made = registered(authenticator)
    passkey = Passkey(
        pool_id=PoolId("us-east-1_Test00001"),
        sub=OWNER.sub,
        id=made.id,
        rp_id=RP_ID,
        name="Passkey",
        public_key=made.public_key,
        sign_count=made.sign_count,
        aaguid=made.aaguid,
        attachment=made.attachment,
        transports=made.transports,
        backup_eligible=made.backup_eligible,
        backed_up=made.backed_up,
        user_verified=made.user_verified,
        created_at_ms=0,
    )
    return replace(passkey, **changes)  # type: ignore[arg-type] # any field of a passkey
