"""What a password hash costs, and the text form in which it is stored.

    $argon2id$v=19$m=19456,t=2,p=1,keyid=main$<salt>$<tag>

That is the PHC string format; `keyid` names the master key that the pepper was derived from.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Final

MEMORY_KIB_MAX: Final = 1_048_576
TIME_MAX: Final = 64
LANES_MAX: Final = 16
SALT_BYTES: Final = 16
TAG_BYTES: Final = 32

_FLOOR: Final = ((47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5))
"""OWASP's rows of equal strength: at least so much memory (KiB) with at least so many passes."""

_SETTING: Final = re.compile(r"argon2id:m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})", re.ASCII)
_STORED: Final = re.compile(
    r"\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2}),keyid=([A-Za-z0-9._-]{1,64})"
    r"\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Parameters of argon2id: memory in KiB, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int

    @property
    def is_possible(self) -> bool:
        """Whether argon2 takes the parameters and they cannot exhaust the machine."""
        return (
            1 <= self.lanes <= LANES_MAX
            and 1 <= self.passes <= TIME_MAX
            and 8 * self.lanes <= self.memory_kib <= MEMORY_KIB_MAX
        )

    @property
    def is_strong(self) -> bool:
        """Whether the cost is at least that of one of OWASP's rows (SEC-06)."""
        return any(
            self.memory_kib >= memory_kib and self.passes >= passes for memory_kib, passes in _FLOOR
        )


INSECURE_FOR_TESTS: Final = Cost(memory_kib=8, passes=1, lanes=1)


def parse_cost(setting: str) -> Cost:
    """Read `argon2id:m=19456,t=2,p=1` (memory in KiB) or `insecure-for-tests`.

    Whether the insecure one is allowed is for the caller to know. Raises ValueError with a reason.
    """
    if setting == "insecure-for-tests":
        return INSECURE_FOR_TESTS
    match = _SETTING.fullmatch(setting)
    if not match:
        raise ValueError("the form is argon2id:m=<KiB>,t=<passes>,p=<lanes>")
    memory_kib, passes, lanes = map(int, match.groups())
    cost = Cost(memory_kib=memory_kib, passes=passes, lanes=lanes)
    if not cost.is_possible:
        raise ValueError(
            f"at most m={MEMORY_KIB_MAX}, t={TIME_MAX} and p={LANES_MAX}, and m at least 8 times p"
        )
    if not cost.is_strong:
        rows = " or ".join(f"m={memory_kib},t={passes}" for memory_kib, passes in _FLOOR)
        raise ValueError(f"too cheap to protect passwords; at least {rows}")
    return cost


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHash:
    """A stored password hash, taken apart."""

    cost: Cost
    pepper_id: str
    salt: bytes = field(repr=False)
    tag: bytes = field(repr=False)

    def text(self) -> str:
        """Return the text form."""
        cost = self.cost
        return (
            f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}"
            f",keyid={self.pepper_id}${_unpadded(self.salt)}${_unpadded(self.tag)}"
        )


def parse_stored(text: str) -> StoredHash | None:
    """Read the text form, or return None for any other text."""
    match = _STORED.fullmatch(text)
    if not match:
        return None
    memory_kib, passes, lanes, pepper_id, salt, tag = match.groups()
    cost = Cost(memory_kib=int(memory_kib), passes=int(passes), lanes=int(lanes))
    # Without bounds, a row changed in the database could make one sign-in take all memory.
    if not cost.is_possible:
        return None
    return StoredHash(
        cost=cost,
        pepper_id=pepper_id,
        salt=base64.b64decode(salt + "=="),
        tag=base64.b64decode(tag + "="),
    )


def _unpadded(value: bytes) -> str:
    return base64.b64encode(value).decode().rstrip("=")
