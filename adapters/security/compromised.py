"""Passwords that strangers know (port `compromised`): a sorted file of hashes, searched on disk.

Lines are `HASH:count`, or `HASH` alone, by ascending SHA-1 in hexadecimal, as Have I Been Pwned
hands out all that it knows: 40 GB, of which a search reads some thirty lines. Each search opens the
file anew, so that another may take its place at any time by being renamed to its name.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Final, Self

from domain.model.identifiers import Secret

_HASH_LENGTH: Final = 40
_LINE: Final = re.compile(rb"[0-9A-Fa-f]{40}(:[0-9]{1,20})?\r?")
_LINE_MAX: Final = 128
_SAMPLES: Final = 64
"""So many lines, evenly spread, are looked at before the file is relied on."""


class BadList(ValueError):
    """The file is not what its lines should make it; the message says why."""


class NoList:
    """Nothing is known to strangers, as far as this operator says."""

    def contains(self, password: Secret[str]) -> bool:
        """Return False."""
        del password
        return False


class HashFile:
    """The file of an operator; threads share it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def contains(self, password: Secret[str]) -> bool:
        """Whether the password is in the file. Raises OSError, BadList."""
        digest = hashlib.sha1(password.reveal().encode(), usedforsecurity=False)
        with _Lines(self._path) as lines:
            return lines.have(digest.hexdigest().upper().encode())

    def examine(self) -> None:
        """Look at some lines, that the file may be relied on. Raises OSError, BadList."""
        with _Lines(self._path) as lines:
            lines.examine()


class _Lines:
    """The lines of an open file, by where they begin."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY)
        self._size = os.fstat(self._file).st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def have(self, wanted: bytes) -> bool:
        """Whether a line begins with the hash."""
        low, high = 0, self._size
        while low < high:
            middle = (low + high) // 2
            begin = self._begin_from(middle)
            if begin >= high:
                high = middle
                continue
            line = self._line(begin)
            found = line[:_HASH_LENGTH].upper()
            if found == wanted:
                return True
            if found < wanted:
                low = begin + len(line) + 1
            else:
                high = middle
        return False

    def examine(self) -> None:
        """Look at lines all over the file. Raises BadList."""
        if self._size == 0:
            raise BadList("it is empty")
        before = b""
        for sample in range(_SAMPLES):
            begin = self._begin_from(self._size * sample // _SAMPLES)
            if begin >= self._size:
                continue
            found = self._line(begin)[:_HASH_LENGTH].upper()
            if found < before:
                raise BadList("its lines are not sorted by hash")
            before = found

    def _begin_from(self, offset: int) -> int:
        """Return where the first line begins that does so at the offset or behind it."""
        if offset == 0:
            return 0
        piece = os.pread(self._file, _LINE_MAX, offset - 1)
        end = piece.find(b"\n")
        if end >= 0:
            return offset + end
        if offset - 1 + len(piece) < self._size:
            raise BadList("it has a line that is no hash")
        return self._size

    def _line(self, begin: int) -> bytes:
        """Return the line without its end. Raises BadList."""
        line, _, _ = os.pread(self._file, _LINE_MAX, begin).partition(b"\n")
        if _LINE.fullmatch(line) is None:
            raise BadList("it has a line that is no hash")
        return line
