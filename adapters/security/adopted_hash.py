"""The form in which a password hash that was made elsewhere is stored.

    $adopted$keyid=main$SCRYPT$15,8,1$<salt>$<length of the hash>$<tag>

The hash itself is not kept but HMAC-SHA256 of it under the pepper that `keyid` names, so that a
stolen database is as little worth as with hashes of our own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field, replace
from typing import Final

from adapters.security.foreign_hashes import ForeignHash
from domain.model.import_job import HashAlgorithm

PREFIX: Final = "$adopted$"

_STORED: Final = re.compile(
    r"\$adopted\$keyid=([A-Za-z0-9._-]{1,64})\$([A-Z0-9_]{1,16})\$([0-9]{1,7}(?:,[0-9]{1,7}){0,2})"
    r"\$([A-Za-z0-9+/]{1,128}={0,2})\$([0-9]{1,2})\$([A-Za-z0-9+/]{43}=)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedHash:
    """A stored form, taken apart; `recipe` has zeros where the hash was."""

    pepper_id: str
    recipe: ForeignHash
    tag: bytes = field(repr=False)

    def text(self) -> str:
        """Return the text form."""
        recipe = self.recipe
        numbers = ",".join(map(str, recipe.numbers))
        return (
            f"{PREFIX}keyid={self.pepper_id}${recipe.algorithm}${numbers}"
            f"${_encoded(recipe.salt)}${len(recipe.tag)}${_encoded(self.tag)}"
        )

    def is_of(self, pepper: bytes, password: bytes) -> bool:
        """Whether the hash was made of the password."""
        return hmac.compare_digest(_peppered(pepper, self.recipe.computed(password)), self.tag)


def adopted(pepper_id: str, pepper: bytes, foreign: ForeignHash) -> AdoptedHash:
    """Return what is stored of a hash."""
    return AdoptedHash(
        pepper_id=pepper_id,
        recipe=replace(foreign, tag=bytes(len(foreign.tag))),
        tag=_peppered(pepper, foreign.tag),
    )


def parse_adopted(text: str) -> AdoptedHash | None:
    """Read the text form, or return None for any other text."""
    match = _STORED.fullmatch(text)
    if not match or match[2] not in set(HashAlgorithm):
        return None
    recipe = ForeignHash(
        algorithm=HashAlgorithm(match[2]),
        numbers=tuple(map(int, match[3].split(","))),
        salt=base64.b64decode(match[4]),
        tag=bytes(int(match[5])),
    )
    # Without bounds, a row changed in the database could make one sign-in take all memory.
    if not recipe.is_affordable:
        return None
    return AdoptedHash(pepper_id=match[1], recipe=recipe, tag=base64.b64decode(match[6]))


def _peppered(pepper: bytes, tag: bytes) -> bytes:
    return hmac.digest(pepper, b"adopted\0" + tag, hashlib.sha256)


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()
