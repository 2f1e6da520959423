"""How many users a pool has: counted where they are few, estimated where they are many.

Nothing is counted on the row of a pool, which every sign-up would then wait for.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.ports.users import Counted

COUNTED_MAX: Final = 10_000
"""Users are counted no further: describing a pool stays cheap however large it is."""

ESTIMATE_MAX: Final = 2**31 - 1
"""The largest number of the wire's type."""

_ALL_SUBS: Final = 2**128


def estimated(counted: Counted) -> int:
    """Return the number of users of a pool of which COUNTED_MAX were counted at most.

    Each `sub` is a UUID at random: if the first ten thousand lie in a hundredth of all there can
    be, a million are there. The error is one per cent; what a function vouched for of another
    service may lie less evenly.
    """
    if counted.users < COUNTED_MAX or counted.last is None:
        return counted.users
    try:
        reached = UUID(counted.last).int + 1
    except ValueError:
        return counted.users
    return max(counted.users, min(counted.users * _ALL_SUBS // reached, ESTIMATE_MAX))
