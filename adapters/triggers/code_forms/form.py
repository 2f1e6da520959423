"""What a form is: a function from a code to what an event has in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from adapters.triggers.options import Options

CONTEXT: Final = "userpool-id"
"""The name under which an encrypted code is bound to its pool: another pool's does not open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Whom a code is encrypted for: the pool, and the KMS key that it names (KMSKeyID)."""

    pool_id: str
    kms_key: str | None


class CodeForm(Protocol):
    """Threads share it."""

    def __call__(self, code: str, purpose: Purpose) -> str:
        """Return what is told. Raises TriggerUnreachable, with a reason fit for the log."""
        ...


Opener = Callable[[Options, float], CodeForm | None]
"""Reads its keys of an entry; the number is how many seconds a server of keys may take.

What is wrong with the keys it adds to the faults, and returns None."""
