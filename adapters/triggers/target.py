"""What a kind of target is: a function that opens entries of TRIGGERS_FILE.

It takes an `Entry` and a `TargetContext`, returns a `Target`, and raises `entry.BadEntry` for what
the entry says wrongly. The entry points of the group `cognate.triggers` name kinds, ours as anybody
else's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from adapters.egress import Answer
from domain.ports.clock import Clock
from domain.ports.entropy import Entropy
from domain.ports.reporter import Reporter
from domain.ports.triggers import TriggerEvent, TriggerUnreachable


class Passing(TriggerUnreachable):
    """A failure that may be gone at the next attempt."""


@runtime_checkable
class Target(Protocol):
    """One function, or several behind one address. Threads share it."""

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        """Do what the port `domain.ports.triggers.TriggerRunner` says."""
        ...


class Http(Protocol):
    """Sends requests; `adapters.egress.Egress` is one."""

    def post(
        self, url: str, headers: Mapping[str, str], body: bytes, *, timeout_s: float
    ) -> Answer:
        """Return the answer, of bounded length. Raises Forbidden, NoAnswer, TimedOut or TooLong."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetContext:
    """What all targets share."""

    http: Http
    clock: Clock
    entropy: Entropy
    reporter: Reporter
    monotonic_s: Callable[[], float] = time.monotonic
    pause_s: Callable[[float], None] = time.sleep
