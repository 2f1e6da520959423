r"""Body bytes -> JSON object, strictly: whatever two parsers could read in two ways is refused.

Refused with SerializationException: anything but UTF-8, a top level that is not an object, more
than 32 levels or 10 000 values (a nesting bomb is seen before it is parsed), a key twice in one
object, NaN and Infinity, numbers beyond 64 bits, lone surrogates. The parser is the standard
library's, because it shows duplicate keys; native ones drop them silently.
"""

from __future__ import annotations

import json
import math
import re
from typing import Final

from domain.errors import SerializationException

DEPTH_MAX: Final = 32
VALUES_MAX: Final = 10_000
INTEGER_MAX: Final = 2**63

# Strings whole, then the marks that count outside of strings; a lone quote is an unclosed string.
# Possessive, so that an unclosed string costs one pass.
_TOKENS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[][{},"]', re.DOTALL)


def decode(body: bytes) -> dict[str, object]:
    """Return the object that the body holds. Raises SerializationException."""
    _bound(body)
    try:
        value = _DECODER.decode(body.decode())
        if b"\\u" in body:
            # Only an escape can make a lone surrogate, which is no character and no UTF-8.
            json.dumps(value, ensure_ascii=False).encode()
    except ValueError as error:
        raise SerializationException(detail=f"body is not JSON: {type(error).__name__}") from error
    if type(value) is not dict:
        raise SerializationException("The request body must be a JSON object.")
    return value


def _bound(body: bytes) -> None:
    """Refuse too many levels or values, in one pass and before anything is parsed."""
    opened = body.count(b"{") + body.count(b"[")
    if opened <= DEPTH_MAX and opened + body.count(b",") <= VALUES_MAX:
        return  # Brackets and commas in strings only make these counts too high.
    depth = values = 0
    for token in _TOKENS.finditer(body):
        mark = token[0]
        if mark in b"{[":
            depth += 1
        elif mark in b"}]":
            depth -= 1
        elif mark == b'"':
            raise SerializationException(detail="a string is not closed")
        values += mark in b",{["
        if depth > DEPTH_MAX or values > VALUES_MAX:
            raise SerializationException("The request body is nested too deeply or too large.")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    entries = dict(pairs)
    if len(entries) != len(pairs):
        raise SerializationException("The request body has a member twice.")
    return entries


def _integer(digits: str) -> int:
    number = int(digits) if len(digits) <= len(str(INTEGER_MAX)) + 1 else INTEGER_MAX + 1
    if abs(number) > INTEGER_MAX:
        raise SerializationException("The request body has a number that is out of range.")
    return number


def _fraction(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise SerializationException("The request body has a number that is out of range.")
    return number


def _constant(name: str) -> object:
    raise SerializationException(f"The request body has the value {name}.")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_fraction,
    parse_constant=_constant,
)
