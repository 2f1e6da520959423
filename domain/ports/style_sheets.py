"""Reading style sheets that an administrator gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class BadStyleSheet(Exception):
    """The text is no style sheet; says where it goes wrong ("line 3, column 1")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleUse:
    """What a style sheet uses, each in the form that a browser takes it for (without escapes)."""

    selectors: tuple[str, ...]
    """Every selector by itself, in order, as often as it is there."""
    at_rules: tuple[str, ...]
    """The names of at-rules outside of blocks, in small letters."""
    functions: frozenset[str]
    """The names of functions in values, in small letters; "url" for an address in any form."""


class StyleSheetReader(Protocol):
    """Reads style sheets as browsers do."""

    def read(self, text: str) -> StyleUse:
        """Return what the style sheet uses.

        Raises BadStyleSheet where a browser would leave something out that it cannot read, and
        where anything but declarations stands in the block of a rule. Takes time in proportion to
        the text.
        """
        ...
