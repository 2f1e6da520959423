"""IAM-style policies: what an access key may do (SEC-31).

Statements of Effect, Action and Resource, with the wildcards `*` and `?`. Nothing is allowed
unless a statement allows it, and a denying statement wins. Other elements of IAM's language
(Condition, NotAction, Principal, variables) are refused when the policy is read: to ignore one
would grant more than was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

STATEMENTS_MAX: Final = 100
PATTERNS_MAX: Final = 100
PATTERN_LENGTH_MAX: Final = 512

_VERSIONS: Final = ("2012-10-17", "2008-10-17")
_ELEMENTS: Final = frozenset({"Sid", "Effect", "Action", "Resource"})


class PolicyError(ValueError):
    """A policy document that cannot be taken as it stands; the text says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Allows or denies actions (patterns in lower case) on resources (patterns as written)."""

    allows: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...]

    def covers(self, action: str, resource: str) -> bool:
        """Say whether the statement speaks of this call."""
        return any(wildcard_match(pattern, action) for pattern in self.actions) and any(
            wildcard_match(pattern, resource) for pattern in self.resources
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The statements of one access key."""

    statements: tuple[Statement, ...]

    def allows(self, action: str, resource: str) -> bool:
        """Say whether the call is allowed. Actions do not depend on case, resources do."""
        folded = action.lower()
        covering = [s.allows for s in self.statements if s.covers(folded, resource)]
        return bool(covering) and all(covering)


EVERYTHING: Final = Policy((Statement(allows=True, actions=("*",), resources=("*",)),))


def wildcard_match(pattern: str, text: str) -> bool:
    """Say whether the whole text matches; `*` is any characters, `?` exactly one.

    Greedy from the left: each piece between stars is put at its first possible place, which is
    never wrong, so nothing is tried twice and no pattern takes exponential time.
    """
    first, *rest = pattern.split("*")
    if not rest:
        return _fits(first, text, 0) and len(first) == len(text)
    last = rest.pop()
    end = len(text) - len(last)
    if end < len(first) or not _fits(first, text, 0) or not _fits(last, text, end):
        return False
    position = len(first)
    for piece in rest:
        place = _place(piece, text, position, end)
        if place is None:
            return False
        position = place + len(piece)
    return True


def _place(piece: str, text: str, start: int, end: int) -> int | None:
    """Return the first place of the piece between start and end."""
    if "?" not in piece:
        found = text.find(piece, start, end)
        return None if found < 0 else found
    places = range(start, end - len(piece) + 1)
    return next((place for place in places if _fits(piece, text, place)), None)


def _fits(piece: str, text: str, place: int) -> bool:
    """Say whether the piece, which has no star, stands at the place."""
    part = text[place : place + len(piece)]
    return len(part) == len(piece) and all(
        wanted in ("?", given) for wanted, given in zip(piece, part, strict=True)
    )


def parse(document: object) -> Policy:
    """Return the policy of an IAM document: {"Statement": [{...}, ...]}. Raises PolicyError."""
    if not isinstance(document, Mapping):
        raise PolicyError("a policy is a JSON object")
    unknown = sorted(set(document) - {"Version", "Id", "Statement"})
    if unknown:
        raise PolicyError(f"unknown element {unknown[0]}")
    if document.get("Version", _VERSIONS[0]) not in _VERSIONS:
        raise PolicyError(f"Version must be one of {', '.join(_VERSIONS)}")
    given = document.get("Statement")
    statements = given if isinstance(given, list) else [given]
    if not 1 <= len(statements) <= STATEMENTS_MAX:
        raise PolicyError(f"Statement must have 1 to {STATEMENTS_MAX} entries")
    return Policy(
        tuple(_statement(item, f"Statement {number}") for number, item in enumerate(statements, 1))
    )


def check(document: object) -> None:
    """Refuse what a new key may not have: what cannot be parsed, or names nothing there is.

    Keys that were made before keep what they have. Raises PolicyError.
    """
    for number, statement in enumerate(parse(document).statements, 1):
        for resource in statement.resources:
            if not resource.startswith(("*", "arn:")):
                raise PolicyError(
                    f"Statement {number}: Resource {resource!r} must be an ARN or begin with *"
                )


def _statement(given: object, where: str) -> Statement:
    if not isinstance(given, Mapping):
        raise PolicyError(f"{where}: must be a JSON object")
    unknown = sorted(set(given) - _ELEMENTS)
    if unknown:
        raise PolicyError(f"{where}: {unknown[0]} is not supported")
    if given.get("Effect") not in ("Allow", "Deny"):
        raise PolicyError(f"{where}: Effect must be Allow or Deny")
    actions = _patterns(given.get("Action"), f"{where}: Action")
    for action in actions:
        if action != "*" and not action.lower().startswith("cognito-idp:"):
            raise PolicyError(f"{where}: Action {action!r} must be * or begin with cognito-idp:")
    return Statement(
        allows=given["Effect"] == "Allow",
        actions=tuple(action.lower() for action in actions),
        resources=_patterns(given.get("Resource"), f"{where}: Resource"),
    )


def _patterns(given: object, where: str) -> tuple[str, ...]:
    patterns = given if isinstance(given, list) else [given]
    if not 1 <= len(patterns) <= PATTERNS_MAX:
        raise PolicyError(f"{where} must have 1 to {PATTERNS_MAX} entries")
    for pattern in patterns:
        if not isinstance(pattern, str) or not 1 <= len(pattern) <= PATTERN_LENGTH_MAX:
            raise PolicyError(f"{where} must be text of 1 to {PATTERN_LENGTH_MAX} characters")
        if "${" in pattern:
            raise PolicyError(f"{where} {pattern!r}: policy variables are not supported")
    return tuple(patterns)
