"""An authenticator in software, with the browser around it: honest, or with one thing wrong.

It answers the options of a server in the JSON forms of WebAuthn. What can go wrong is a field of
`Tricks`; by default nothing does.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any, Final, TypeAlias

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

ES256: Final = -7
EDDSA: Final = -8
PS256: Final = -37
RS256: Final = -257
ALGORITHMS: Final = {"ES256": ES256, "RS256": RS256, "EdDSA": EDDSA}

ORIGIN: Final = "https://example.com"
AAGUID: Final = bytes.fromhex("0102030405060708090a0b0c0d0e0f10")

UP, UV, BE, BS, AT = 0x01, 0x04, 0x08, 0x10, 0x40

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Tricks:
    """What an answer has wrong; None is as it should be."""

    type: str | None = None
    challenge: str | None = None
    origin: str | None = None
    cross_origin: Any = False
    top_origin: str | None = None
    rp_id: str | None = None
    present: bool = True
    verified: bool | None = None
    attested: bool | None = None
    backup_eligible: bool | None = None
    backed_up: bool | None = None
    count: int | None = None
    key: PrivateKey | None = None
    cose: Mapping[int, Any] | None = None
    user_handle: bytes | None = None
    id: bytes | None = None
    fmt: str = "none"
    statement: Mapping[str, Any] = field(default_factory=dict)
    cut: int | None = None
    """How many bytes of the authenticator's object are left."""
    trailing: bytes = b""
    """Bytes after the end of the authenticator's data."""


HONEST: Final = Tricks()


@dataclass
class Authenticator:
    """One authenticator with one passkey; `counts` says whether it counts its signatures."""

    algorithm: int = ES256
    origin: str = ORIGIN
    attachment: str | None = "platform"
    transports: tuple[str, ...] = ("hybrid", "internal")
    verifies: bool = True
    synced: bool = True
    counts: bool = False
    id: bytes = field(default_factory=lambda: os.urandom(32))
    aaguid: bytes = AAGUID
    count: int = 0
    user_handle: bytes = b""
    rp_id: str = ""

    def __post_init__(self) -> None:
        self.key = new_key(self.algorithm)

    @property
    def credential_id(self) -> str:
        """The id as the wire has it."""
        return to_text(self.id)

    def create(self, options: Mapping[str, Any], tricks: Tricks = HONEST) -> dict[str, Any]:
        """Make the passkey that the options ask for: a RegistrationResponseJSON."""
        self.user_handle = from_text(options["user"]["id"])
        self.rp_id = options["rp"]["id"]
        shown = self.id if tricks.id is None else tricks.id
        cose = cbor2.dumps(dict(tricks.cose or public_cose(self.key, self.algorithm)))
        made = self.aaguid + len(shown).to_bytes(2, "big") + shown + cose
        attested = tricks.attested is not False
        data = self._data(tricks, AT if attested else 0) + (made if attested else b"")
        attestation = cbor2.dumps(
            {
                "fmt": tricks.fmt,
                "attStmt": dict(tricks.statement),
                "authData": data + tricks.trailing,
            }
        )
        response = {
            "clientDataJSON": to_text(self._client_data("webauthn.create", options, tricks)),
            "attestationObject": to_text(attestation[: tricks.cut]),
            "transports": [*self.transports],
        }
        return self._credential(self.id, response)

    def get(self, options: Mapping[str, Any], tricks: Tricks = HONEST) -> dict[str, Any]:
        """Answer the options with the passkey: an AuthenticationResponseJSON."""
        data = (self._data(tricks, AT if tricks.attested else 0) + tricks.trailing)[: tricks.cut]
        client_data = self._client_data("webauthn.get", options, tricks)
        handle = self.user_handle if tricks.user_handle is None else tricks.user_handle
        signed = data + sha256(client_data).digest()
        response = {
            "clientDataJSON": to_text(client_data),
            "authenticatorData": to_text(data),
            "signature": to_text(sign(tricks.key or self.key, signed)),
            "userHandle": to_text(handle),
        }
        return self._credential(self.id if tricks.id is None else tricks.id, response)

    def answer(self, parameters: Mapping[str, Any], tricks: Tricks = HONEST) -> str:
        """Answer the parameters of a WEB_AUTHN challenge: the text of CREDENTIAL."""
        options = parameters["CREDENTIAL_REQUEST_OPTIONS"]
        asked = json.loads(options) if isinstance(options, str) else options
        return json.dumps(self.get(asked, tricks))

    def _credential(self, passkey_id: bytes, response: dict[str, Any]) -> dict[str, Any]:
        given = {
            "id": to_text(passkey_id),
            "rawId": to_text(passkey_id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": response,
        }
        return (
            given
            if self.attachment is None
            else {**given, "authenticatorAttachment": self.attachment}
        )

    def _client_data(self, kind: str, options: Mapping[str, Any], tricks: Tricks) -> bytes:
        said = {
            "type": tricks.type or kind,
            "challenge": tricks.challenge or options["challenge"],
            "origin": self.origin if tricks.origin is None else tricks.origin,
            "crossOrigin": tricks.cross_origin,
        }
        if tricks.top_origin is not None:
            said["topOrigin"] = tricks.top_origin
        return json.dumps(said).encode()

    def _data(self, tricks: Tricks, flags: int) -> bytes:
        """The authenticator's data up to the counter, which rises where it counts."""
        self.count += self.counts
        for flag, usual, trick in (
            (UP, True, tricks.present),
            (UV, self.verifies, tricks.verified),
            (BE, self.synced, tricks.backup_eligible),
            (BS, self.synced, tricks.backed_up),
        ):
            if usual if trick is None else trick:
                flags |= flag
        count = self.count if tricks.count is None else tricks.count
        rp_hash = sha256((tricks.rp_id or self.rp_id).encode()).digest()
        return rp_hash + bytes([flags]) + count.to_bytes(4, "big")


def new_key(algorithm: int) -> PrivateKey:
    """A private key; RSA ones take long to make, and are all the same."""
    if algorithm == EDDSA:
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1()) if algorithm == ES256 else rsa_key()


@cache
def rsa_key(bits: int = 2_048) -> rsa.RSAPrivateKey:
    """An RSA key."""
    return rsa.generate_private_key(65_537, bits)


def public_cose(key: PrivateKey, algorithm: int) -> dict[int, Any]:
    """The public half as COSE writes it."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return {1: 1, 3: algorithm, -1: 6, -2: key.public_key().public_bytes_raw()}
    if isinstance(key, rsa.RSAPrivateKey):
        public = key.public_key().public_numbers()
        length = key.key_size // 8
        return {1: 3, 3: algorithm, -1: public.n.to_bytes(length, "big"), -2: b"\x01\x00\x01"}
    point = key.public_key().public_numbers()
    size = (key.curve.key_size + 7) // 8
    curve = {"secp256r1": 1, "secp384r1": 2}[key.curve.name]
    return {
        1: 2,
        3: algorithm,
        -1: curve,
        -2: point.x.to_bytes(size, "big"),
        -3: point.y.to_bytes(size, "big"),
    }


def sign(key: PrivateKey, data: bytes) -> bytes:
    """Sign as the key's algorithm does."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(data)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), SHA256())
    return key.sign(data, ec.ECDSA(SHA256()))


def to_text(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
