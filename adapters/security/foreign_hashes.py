"""Password hashes that were made elsewhere: their usual text forms, and what one may cost.

    $2b$12$<22 characters of salt><31 of hash>                      bcrypt
    $scrypt$ln=15,r=8,p=1$<salt>$<hash>                             scrypt
    $argon2id$v=19$m=65536,t=3,p=4$<salt>$<hash>                    argon2id
    $pbkdf2-sha256$<iterations>$<salt>$<hash>                       PBKDF2 with SHA-256

Salts and hashes of the last three are base64, padded or not; `.` may stand for `+`, as passlib has
it, and the iterations may be written `i=<n>` or `i=<n>,l=<length>`. Whoever makes the file chooses
the cost that every later sign-in pays, so it is bounded: about half a second, and 128 MiB.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.model.import_job import HashAlgorithm

BCRYPT_ROUNDS: Final = range(4, 14)
PBKDF2_ITERATIONS: Final = range(1, 1_300_001)
MEMORY_MAX: Final = 128 * 1024 * 1024
"""Bytes that scrypt (128 N r) or argon2id may take."""

SCRYPT_WORK_MAX: Final = 2**21
"""N r p: about half a second."""

ARGON2_WORK_MAX: Final = 2**19
"""KiB of memory times passes over it: about half a second."""

LANES_MAX: Final = 16
ARGON2_SALT_MIN: Final = 8
BCRYPT_BYTES: Final = 72
"""So many bytes of a password enter a bcrypt hash; the rest is left out, as where it was made."""

_SALT_BYTES: Final = range(4, 65)
_TAG_BYTES: Final = range(16, 65)
_BCRYPT: Final = re.compile(
    r"\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{21}[.Oeu])([./A-Za-z0-9]{31})", re.ASCII
)
_BCRYPT_SALT: Final = re.compile(rb"\$2b\$(\d\d)\$[./A-Za-z0-9]{21}[.Oeu]")
_ENDING: Final = r"\$([A-Za-z0-9+/.]{1,128}={0,2})\$([A-Za-z0-9+/.]{1,128}={0,2})"
_SCRYPT: Final = re.compile(r"\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})" + _ENDING, re.ASCII)
_ARGON2: Final = re.compile(
    r"\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})" + _ENDING, re.ASCII
)
_PBKDF2: Final = re.compile(r"\$pbkdf2-sha256\$(?:i=)?(\d{1,7})(?:,l=\d{1,2})?" + _ENDING, re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignHash:
    """A hash taken apart; `numbers` are what the algorithm costs, in the order of its text form.

    The salt of bcrypt is as that takes it, with mark and rounds.
    """

    algorithm: HashAlgorithm
    numbers: tuple[int, ...]
    salt: bytes = field(repr=False)
    tag: bytes = field(repr=False)

    @property
    def is_affordable(self) -> bool:
        """Whether the algorithm takes these numbers, and a sign-in can pay them."""
        has_sizes = len(self.salt) in _SALT_BYTES and len(self.tag) in _TAG_BYTES
        return has_sizes and _AFFORDABLE[self.algorithm](self)

    def computed(self, password: bytes) -> bytes:
        """Return what comes out for a password: equal to `tag` for the right one."""
        return _COMPUTE[self.algorithm](self, password)


def parse_foreign(algorithm: HashAlgorithm, text: str) -> ForeignHash | None:
    """Read the text form of a hash, or return None for any other text and for too high a cost."""
    match = _FORMS[algorithm].fullmatch(text)
    if not match:
        return None
    *numbers, salt, tag = match.groups()
    try:
        is_bcrypt = algorithm is HashAlgorithm.BCRYPT
        parsed = ForeignHash(
            algorithm=algorithm,
            numbers=tuple(map(int, numbers)),
            # 2a, 2b and 2y are marks of one algorithm: they tell apart mistakes of old programs.
            salt=f"$2b${numbers[0]}${salt}".encode() if is_bcrypt else _decoded(salt),
            tag=tag.encode() if is_bcrypt else _decoded(tag),
        )
    except binascii.Error:
        return None
    return parsed if parsed.is_affordable else None


def _bcrypt_is_affordable(hashed: ForeignHash) -> bool:
    (rounds,) = hashed.numbers
    salt = _BCRYPT_SALT.fullmatch(hashed.salt)
    return rounds in BCRYPT_ROUNDS and salt is not None and int(salt[1]) == rounds


def _scrypt_is_affordable(hashed: ForeignHash) -> bool:
    ln, r, p = hashed.numbers
    # Beyond 16 r the algorithm has no such N.
    return (
        min(ln, r, p) >= 1
        and ln < min(16 * r, 32)
        and (128 * 2**ln * r <= MEMORY_MAX and 2**ln * r * p <= SCRYPT_WORK_MAX)
    )


def _argon2_is_affordable(hashed: ForeignHash) -> bool:
    memory_kib, passes, lanes = hashed.numbers
    is_possible = 1 <= lanes <= LANES_MAX and passes >= 1 and memory_kib >= 8 * lanes
    fits = memory_kib * 1024 <= MEMORY_MAX and memory_kib * passes <= ARGON2_WORK_MAX
    return is_possible and fits and len(hashed.salt) >= ARGON2_SALT_MIN


def _pbkdf2_is_affordable(hashed: ForeignHash) -> bool:
    (iterations,) = hashed.numbers
    return iterations in PBKDF2_ITERATIONS


def _decoded(text: str) -> bytes:
    bare = text.rstrip("=").replace(".", "+")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)


def _bcrypt(hashed: ForeignHash, password: bytes) -> bytes:
    import bcrypt  # noqa: PLC0415 - only who imports such hashes needs it

    made = bcrypt.hashpw(password[:BCRYPT_BYTES], hashed.salt)
    return made[len(hashed.salt) :]


def _scrypt(hashed: ForeignHash, password: bytes) -> bytes:
    ln, r, p = hashed.numbers
    return hashlib.scrypt(
        password,
        salt=hashed.salt,
        n=2**ln,
        r=r,
        p=p,
        maxmem=2 * MEMORY_MAX,
        dklen=len(hashed.tag),
    )


def _argon2(hashed: ForeignHash, password: bytes) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415 - beside its siblings

    memory_kib, passes, lanes = hashed.numbers
    return hash_secret_raw(
        secret=password,
        salt=hashed.salt,
        time_cost=passes,
        memory_cost=memory_kib,
        parallelism=lanes,
        hash_len=len(hashed.tag),
        type=Type.ID,
    )


def _pbkdf2(hashed: ForeignHash, password: bytes) -> bytes:
    (iterations,) = hashed.numbers
    return hashlib.pbkdf2_hmac("sha256", password, hashed.salt, iterations, len(hashed.tag))


_FORMS: Final = {
    HashAlgorithm.BCRYPT: _BCRYPT,
    HashAlgorithm.SCRYPT: _SCRYPT,
    HashAlgorithm.ARGON2ID: _ARGON2,
    HashAlgorithm.PBKDF2_SHA256: _PBKDF2,
}
_AFFORDABLE: Final[Mapping[HashAlgorithm, Callable[[ForeignHash], bool]]] = {
    HashAlgorithm.BCRYPT: _bcrypt_is_affordable,
    HashAlgorithm.SCRYPT: _scrypt_is_affordable,
    HashAlgorithm.ARGON2ID: _argon2_is_affordable,
    HashAlgorithm.PBKDF2_SHA256: _pbkdf2_is_affordable,
}
_COMPUTE: Final[Mapping[HashAlgorithm, Callable[[ForeignHash, bytes], bytes]]] = {
    HashAlgorithm.BCRYPT: _bcrypt,
    HashAlgorithm.SCRYPT: _scrypt,
    HashAlgorithm.ARGON2ID: _argon2,
    HashAlgorithm.PBKDF2_SHA256: _pbkdf2,
}
