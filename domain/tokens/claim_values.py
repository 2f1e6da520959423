"""Claims of a presented token, each by its type.

JWT libraries take `exp` as text, or go without it.
"""

from __future__ import annotations

from collections.abc import Mapping


class BadClaim(Exception):
    """A claim is missing, or of another type than it must be."""


def text(claims: Mapping[str, object], name: str) -> str:
    """Return a claim that is a text. Raises BadClaim."""
    value = claims.get(name)
    if not isinstance(value, str):
        raise BadClaim(name)
    return value


def text_or_none(claims: Mapping[str, object], name: str) -> str | None:
    """Return a claim that is a text, or None where there is none. Raises BadClaim."""
    return text(claims, name) if name in claims else None


def whole_number(claims: Mapping[str, object], name: str) -> int:
    """Return a claim that is a whole number. Raises BadClaim."""
    value = claims.get(name)
    if type(value) is not int:
        raise BadClaim(name)
    return value
