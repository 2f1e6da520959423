"""What a run has measured: plain values, which the table and the JSON file are made from."""

from __future__ import annotations

from dataclasses import dataclass

from tools.bench.figures import Spread
from tools.bench.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The medians of all calibrations, per second of a core's time."""

    described: str
    signatures: float
    hashes: float
    powers: float
    echoes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A measured value with its bounds."""

    value: Spread
    target: Target

    @property
    def verdict(self) -> str:
        """See `Target.verdict`."""
        return self.target.verdict(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One scenario at full speed, and then at half of it."""

    scenario: str
    per_s: float
    others: float
    """How much of the server's core other processes took meanwhile, 0 to 1."""
    floor_per_s: float
    share: Judged
    p50_ms: float
    p99_ms: Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How long a list takes, and how many times longer than another."""

    name: str
    base_ms: float
    ms: float
    times: Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What a file took: processor time for 1,000 rows, and memory of the worker meanwhile."""

    hashes: str
    rows: int
    took_s: float
    ms: Judged
    grown_mb: Judged | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStore:
    """Everything that was measured on one store; memory is None where no system tells it."""

    store: str
    rates: tuple[Rate, ...]
    beside_ms: Judged
    beside_triggers_ms: Judged
    idle_mb: Judged | None
    loaded_mb: Judged | None
    cold_start_s: Judged
    lists: tuple[Growth, ...]
    imports: tuple[Import, ...]

    @property
    def passed(self) -> bool:
        """Whether no share and no growth was missed."""
        judged = [*(rate.share for rate in self.rates), *(each.times for each in self.lists)]
        return all(each.verdict != "missed" for each in judged)
