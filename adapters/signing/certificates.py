"""Makes certificates (port `CertificateMaker`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from adapters.signing.rsa_keys import RsaKeys, to_der
from domain.ports.certificates import NewCertificate

_SIGNATURES_ONLY: Final = x509.KeyUsage(
    digital_signature=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


class X509Maker:
    """Certificates of RSA-2048 keys, signed by themselves with SHA-256."""

    def __init__(self) -> None:
        self._rsa = RsaKeys()

    def new(self, name: str, from_ms: int, until_ms: int) -> NewCertificate:
        """Return a certificate for digital signatures alone, with its key."""
        key = self._rsa.generate()
        itself = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = (
            x509.CertificateBuilder(itself, itself, key.public_key(), x509.random_serial_number())
            .not_valid_before(_instant(from_ms))
            .not_valid_after(_instant(until_ms))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_SIGNATURES_ONLY, critical=True)
            .sign(key, SHA256())
        )
        return NewCertificate(
            certificate=certificate.public_bytes(Encoding.DER), private_key=to_der(key)
        )


def _instant(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms // 1000, UTC)
