"""How long a value is as JSON, for answers that become part of something of limited length."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from domain.triggers.answers import unreadable

DEPTH_MAX: Final = 16
_INTEGERS: Final = range(-(2**63), 2**64)
"""What every JSON library of ours reads and writes as it is."""
_NUMBER: Final = 24
_LITERAL: Final = 5
_AROUND: Final = 2
_ESCAPED: Final = 5


def json_size(value: object, depth: int = 0) -> int:
    """Return about how many bytes the value has as JSON, and never fewer.

    Raises InvalidLambdaResponseException for what is no JSON value at all, nested too deeply, a
    number of no finite size, or a text that is no Unicode.
    """
    if depth > DEPTH_MAX:
        raise unreadable("a value is nested too deeply")
    if value is None or isinstance(value, bool):
        return _LITERAL
    if isinstance(value, str):
        return _text_size(value)
    if isinstance(value, float) and math.isfinite(value):
        return _NUMBER
    if isinstance(value, int) and value in _INTEGERS:
        return _NUMBER
    if isinstance(value, list | tuple):
        return _AROUND + sum(1 + json_size(each, depth + 1) for each in value)
    if isinstance(value, Mapping):
        pairs = ((_text_size(key), json_size(each, depth + 1)) for key, each in value.items())
        return _AROUND + sum(2 + of_key + of_value for of_key, of_value in pairs)
    raise unreadable("a value is no JSON")


def _text_size(value: object) -> int:
    if not isinstance(value, str):
        raise unreadable("a name is no text")
    try:
        length = len(value.encode())
    except UnicodeEncodeError as lone:
        raise unreadable("a text has half of a character") from lone
    escaped = sum(character < " " or character in '"\\' for character in value)
    return _AROUND + length + _ESCAPED * escaped
