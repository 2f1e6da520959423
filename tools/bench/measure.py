"""The course of a run on one store: pairs of floor and rate, half load, neighbours, memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, TypeVar

from tools.bench import figures, hanging, lists, scenarios, targets
from tools.bench.calibration import Calibration
from tools.bench.crowd import Crowds
from tools.bench.figures import Spread, percentile, undivided
from tools.bench.lists import Asking
from tools.bench.load import Operation, closed, opened, run
from tools.bench.machine import Cores, on_core, used_s
from tools.bench.population import Population
from tools.bench.results import Growth, Judged, Machine, Rate
from tools.bench.servers import Echo, Served, processor_s
from tools.bench.targets import Target

T = TypeVar("T")

CONNECTIONS: Final = 8
NEIGHBOUR_RATE: Final = 1_000
"""GetUser per second beside password sign-ins, or a quarter of what was reached if that is less."""

HANGING_RATE: Final = 200
HANGING_S: Final = 1.0
"""GetUser per second beside hanging sign-ins, and for how long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """How long each part takes, in seconds, and how often it is repeated.

    `listings` is a number of requests.
    """

    pairs: int
    calibrating_s: float
    loading_s: float
    open_runs: int
    open_s: float
    listings: int


THOROUGH: Final = Durations(
    pairs=5, calibrating_s=0.5, loading_s=2.0, open_runs=3, open_s=2.0, listings=100
)
QUICK: Final = Durations(
    pairs=3, calibrating_s=0.2, loading_s=0.8, open_runs=2, open_s=1.0, listings=40
)


