"""What a number of rounds came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.faultlab.journal import Journal


@dataclass
class Findings:
    """Counts for the report, and a line for each thing that must not be. `seed` repeats the run."""

    seed: int
    rounds: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    slowest_s: float = 0.0
    faults: list[str] = field(default_factory=list)

    def add(self, journal: Journal, faults: Sequence[str]) -> None:
        """Count one round."""
        self.rounds += 1
        self.acknowledged += journal.acknowledged()
        self.unanswered += journal.unanswered()
        self.slowest_s = max(self.slowest_s, journal.slowest_s())
        self.faults += [f"round {self.rounds}: {fault}" for fault in faults]
