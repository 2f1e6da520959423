"""What the authenticator has signed: whose it is, its flags, and the key of a new passkey."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Final, TypeVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from webauthn.helpers import (
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    parse_attestation_object,
    parse_authenticator_data,
)
from webauthn.helpers.cose import COSECRV, COSEKTY, COSEAlgorithmIdentifier
from webauthn.helpers.structs import AttestationFormat, AuthenticatorData

from adapters.security.passkeys.forms import check_cbor, refuse, to_base64url
from domain.ports.webauthn import Ceremony, Fault

ALGORITHMS: Final = (
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
)
"""What is accepted; the first two are asked for, as the service does."""

ID_BYTES_MAX: Final = 1_023
"""The longest credential id that WebAuthn knows."""

_KEYS: Final = {
    COSEAlgorithmIdentifier.ECDSA_SHA_256: (COSEKTY.EC2, COSECRV.P256),
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256: (COSEKTY.RSA, None),
    COSEAlgorithmIdentifier.EDDSA: (COSEKTY.OKP, COSECRV.ED25519),
}
_RSA_BITS: Final = range(2_048, 8_193)

T = TypeVar("T")


def attested(attestation_object: bytes, ceremony: Ceremony, passkey_id: str) -> AuthenticatorData:
    """Return the data of a new passkey of this relying party that we can use.

    Raises PasskeyRefused.
    """
    check_cbor(attestation_object, "attestationObject")
    parsed = _parsed(lambda: parse_attestation_object(attestation_object), "attestationObject")
    data = parsed.auth_data
    _check_flags(data, ceremony, Fault.NOT_SUPPORTED)
    made = data.attested_credential_data
    if made is None or not 0 < len(made.credential_id) <= ID_BYTES_MAX:
        refuse(Fault.MALFORMED, "there is no new passkey in the authenticator's data")
    if to_base64url(made.credential_id) != passkey_id:
        refuse(Fault.MALFORMED, "the id is not that of the new passkey")
    _check_key(made.credential_public_key)
    if parsed.fmt not in [*AttestationFormat]:
        refuse(Fault.NOT_SUPPORTED, "the format of the attestation is unknown")
    return data


def asserted(authenticator_data: bytes, ceremony: Ceremony) -> AuthenticatorData:
    """Return the data of an assertion for this relying party. Raises PasskeyRefused."""
    data = _parsed(lambda: parse_authenticator_data(authenticator_data), "authenticatorData")
    _check_flags(data, ceremony, Fault.NOT_PROVEN)
    return data


def _check_flags(data: AuthenticatorData, ceremony: Ceremony, fault: Fault) -> None:
    """Refuse data for another relying party, or of an authenticator that asked nobody."""
    if not hmac.compare_digest(data.rp_id_hash, sha256(ceremony.rp_id.encode()).digest()):
        refuse(Fault.RELYING_PARTY, f"the data is not for {ceremony.rp_id}")
    flags = data.flags
    if not flags.up:
        refuse(fault, "nobody was present")
    if ceremony.requires_verification and not flags.uv:
        refuse(fault, "the user was not verified")
    if flags.bs and not flags.be:
        refuse(fault, "it is backed up though it cannot be")


def _check_key(public_key: bytes) -> None:
    """Refuse a key that could verify nothing later: of a kind or size that we do not take."""
    try:
        key = decode_credential_public_key(public_key)
        algorithm = COSEAlgorithmIdentifier(key.alg)
        loaded = decoded_public_key_to_cryptography(key)
    except Exception as unusable:  # noqa: BLE001 - a hostile key makes the library fail in any way
        refuse(Fault.NOT_SUPPORTED, "the public key cannot be used", unusable)
    if (key.kty, getattr(key, "crv", None)) != _KEYS.get(algorithm):
        refuse(Fault.NOT_SUPPORTED, f"a key for {algorithm.name} is not taken")
    if isinstance(loaded, RSAPublicKey) and loaded.key_size not in _RSA_BITS:
        refuse(Fault.NOT_SUPPORTED, f"an RSA key of {loaded.key_size} bits is not taken")


def _parsed(parse: Callable[[], T], name: str) -> T:
    try:
        return parse()
    except Exception as garbled:  # noqa: BLE001 - hostile bytes make the library fail in any way
        refuse(Fault.MALFORMED, f"{name} is malformed", garbled)
