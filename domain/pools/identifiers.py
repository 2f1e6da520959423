"""Ids of pools, clients, sessions and jobs, and client secrets: random, in Cognito's alphabets."""

from __future__ import annotations

import string
from typing import Final

from domain.model.identifiers import ClientId, PoolId, Secret
from domain.ports.entropy import Entropy

_LOWER: Final = string.digits + string.ascii_lowercase
_MIXED: Final = _LOWER + string.ascii_uppercase
_POOL_LENGTH: Final = 9
_CLIENT_LENGTH: Final = 26
_SECRET_LENGTH: Final = 52
_SESSION_LENGTH: Final = 25
_IMPORT_JOB_LENGTH: Final = 20


def new_pool_id(entropy: Entropy, region: str) -> PoolId:
    """Return `<region>_<9 characters>`: 53 bits, so that a new id may meet one that is taken."""
    return PoolId(f"{region}_{_text(entropy, _MIXED, _POOL_LENGTH)}")


def new_client_id(entropy: Entropy) -> ClientId:
    """Return 26 characters (134 bits)."""
    return ClientId(_text(entropy, _LOWER, _CLIENT_LENGTH))


def new_client_secret(entropy: Entropy) -> Secret[str]:
    """Return 52 characters (268 bits)."""
    return Secret(_text(entropy, _LOWER, _SECRET_LENGTH))


def new_session_id(entropy: Entropy) -> str:
    """Return `tkn` and 25 characters (129 bits): the id of the session of one sign-in."""
    return f"tkn{_text(entropy, _LOWER, _SESSION_LENGTH)}"


def new_import_job_id(entropy: Entropy) -> str:
    """Return `import-` and 20 characters (119 bits)."""
    return f"import-{_text(entropy, _MIXED, _IMPORT_JOB_LENGTH)}"


def _text(entropy: Entropy, alphabet: str, length: int) -> str:
    """Write one uniform number with the characters of the alphabet as its digits."""
    number = entropy.below(len(alphabet) ** length)
    characters = []
    for _ in range(length):
        number, digit = divmod(number, len(alphabet))
        characters.append(alphabet[digit])
    return "".join(characters)
