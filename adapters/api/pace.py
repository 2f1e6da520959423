"""How fast something may go: a token bucket as one instant (the generic cell rate algorithm).

The instant is when the bucket would be full again. A bucket nobody has used is an instant in the
past, so that there is nothing to keep for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

K = TypeVar("K")

_ROUNDING: Final = 0.001


@dataclass(frozen=True, slots=True)
class Pace:
    """So many uses a second, and so many at once after a rest; instants are seconds."""

    interval_s: float
    slack_s: float

    @classmethod
    def of(cls, per_second: float, *, at_once: float | None = None) -> Pace:
        """Return a pace; as many at once as in a second unless told otherwise, one at least."""
        burst = max(1.0, per_second if at_once is None else at_once)
        # A little more, or the sum of many intervals, rounded each time, would be a use too much.
        return cls(interval_s=1 / per_second, slack_s=(burst - 1 + _ROUNDING) / per_second)

    def wait_s(self, full_s: float, now_s: float) -> float:
        """Return for how long there is no use left; 0 or less if there is one."""
        return full_s - self.slack_s - now_s

    def used(self, full_s: float, now_s: float) -> float:
        """Return the instant after one more use."""
        return max(full_s, now_s) + self.interval_s


class Ledger(Generic[K]):
    """The instants of many buckets, of no more than `size`: the one unused for longest goes."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._full_s: dict[K, float] = {}

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._full_s)

    def wait_s(self, pace: Pace, key: K, now_s: float) -> float:
        """Return for how long there is no use left; 0 or less if there is one."""
        return pace.wait_s(self._full_s.get(key, 0.0), now_s)

    def use(self, pace: Pace, key: K, now_s: float) -> None:
        """Take a use."""
        used = pace.used(self._full_s.pop(key, 0.0), now_s)
        if len(self._full_s) >= self._size:
            del self._full_s[next(iter(self._full_s))]
        self._full_s[key] = used
