"""Arithmetic of measurements: percentiles, medians with their range, floors. Nothing measures here.

Floors are rates per second and core: what remains if an operation were its cryptography alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Final

_OTHERS_MAX: Final = 0.9
"""Beyond it hardly anything was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The median of several runs, with the least and the greatest of them."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the spread of at least one value. Raises ValueError for none."""
        if not values:
            raise ValueError("no values")
        return cls(median=median(values), least=min(values), most=max(values))


def undivided(per_s: float, others: float) -> float:
    """Return the rate on a whole core, of which others took a share (0 to 1) meanwhile.

    What they took is given back, but not what the measured process spent waiting.
    """
    return per_s / (1 - min(max(others, 0.0), _OTHERS_MAX))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (0 < share <= 1) of them do not exceed.

    Raises ValueError for no values or another share.
    """
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile needs values and a share in (0, 1]")
    return sorted(values)[ceil(share * len(values)) - 1]


def refresh_floor(signatures_per_s: float) -> float:
    """Return the refreshes that a core can sign: an ID and an access token each."""
    return signatures_per_s / 2


def srp_floor(signatures_per_s: float, powers_per_s: float) -> float:
    """Return the SRP sign-ins: g^b, v^u and (A v^u)^b, and two signatures."""
    return 1 / (3 / powers_per_s + 2 / signatures_per_s)


def password_floor(signatures_per_s: float, hashes_per_s: float) -> float:
    """Return the password sign-ins: a hash and two signatures."""
    return 1 / (1 / hashes_per_s + 2 / signatures_per_s)
