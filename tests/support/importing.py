"""Files of users, and hashes of their passwords as other programs write them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import bcrypt
from argon2 import PasswordHasher

from domain.model.import_job import HashAlgorithm

ROLE: Final = "arn:aws:iam::000000000000:role/import"


def csv(columns: Sequence[str], *rows: Mapping[str, str], ending: str = "\n") -> bytes:
    """Return a file; what a row does not say is blank, second factors are off."""
    lines = [",".join(columns)]
    for row in rows:
        values = {"cognito:mfa_enabled": "false", **row}
        cells = [values.get(column, "").replace(",", r"\,") for column in columns]
        lines.append(",".join(cells))
    return "".join(line + ending for line in lines).encode()


def person(username: str, /, **more: str) -> dict[str, str]:
    """Return the row of a user with a proven e-mail address."""
    address = {"email": f"{username}@example.com", "email_verified": "TRUE"}
    return {"cognito:username": username, **address, **more}


def hashed(algorithm: HashAlgorithm, password: str) -> str:
    """Return a hash at the least cost that programs use."""
    return HASHES[algorithm](password.encode())


def _bare(value: bytes) -> str:
    return base64.b64encode(value).decode().rstrip("=")


def _scrypt(password: bytes) -> str:
    salt = b"sixteen bytes ok"
    tag = hashlib.scrypt(password, salt=salt, n=2**4, r=8, p=1, dklen=32)
    return f"$scrypt$ln=4,r=8,p=1${_bare(salt)}${_bare(tag)}"


def _pbkdf2(password: bytes) -> str:
    salt = b"\xfb\xff\xfesixteen"
    tag = hashlib.pbkdf2_hmac("sha256", password, salt, 1_000)
    return f"$pbkdf2-sha256$1000${_bare(salt).replace('+', '.')}${_bare(tag).replace('+', '.')}"


HASHES: Final[Mapping[HashAlgorithm, Callable[[bytes], str]]] = {
    HashAlgorithm.BCRYPT: lambda password: bcrypt.hashpw(password, bcrypt.gensalt(4)).decode(),
    HashAlgorithm.SCRYPT: _scrypt,
    HashAlgorithm.ARGON2ID: PasswordHasher(time_cost=1, memory_cost=64, parallelism=2).hash,
    HashAlgorithm.PBKDF2_SHA256: _pbkdf2,
}
