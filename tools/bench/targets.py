"""What is to be reached, and whether it was.

Shares of floors are the acceptance: they mean the same on every machine. Milliseconds, megabytes
and seconds have the values of the machine they were set on, and are told without failing the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tools.bench.figures import Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The bound that must hold and the one that should; `at_most` for what is to stay small."""

    must: float
    should: float
    at_most: bool = False

    def verdict(self, measured: Spread) -> str:
        """Return "should", "must" or "missed".

        Noise only ever slows a run down, so a bound is missed only when the best run misses it,
        and reached when the median reaches it; in between it is "near".
        """
        if self._holds(measured.median, self.should):
            return "should"
        if self._holds(measured.median, self.must):
            return "must"
        best = measured.least if self.at_most else measured.most
        return "near" if self._holds(best, self.must) else "missed"

    def _holds(self, value: float, bound: float) -> bool:
        return value <= bound if self.at_most else value >= bound


SHARES: Final[Mapping[tuple[str, str], Target]] = {
    ("refresh", "sqlite"): Target(must=0.50, should=0.65),
    ("refresh", "postgresql"): Target(must=0.45, should=0.55),
    ("SRP sign-in", "sqlite"): Target(must=0.50, should=0.65),
    ("SRP sign-in", "postgresql"): Target(must=0.45, should=0.55),
    ("password sign-in", "sqlite"): Target(must=0.80, should=0.88),
    ("password sign-in", "postgresql"): Target(must=0.80, should=0.88),
    ("GetUser", "sqlite"): Target(must=0.35, should=0.70),
    ("GetUser", "postgresql"): Target(must=0.20, should=0.33),
}
"""Share of the floor by scenario and store."""

P99_MS: Final[Mapping[str, Target]] = {
    "refresh": Target(must=6, should=3, at_most=True),
    "SRP sign-in": Target(must=15, should=8, at_most=True),
    "password sign-in": Target(must=45, should=30, at_most=True),
    "GetUser": Target(must=6, should=4, at_most=True),
}
"""99th percentile in milliseconds at half the reached rate."""

BESIDE_MS: Final = Target(must=15, should=8, at_most=True)
"""99th percentile of GetUser beside password sign-ins at half their rate."""

BESIDE_TRIGGERS_MS: Final = Target(must=250, should=25, at_most=True)
"""99th percentile of GetUser while a hundred sign-ins hang on a function that does not answer."""

PAGE_GROWTH: Final = Target(must=5, should=4, at_most=True)
"""How many times longer a page of users takes in a hundred times as large a pool."""

SEARCH_GROWTH: Final = Target(must=3, should=2, at_most=True)
"""The same of a search that finds one user."""

LAST_PAGE: Final = Target(must=2, should=1.5, at_most=True)
"""How many times longer the last page takes than the first."""

IMPORT_MS: Final = Target(must=300, should=200, at_most=True)
"""Milliseconds of the worker's processor for 1,000 rows of an import."""

IMPORT_MB: Final = Target(must=48, should=24, at_most=True)
"""What the worker takes while it imports, beside what it had."""

IDLE_MB: Final = Target(must=130, should=100, at_most=True)
LOADED_MB: Final = Target(must=220, should=180, at_most=True)
"""Memory of the worker, after start and after everything that was measured."""

COLD_START_S: Final = Target(must=1.5, should=0.8, at_most=True)
"""From the start of the process to its first answer, on a migrated database."""
