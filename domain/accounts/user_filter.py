r"""The language of filters: one attribute, `=` or `^=`, and a value in quotes (SEC-62).

    filter := blank attribute blank operator blank value blank
    attribute := name | '"' name '"'
    operator := '=' | '^='
    value := '"' characters '"'

Within a value `\"` is a quote and `\\` a backslash; a backslash before anything else is one too.
"""

from __future__ import annotations

import re
from typing import Final

from domain.errors import InvalidParameterException
from domain.model.search import Search, Searched, compared

FILTER_REFUSED: Final = "Error while parsing filter"

_FILTER: Final = re.compile(
    r"""
    \s* (?: "(?P<quoted> [^"]+ )" | (?P<bare> [^\s"=^]+ ) )
    \s* (?P<prefix> \^ )? =
    \s* "(?P<value> (?: [^"\\] | \\. )* )" \s*
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
"""No two parts of it can begin with the same character, so that nothing is tried twice."""

_ESCAPED: Final = re.compile(r'\\(["\\])')
_SEARCHED: Final = frozenset(Searched)


def parsed(text: str) -> Search | None:
    """Return what a filter searches for; None for a blank one, which finds everybody.

    Raises InvalidParameterException for what is no filter, and for an attribute that is not
    searched: custom ones never are.
    """
    if not text.strip():
        return None
    found = _FILTER.fullmatch(text)
    if found is None:
        raise InvalidParameterException(FILTER_REFUSED)
    name = found["quoted"] or found["bare"]
    if name not in _SEARCHED:
        raise InvalidParameterException(f"Invalid search attribute: {name}")
    attribute = Searched(name)
    return Search(
        attribute=attribute,
        value=compared(attribute, _ESCAPED.sub(r"\1", found["value"])),
        is_prefix=found["prefix"] is not None,
    )
