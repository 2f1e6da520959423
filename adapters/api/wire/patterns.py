r"""The model's patterns as Python can run them: with Java's meaning, and in linear time.

In Java `\w`, `\s` and `\d` are ASCII and `\p{..}` is Unicode. Patterns are full matches. The
model's patterns of the form `set* mark set*` (e-mail and SMS templates, e-mail addresses) take
quadratic time in a backtracking engine (SEC-58); they are matched here as "all of the text is in
the set, and the marks come in this order", which is the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import regex  # type: ignore[import-untyped] # the package ships no types

_ASCII_SPACE = r" \t\n\x0b\f\r"
_ASCII_WORD = "a-zA-Z0-9_"
_ANY = r"[^\n\r\u0085\u2028\u2029]"
_SET = re.compile(r"(\[[^\]]+\]|\.)[*+]")
_MARK = re.compile(r"(?:\\[{}]|[#@])+")


def matcher(pattern: str) -> Callable[[str], bool]:
    """Return the test whether a whole text matches the pattern."""
    return _marked(pattern) or _plain(pattern)


def _plain(pattern: str) -> Callable[[str], bool]:
    if r"\p{" in pattern:
        # The ASCII switch of `regex` would take \p{..} along.
        source = pattern.replace(r"\s", _ASCII_SPACE).replace(r"\w", _ASCII_WORD)
        unicode_match = regex.compile(source).fullmatch
        return lambda text: unicode_match(text) is not None
    ascii_match = re.compile(pattern, re.ASCII).fullmatch
    return lambda text: ascii_match(text) is not None


def _marked(pattern: str) -> Callable[[str], bool] | None:
    """Return the linear test for `set* mark set*` and `set+ mark set+`, None for other forms."""
    start = _SET.match(pattern)
    if start is None or pattern == start[0] or not pattern.endswith(start[0]):
        return None
    marks = pattern[start.end() : -len(start[0])].split(start[0])
    if not all(_MARK.fullmatch(mark) for mark in marks):
        return None
    literals = [mark.replace("\\", "") for mark in marks]
    in_set = _plain((_ANY if start[1] == "." else start[1]) + "*")
    if not all(in_set(literal) for literal in literals):
        return None
    least = int(start[0].endswith("+"))
    return lambda text: in_set(text) and _in_order(text, literals, least)


def _in_order(text: str, literals: list[str], least: int) -> bool:
    """Say whether the literals follow one another with `least` characters around each."""
    position = least
    for literal in literals:
        found = text.find(literal, position)
        if found < 0:
            return False
        position = found + len(literal) + least
    return position <= len(text)
