"""Clock and randomness of the machine."""

from __future__ import annotations

import time
from uuid import UUID

from adapters.security.system import SystemClock, SystemEntropy


def test_clock() -> None:
    """The clock tells milliseconds since the epoch."""
    assert abs(SystemClock().now_ms() - time.time() * 1000) < 1_000


def test_bytes() -> None:
    """Random bytes have the length asked for and do not repeat."""
    drawn = {SystemEntropy().bytes(16) for _ in range(1_000)}

    assert {len(value) for value in drawn} == {16}
    assert len(drawn) == 1_000


def test_below() -> None:
    """Numbers are spread over the whole range, both ends included (SEC-13)."""
    counts = [0] * 10
    for _ in range(10_000):
        counts[SystemEntropy().below(10)] += 1

    # Chi-square with 9 degrees of freedom exceeds 50 once in ten million runs.
    assert sum((count - 1_000) ** 2 / 1_000 for count in counts) < 50


def test_uuid() -> None:
    """A UUID is of version 4, lower case, and new each time."""
    drawn = [SystemEntropy().uuid() for _ in range(100)]

    assert all(str(UUID(value)) == value and UUID(value).version == 4 for value in drawn)
    assert len(set(drawn)) == 100