class Measurements:
    """Measures servers one after the other, and remembers what the core could do meanwhile."""

    def __init__(self, cores: Cores, durations: Durations, echo: Echo) -> None:
        self._cores = cores
        self._durations = durations
        self._echo = echo
        self._calibration = Calibration()
        self._seen: dict[str, list[float]] = {}

    def rates(self, store: str, to: Population) -> tuple[Rate, ...]:
        """Measure the four scenarios."""
        return (
            self._rate("refresh", store, to, scenarios.refresh(to), self._refresh_floor),
            self._rate("SRP sign-in", store, to, scenarios.srp(to), self._srp_floor),
            self._rate("password sign-in", store, to, scenarios.password(to), self._password_floor),
            self._rate("GetUser", store, to, scenarios.get_user(to), self._echoes),
        )

    def beside_passwords(self, to: Population, rates: Sequence[Rate]) -> Judged:
        """Measure how long GetUser takes while password sign-ins come at half their rate."""
        reached = {rate.scenario: rate.per_s for rate in rates}
        reads = min(NEIGHBOUR_RATE, reached["GetUser"] / 4)
        guesses = reached["password sign-in"] / 2
        seconds = self._durations.open_s

        async def both() -> Sequence[float]:
            latencies, _ = await asyncio.gather(
                opened(to.port, scenarios.get_user(to), reads, seconds),
                opened(to.port, scenarios.password(to), guesses, seconds),
            )
            return latencies

        p99 = [percentile(self._load(both), 0.99) for _ in range(self._durations.open_runs)]
        return Judged(value=Spread.of(p99), target=targets.BESIDE_MS)

    def beside_triggers(self, to: Population) -> Judged:
        """Measure how long GetUser takes while sign-ins hang on a function."""
        request = scenarios.hooked_sign_in(to)

        async def both() -> Sequence[float]:
            async with hanging.sign_ins(to.port, to.function_port, request):
                return await opened(to.port, scenarios.get_user(to), HANGING_RATE, HANGING_S)

        p99 = [percentile(self._load(both), 0.99) for _ in range(self._durations.open_runs)]
        return Judged(value=Spread.of(p99), target=targets.BESIDE_TRIGGERS_MS)

    def lists(self, served: Served, crowds: Crowds) -> tuple[Growth, ...]:
        """Measure what lists of users cost in a large pool."""
        asking = Asking(
            served=served, pairs=self._durations.pairs, requests=self._durations.listings
        )
        return self._load(lambda: lists.measure(asking, crowds))

    def machine(self, described: str) -> Machine:
        """Return what the core could do, as the median of all calibrations."""
        return Machine(
            described=described,
            signatures=median(self._seen["signatures"]),
            hashes=median(self._seen["hashes"]),
            powers=median(self._seen["powers"]),
            echoes=median(self._seen["echoes"]),
        )

    def _rate(
        self,
        scenario: str,
        store: str,
        to: Population,
        operation: Operation,
        floor: Callable[[], float],
    ) -> Rate:
        self._closed(to.port, to.pid, operation, self._durations.loading_s / 2)  # warms caches
        floors, reached, others = [], [], []
        for _ in range(self._durations.pairs):
            floors.append(floor())
            rate, share = self._closed(to.port, to.pid, operation, self._durations.loading_s)
            reached.append(rate)
            others.append(share)
        half = self._at_half(to.port, operation, median(reached) / 2, targets.P99_MS[scenario])
        shares = [
            undivided(rate, share) / of
            for rate, share, of in zip(reached, others, floors, strict=True)
        ]
        return Rate(
            scenario=scenario,
            per_s=median(reached),
            others=median(others),
            floor_per_s=median(floors),
            share=Judged(value=Spread.of(shares), target=targets.SHARES[scenario, store]),
            p50_ms=half[0],
            p99_ms=half[1],
        )

    def _closed(
        self, port: int, pid: int, operation: Operation, seconds: float
    ) -> tuple[float, float]:
        """Return operations per second, and the share of the core that others had meanwhile."""
        before = self._used_by_others_s(pid)
        reached = self._load(lambda: closed(port, operation, CONNECTIONS, seconds))
        others_s = self._used_by_others_s(pid) - before
        return reached.per_s, max(0.0, others_s / reached.seconds)

    def _used_by_others_s(self, pid: int) -> float:
        """Return the time of the server's core that went elsewhere; 0 where nothing tells it."""
        used, own = used_s(self._cores.server), processor_s(pid)
        return 0.0 if used is None or own is None else used - own

    def _at_half(
        self, port: int, operation: Operation, rate: float, target: Target
    ) -> tuple[float, Judged]:
        """Return the median and the 99th percentile, in milliseconds, at a rate."""
        seconds = self._durations.open_s
        runs = [
            self._load(lambda: opened(port, operation, rate, seconds))
            for _ in range(self._durations.open_runs)
        ]
        p50 = median([percentile(latencies, 0.5) for latencies in runs])
        p99 = Spread.of([percentile(latencies, 0.99) for latencies in runs])
        return p50, Judged(value=p99, target=target)

    def _load(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        with on_core(self._cores.load):
            return run(work())

    def _refresh_floor(self) -> float:
        return figures.refresh_floor(self._signatures())

    def _srp_floor(self) -> float:
        return figures.srp_floor(
            self._signatures(), self._calibrated("powers", self._calibration.powers_per_s)
        )

    def _password_floor(self) -> float:
        return figures.password_floor(
            self._signatures(), self._calibrated("hashes", self._calibration.hashes_per_s)
        )

    def _echoes(self) -> float:
        echo, seconds = self._echo, self._durations.loading_s / 2
        echoes = undivided(*self._closed(echo.port, echo.pid, scenarios.echo(echo.port), seconds))
        self._seen.setdefault("echoes", []).append(echoes)
        return echoes

    def _signatures(self) -> float:
        return self._calibrated("signatures", self._calibration.signatures_per_s)

    def _calibrated(self, name: str, rate: Callable[[float], float]) -> float:
        """Measure on the core of the server, which has nothing to do meanwhile."""
        with on_core(self._cores.server):
            value = rate(self._durations.calibrating_s)
        self._seen.setdefault(name, []).append(value)
        return value
