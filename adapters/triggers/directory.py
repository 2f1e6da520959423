"""The runner (port `triggers`): finds the target of a function by its ARN and calls it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.triggers.guarded import PLAIN, Guarded, Places, Surroundings
from adapters.triggers.target import Target
from domain import texts
from domain.ports.triggers import TriggerEvent, TriggerUnreachable

CALLS_MAX: Final = 128
"""Calls of all targets at the same time, in each worker process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The target of the ARNs that a pattern matches."""

    pattern: str
    target: Target


class Directory:
    """Calls the first target whose pattern matches."""

    def __init__(self, routes: Sequence[Route], surroundings: Surroundings = PLAIN) -> None:
        places = Places(CALLS_MAX)
        self._routes = [
            (each.pattern, Guarded(each.target, places, surroundings)) for each in routes
        ]

    def knows(self, arn: str) -> bool:
        """Whether something is said about a function."""
        return any(matches(pattern, arn) for pattern, _ in self._routes)

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        """Call the function of the event.

        A function that nothing is said about is not skipped but fails: a veto must not be lost
        (SEC-66). Its ARN came through the API and is never taken for an address (SEC-65).
        """
        for pattern, target in self._routes:
            if matches(pattern, event.arn):
                return target.invoke(event)
        raise TriggerUnreachable(texts.TRIGGER_NOT_CONFIGURED)


def matches(pattern: str, arn: str) -> bool:
    """Whether an ARN is of a pattern, in which `*` stands for any text.

    In time that grows with both lengths only: ARNs are chosen by whoever may configure a pool.
    """
    first, *rest = pattern.split("*")
    if not rest:
        return arn == pattern
    *middle, last = rest
    if not (arn.startswith(first) and arn.endswith(last)):
        return False
    at, end = len(first), len(arn) - len(last)
    for part in middle:
        at = arn.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return at <= end
