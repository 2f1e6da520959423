"""Making certificates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCertificate:
    """An X.509 certificate and its private key (PKCS #8), both in DER; the key is to be sealed."""

    certificate: bytes
    private_key: bytes = field(repr=False)


class CertificateMaker(Protocol):
    """Makes certificates that sign for themselves."""

    def new(self, name: str, from_ms: int, until_ms: int) -> NewCertificate:
        """Return a certificate with a new RSA-2048 key, for digital signatures alone.

        `name` is the common name of subject and issuer, of at most 64 characters. Takes tens of
        milliseconds, sometimes hundreds: no unit of work is open meanwhile.
        """
        ...
