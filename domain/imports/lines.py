"""Lines of a file that is kept in pieces, never more than a piece and a line of it at once.

Lines end where a line feed is and nowhere else. No quotation mark keeps a line open, so that one
that is never closed cannot swallow the rest of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

PIECE_BYTES: Final = 262_144
"""Bytes of every piece of a file but its last."""

LINE_MAX: Final = 16_000
"""Characters of a line."""

_LINE_BYTES_MAX: Final = 4 * LINE_MAX + 1
_COMMA: Final = re.compile(r"(?<!\\),")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

ReadPiece = Callable[[int], bytes]
"""Returns the piece of that number."""


class BadLine(Exception):
    """A line that is no row; the text says why, and shows nothing of the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it is in the file, None where it is too long; `end` is where the next begins."""

    content: bytes | None = field(repr=False)
    end: int


class Lines:
    """Reads lines of a file of `size` bytes from `position` on, which is where a line begins."""

    def __init__(self, read: ReadPiece, position: int, size: int) -> None:
        self._read = read
        self._size = size
        self._base = position
        self._buffer = b""
        self._at = 0

    def next(self) -> Line | None:
        """Return the next line, None at the end of the file."""
        is_too_long = False
        while (end := self._buffer.find(b"\n", self._at)) < 0:
            if len(self._buffer) - self._at > _LINE_BYTES_MAX:
                is_too_long = True
                self._at = len(self._buffer)
            if not self._load():
                return self._last(is_too_long=is_too_long)
        content = self._buffer[self._at : end]
        self._at = end + 1
        is_too_long = is_too_long or len(content) > _LINE_BYTES_MAX
        return Line(content=None if is_too_long else content, end=self._base + self._at)

    def _load(self) -> bool:
        """Put the next piece behind what is left of the last; False if there is none."""
        begin = self._base + len(self._buffer)
        if begin >= self._size:
            return False
        number, skipped = divmod(begin, PIECE_BYTES)
        self._base += self._at
        self._buffer = self._buffer[self._at :] + self._read(number)[skipped:]
        self._at = 0
        return True

    def _last(self, *, is_too_long: bool) -> Line | None:
        """Return what is behind the last line feed, if anything is."""
        rest = self._buffer[self._at :]
        self._at = len(self._buffer)
        if not rest and not is_too_long:
            return None
        return Line(content=None if is_too_long else rest, end=self._size)


def cells_of(content: bytes | None) -> tuple[str, ...]:
    """Return the values of a line, trimmed; a comma behind a backslash is part of its value.

    A blank line has none. Raises BadLine.
    """
    if content is None:
        raise BadLine(f"The row is longer than {LINE_MAX} characters.")
    try:
        text = content.removesuffix(b"\r").decode()
    except UnicodeDecodeError as broken:
        raise BadLine("The row is not encoded in UTF-8.") from broken
    if len(text) > LINE_MAX:
        raise BadLine(f"The row is longer than {LINE_MAX} characters.")
    if not text.strip():
        return ()
    if _CONTROL.search(text):
        raise BadLine("The row has control characters.")
    return tuple(cell.replace("\\,", ",").strip() for cell in _COMMA.split(text))
