"""The acknowledgement journal: written by the clients before each request and after each answer.

It lives in the process of the test, which is never killed, so it needs no disc.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from tests.faultlab.worlds import Change, Outcome


@dataclass(slots=True, kw_only=True)
class Entry:
    """One request: what it was to change, and what became of it. Times are monotonic seconds."""

    person: str
    operation: str
    port: int
    change: Change = field(repr=False)
    members: Mapping[str, Any] = field(repr=False)
    began_s: float
    ended_s: float | None = None
    outcome: Outcome = Outcome.UNKNOWN
    error: str = ""

    @property
    def took_s(self) -> float:
        """How long the client waited."""
        return (self.ended_s or time.monotonic()) - self.began_s


class Journal:
    """What a number of clients asked for, in the order of each of them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._lock = Lock()

    def write(self, entry: Entry) -> Entry:
        """Note a request before it is sent."""
        with self._lock:
            self.entries.append(entry)
        return entry

    def people(self) -> Mapping[str, Sequence[Entry]]:
        """Return the requests of each person, in order: one client at a time plays him."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            found[entry.person].append(entry)
        return found

    def acknowledged(self) -> int:
        """Return how many requests were answered with success."""
        return self._count(lambda entry: entry.outcome is Outcome.DONE)

    def unanswered(self) -> int:
        """Return how many requests may or may not have done what they asked for."""
        return self._count(lambda entry: entry.outcome is Outcome.UNKNOWN)

    def slowest_s(self) -> float:
        """Return the longest that a client had to wait."""
        return max((entry.took_s for entry in self.entries), default=0.0)

    def errors(self) -> set[str]:
        """Return the names of the errors that were answered ("" for a connection that broke)."""
        return {each.error for each in self.entries if each.outcome is not Outcome.DONE}

    def first_success_s(self, port: int, after_s: float) -> float | None:
        """Return when a server, after a moment, first ended a request with success."""
        times = (
            entry.ended_s
            for entry in self.entries
            if entry.port == port and entry.outcome is Outcome.DONE and entry.ended_s is not None
        )
        return min((at_s for at_s in times if at_s >= after_s), default=None)

    def _count(self, suits: Callable[[Entry], bool]) -> int:
        return sum(map(suits, self.entries))
