"""Identities to store, with every member set between them."""

from __future__ import annotations

from typing import Final

from domain.model.identity import Identity
from domain.model.identity_provider import ProviderType

IDENTITIES: Final = (
    Identity(
        provider="Corp",
        type=ProviderType.SAML,
        attribute="email",
        value="ann@corp.example",
        issuer="urn:corp",
        primary=True,
        since_ms=1_700_000_000_003,
    ),
    Identity(
        provider="Google",
        type=ProviderType.GOOGLE,
        value="10769150350006",
        since_ms=1_700_000_000_000,
    ),
)
