"""The vocabulary of the generated shapes: constraints as `Annotated` metadata, and an operation.

`model.py` and `table.py` are written in these words by `tools/generate_wire.py`; `checks.py` reads
them. Lengths of strings count code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


@dataclass(frozen=True, slots=True)
class Text:
    """Length and pattern of a string; the pattern is the model's own, word for word."""

    min: int = 0
    max: int | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Num:
    """Bounds of an integer, both included."""

    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """Bounds of the number of elements of a list, or of entries of a map."""

    min: int = 0
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Blob:
    """Length in bytes of binary data, which travels as base64."""

    min: int = 0
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """The order in which an enumeration is printed, where the service's is not the model's."""

    values: tuple[str, ...]


class Mark(Enum):
    """Marks without a measure."""

    SENSITIVE = "never shown in a message or log"
    DOCUMENT = "any JSON object"


SENSITIVE: Final = Mark.SENSITIVE
DOCUMENT: Final = Mark.DOCUMENT


@dataclass(frozen=True, slots=True)
class Operation:
    """What the model says of one operation. `request` and `response` are TypedDicts."""

    request: type
    response: type | None
    """None: the operation has no output, the answer is `{}`."""
    signed: bool
    """Whether the model asks for a signature; `access.py` knows the two exceptions."""
    errors: frozenset[str]
    """Wire names of the errors the operation declares."""
