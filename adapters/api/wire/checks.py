"""What a check of a value is, and how a violation is told, in the words of the service.

A check takes a decoded JSON value, the path it stands at and the list of violations found so far;
it appends to the list, and returns the value that the operation gets. A value of the wrong JSON
type is a SerializationException at once, as the service cannot even read it. The checks themselves
are in `scalars` and `containers`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from domain.errors import SerializationException

# A refused value is shown, but not a megabyte of it.
SHOWN_MAX: Final = 1_024

NOT_NULL: Final = "Member must not be null"
NO_NUL: Final = "Member must not contain the character NUL"
_JSON_NAMES: Final = {str: "STRING", int: "NUMBER", float: "NUMBER"}


class Check(Protocol):
    """See the module's docstring."""

    def __call__(self, value: object, path: str, found: list[str]) -> object:
        """Append violations to `found`; return the value as the operation gets it."""
        ...


def report(found: list[str], path: str, constraint: str, value: str | None = None) -> None:
    """Append one violation; `value` is None for secrets, collections and null."""
    shown = "" if value is None else f" '{value[:SHOWN_MAX]}'"
    found.append(f"Value{shown} at '{path}' failed to satisfy constraint: {constraint}")


def wrong_type(value: object, wanted: str) -> SerializationException:
    """Return the refusal of a value whose JSON type is not the member's."""
    if isinstance(value, dict):
        return SerializationException("Start of structure or map found where not expected.")
    if isinstance(value, list):
        return SerializationException("Start of list found where not expected")
    name = _JSON_NAMES.get(type(value)) or str(value).upper()
    return SerializationException(f"{name}_VALUE can not be converted to {wanted}")


def lengths(low: int, high: int) -> tuple[str, str]:
    """Return the constraints of a length, the upper one first."""
    return (
        f"Member must have length less than or equal to {high}",
        f"Member must have length greater than or equal to {low}",
    )


class Scalar(ABC):
    """A check of a single value; lists and maps ask it about each of their elements."""

    constraints: tuple[str, ...] = ()
    hidden = False

    @abstractmethod
    def take(self, value: object) -> object:
        """Return the value as the operation gets it, or raise SerializationException."""

    @abstractmethod
    def violated(self, value: object) -> Sequence[str]:
        """Return the constraints which the taken value breaks."""

    def violated_together(self, values: Iterable[object], subject: str) -> Sequence[str]:
        """Return what elements break as the service tells it: once, with all the constraints."""
        broken = {constraint for value in values for constraint in self.violated(value)}
        if not broken:
            return ()
        joint = f"{subject} must satisfy constraint: [{', '.join(self.constraints)}]"
        nul = [NO_NUL] if NO_NUL in broken else []
        return nul if broken == {NO_NUL} else [joint, *nul]

    def __call__(self, value: object, path: str, found: list[str]) -> object:
        """Check a member of a structure."""
        taken = self.take(value)
        for constraint in self.violated(taken):
            secret = self.hidden or constraint is NO_NUL or isinstance(taken, bytes)
            report(found, path, constraint, None if secret else str(taken))
        return taken
