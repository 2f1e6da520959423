"""Random values, as a port; the only adapter in production is the operating system's."""

from __future__ import annotations

from typing import Protocol


class Entropy(Protocol):
    """Cryptographically strong randomness."""

    def bytes(self, count: int) -> bytes:
        """Return that many random bytes."""
        ...

    def below(self, bound: int) -> int:
        """Return an integer uniform over 0 .. bound - 1."""
        ...

    def uuid(self) -> str:
        """Return a random UUID (version 4) in lower case."""
        ...
