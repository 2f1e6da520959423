"""Names of things that must not be confused, and the wrapper that keeps secrets out of logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, NewType, TypeVar

PoolId = NewType("PoolId", str)
"""`<region>_<9 characters of [0-9A-Za-z]>`; the part after `_` enters every SRP verifier."""

ClientId = NewType("ClientId", str)
"""26 characters of `[0-9a-z]`, unique over all pools."""

Sub = NewType("Sub", str)
"""The immutable id of a user inside a pool: a lower-case UUID, never used again after deletion."""

Username = NewType("Username", str)
"""The internal user name: what USER_ID_FOR_SRP, tokens and answers show, however it was typed."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Secret(Generic[T]):
    """A value that must not reach a log, a message or a traceback by accident.

    Its `repr` and `str` are masked; `reveal()` is the one way to the value, so that a reader can
    search for every place where a secret is used.
    """

    _value: T

    def reveal(self) -> T:
        """Return the secret itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__
