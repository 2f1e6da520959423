"""Cognito's SRP-6a, the side of the server (RFC 5054 with Cognito's own paddings; srp.md).

One arithmetic serves users and devices: both are a pair (prefix, identifier). For a user that is
the pool's name after `_` and the internal user name, for a device the DeviceGroupKey and DeviceKey.
Not here: what is done with a proof (domain.auth), and the timestamp's form (`srp_timestamp`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.errors import InvalidParameterException
from domain.ports.entropy import Entropy
from domain.ports.srp import ModularPower, SrpVerifier

N: Final = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
"""The 3072-bit prime of RFC 3526 (group 15)."""

G: Final = 2
"""Cognito's generator; RFC 5054 has 5 for this prime."""

SALT_BYTES: Final = 16
VERIFIER_BYTES: Final = 384

_PUBLIC: Final = re.compile(r"[0-9A-Fa-f]{1,770}", re.ASCII)
_EXPONENT_BOUND: Final = 2**256 - 1
_KEY_BYTES: Final = 16
_KEY_INFO: Final = b"Caldera Derived Key\x01"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerHalf:
    """The server's key pair for one attempt: the secret exponent b and the public B."""

    secret: int = field(repr=False)
    public: int


def to_bytes(number: int) -> bytes:
    """Return the shortest big-endian two's complement of a number that is not negative.

    Every number that is hashed has this form ("padHex"): a zero byte stands in front where the top
    bit is set. It is neither RFC 5054's padding to the length of N nor bare minimal bytes.
    """
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def to_hex(number: int) -> str:
    """Return a number as SALT and SRP_B show it: lower case, no leading zeros, maybe odd length."""
    return format(number, "x")


K: Final = int.from_bytes(hashlib.sha256(to_bytes(N) + to_bytes(G)).digest(), "big")
"""The multiplier of SRP-6a."""


def parse_public(text: str) -> int:
    """Read SRP_A. Raises InvalidParameterException for all that no client sends.

    Beside what is no number, that is 0, 1 and N-1, for which a client could know S without the
    password, and everything not below N: u is hashed over the number as it was sent, so that
    another name for 0 would pass a check after reduction (ruling 10, SEC-25).
    """
    # int() alone would also take "0x", "_", signs, blanks and the digits of every alphabet.
    number = int(text, 16) if _PUBLIC.fullmatch(text) else 0
    if not 1 < number < N - 1:
        raise InvalidParameterException(texts.INVALID_SRP_A)
    return number


def power_of_g(power: ModularPower, exponent: int) -> int:
    """Return g^exponent mod N."""
    return power.power(G, exponent, N)


def verifier_of(power: ModularPower, prefix: str, identifier: str, password: str, salt: int) -> int:
    """Return v = g^x mod N of a password under any salt. Text enters as UTF-8, not normalised."""
    inner = hashlib.sha256(f"{prefix}{identifier}:{password}".encode()).digest()
    x = hashlib.sha256(to_bytes(salt) + inner).digest()
    return power_of_g(power, int.from_bytes(x, "big"))


def challenge(power: ModularPower, entropy: Entropy, verifier: int) -> ServerHalf:
    """Draw b and compute B = k*v + g^b (RFC 5054 section 2.5.3).

    b has 256 bits: twice the strength of the group, and a fraction of the cost of a longer one.
    """
    while True:
        secret = 1 + entropy.below(_EXPONENT_BOUND)
        public = (K * verifier + power.power_of_generator(G, secret, N)) % N
        # The clients refuse B = 0, which is as probable as a guessed key.
        if public:
            return ServerHalf(secret=secret, public=public)


def session_key(
    power: ModularPower, client_public: int, half: ServerHalf, verifier: int
) -> bytes | None:
    """Return the 16-byte key that signs the proof, or None if u is 0 (the proof must fail then).

    S = (A * v^u)^b; the key is HKDF-SHA256 of S, with u as salt.
    """
    u = hashlib.sha256(to_bytes(client_public) + to_bytes(half.public)).digest()
    scramble = int.from_bytes(u, "big")
    if scramble == 0:
        return None
    # u went over the wire in its parts, and a guess is counted before v meets it: nothing to hide.
    base = client_public * power.power_of_public(verifier, scramble, N) % N
    shared = power.power(base, half.secret, N)
    extracted = hmac.digest(to_bytes(scramble), to_bytes(shared), hashlib.sha256)
    return hmac.digest(extracted, _KEY_INFO, hashlib.sha256)[:_KEY_BYTES]


def signature(
    key: bytes, prefix: str, identifier: str, secret_block: bytes, timestamp: str
) -> bytes:
    """Return the 32 bytes that PASSWORD_CLAIM_SIGNATURE must decode to.

    The timestamp enters exactly as it was received.
    """
    message = f"{prefix}{identifier}".encode() + secret_block + timestamp.encode()
    return hmac.digest(key, message, hashlib.sha256)


def proves(expected: bytes, claimed: str) -> bool:
    """Whether a PASSWORD_CLAIM_SIGNATURE is the expected one; takes as long if it is not."""
    # Compared as text, because lenient decoders make many texts one signature.
    return hmac.compare_digest(base64.b64encode(expected), claimed.encode())


def pack_verifier(verifier: SrpVerifier) -> bytes:
    """Return salt (16 bytes) and verifier (384 bytes), both big-endian, as they are sealed."""
    return verifier.salt.to_bytes(SALT_BYTES, "big") + verifier.verifier.to_bytes(
        VERIFIER_BYTES, "big"
    )


def unpack_verifier(packed: bytes) -> SrpVerifier:
    """Read what `pack_verifier` wrote. Raises ValueError for another length."""
    if len(packed) != SALT_BYTES + VERIFIER_BYTES:
        raise ValueError(f"a packed verifier has {SALT_BYTES + VERIFIER_BYTES} bytes")
    return SrpVerifier(
        salt=int.from_bytes(packed[:SALT_BYTES], "big"),
        verifier=int.from_bytes(packed[SALT_BYTES:], "big"),
    )
