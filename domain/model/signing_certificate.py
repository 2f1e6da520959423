"""The certificates under which a pool signs its SAML requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain.model.item import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningCertificate:
    """One certificate of a pool; its number is its key, and the highest number is in force."""

    number: int
    issued_at_ms: int
    certificate: str
    """DER in base64."""
    private_key: bytes | None = field(repr=False)
    """Sealed."""


SIGNING_CERTIFICATES: Final = Kind("signing certificate", SigningCertificate, sealed="private_key")
"""By `key_of` their numbers."""


def key_of(number: int) -> str:
    """Return the key of a certificate; keys are in the order of the numbers."""
    return f"{number:04}"
