"""Time and randomness from the operating system."""

from __future__ import annotations

import os
import secrets
import sys
import time
from typing import Final

WHOLE_DRAW_MAX: Final = 256
"""So many bytes Linux always gives at once (getrandom(2))."""


class SystemClock:
    """The wall clock of the machine (port `clock`)."""

    def now_ms(self) -> int:
        """Return milliseconds since the epoch, UTC."""
        return time.time_ns() // 1_000_000


class SystemEntropy:
    """Randomness of the operating system (port `entropy`, SEC-13); safe after a fork."""

    def bytes(self, count: int) -> bytes:
        """Return that many random bytes."""
        # The same source as `os.urandom`, but without letting go of the interpreter lock: in a busy
        # server that makes the event loop wait behind every other thread.
        if sys.platform == "linux" and count <= WHOLE_DRAW_MAX:
            return os.getrandom(count)
        return os.urandom(count)

    def below(self, bound: int) -> int:
        """Return an integer uniform over 0 .. bound - 1."""
        return secrets.randbelow(bound)

    def uuid(self) -> str:
        """Return a random UUID (version 4) in lower case."""
        drawn = self.bytes(16).hex()
        variant = "89ab"[int(drawn[16], 16) % 4]
        return f"{drawn[:8]}-{drawn[8:12]}-4{drawn[13:16]}-{variant}{drawn[17:20]}-{drawn[20:]}"
