"""Time and randomness from the operating system."""

from __future__ import annotations

import os
import secrets
import time
from uuid import UUID


class SystemClock:
    """The wall clock of the machine (port `clock`)."""

    def now_ms(self) -> int:
        """Return milliseconds since the epoch, UTC."""
        return time.time_ns() // 1_000_000


class SystemEntropy:
    """Randomness of the operating system (port `entropy`, SEC-13); safe after a fork."""

    def bytes(self, count: int) -> bytes:
        """Return that many random bytes."""
        return os.urandom(count)

    def below(self, bound: int) -> int:
        """Return an integer uniform over 0 .. bound - 1."""
        return secrets.randbelow(bound)

    def uuid(self) -> str:
        """Return a random UUID (version 4) in lower case."""
        return str(UUID(bytes=os.urandom(16), version=4))
