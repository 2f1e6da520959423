"""PostgreSQL ends under load and comes back, again and again (F06)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.faultlab.examine import examine
from tests.faultlab.findings import Findings
from tests.faultlab.invariants import broken
from tests.faultlab.journal import Journal
from tests.faultlab.life import COME_BACK, PROMISES_NOTHING
from tests.faultlab.load import Load
from tests.faultlab.nursery import Nursery, Nursling
from tests.faultlab.place import make_place
from tests.faultlab.ready import health
from tests.support.postgres import PostgresServer

CLIENTS: Final = 16
ANSWERS_WITHIN_S: Final = 5.0
RECOVERS_WITHIN_S: Final = 2.0
PATIENCE_S: Final = 10.0
TOLERATED: Final = frozenset({PROMISES_NOTHING, COME_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """How the database goes, and for how long it stays away."""

    end: Callable[[], None]
    away_s: float


class Outages:
    """Two servers on one PostgreSQL, which goes away and comes back."""

    def __init__(self, nursery: Nursery, postgres: PostgresServer, seed: int) -> None:
        self._postgres = postgres
        self._store_url = postgres.create_database()
        self._servers = [nursery.start(self._store_url) for _ in range(2)]
        self._random = Random(seed)
        self._place = make_place(self._ports[0])
        self.findings = Findings(seed)

    @property
    def _ports(self) -> list[int]:
        return [server.port for server in self._servers]

    def run(self, rounds: int) -> Findings:
        """Do all rounds; the servers are never started again."""
        ways = (self._postgres.kill, self._postgres.abort, self._postgres.stop)
        for number in range(rounds):
            outage = Outage(end=ways[number % len(ways)], away_s=self._random.uniform(0, 2))
            self._round(outage)
        self.findings.faults += broken(self._store_url)
        return self.findings

    def _round(self, outage: Outage) -> None:
        journal = Journal()
        began_ms = time.time_ns() // 1_000_000
        with Load(self._place, self._ports, journal, CLIENTS, self._random.randrange(2**32)):
            time.sleep(self._random.uniform(0.2, 0.6))
            outage.end()
            seen_away = [health_fault(server, 503) for server in self._servers]
            time.sleep(outage.away_s)
            self._postgres.start()
            accepts_s = time.monotonic()
            recovered = [self._recovery(journal, port, accepts_s) for port in self._ports]
            time.sleep(0.2)
        seen_back = [health_fault(server, 200) for server in self._servers]
        faults = [*filter(None, [*seen_away, *recovered, *seen_back]), *answers_amiss(journal)]
        faults += [f"{each.pid} has ended" for each in self._servers if not each.is_alive()]
        faults += broken(self._store_url, began_ms)
        self.findings.add(journal, [*faults, *examine(journal, self._place, self._ports)])

    def _recovery(self, journal: Journal, port: int, accepts_s: float) -> str | None:
        while time.monotonic() < accepts_s + PATIENCE_S:
            success_s = journal.first_success_s(port, accepts_s)
            if success_s is not None:
                took_s = success_s - accepts_s
                return f"recovery took {took_s:.1f} s" if took_s > RECOVERS_WITHIN_S else None
            time.sleep(0.02)
        return f"no recovery within {PATIENCE_S} s"


def health_fault(server: Nursling, readiness: int) -> str | None:
    """Return what is wrong with a server's health; it lives always, whatever its store does."""
    lives, _ = health(server.port, "/livez")
    ready, told = health(server.port, "/readyz")
    if lives == 200 and ready == readiness:
        return None
    return f"/livez {lives}, /readyz {ready} {told}, expected 200 and {readiness}"


def answers_amiss(journal: Journal, within_s: float = ANSWERS_WITHIN_S) -> Iterator[str]:
    """Yield what clients were told that they should not be told while a store is away."""
    amiss = journal.errors() - TOLERATED
    if amiss:
        yield f"answers during the fault: {sorted(amiss)}"
    if journal.slowest_s() > within_s:
        yield f"an answer took {journal.slowest_s():.1f} s"
