"""PostgreSQL ends under load and comes back, again and again (F06)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Final

import psycopg

from tests.faultlab.examine import examine
from tests.faultlab.findings import Findings
from tests.faultlab.invariants import broken
from tests.faultlab.journal import Journal
from tests.faultlab.load import Load
from tests.faultlab.nursery import Nursery
from tests.faultlab.place import make_place
from tests.faultlab.verdicts import answers_amiss, health_fault, recovery_fault
from tests.support.postgres import PostgresServer

CLIENTS: Final = 16
CONNECTIONS_MAX: Final = 2 * 16
SESSIONS: Final = "SELECT state FROM pg_stat_activity WHERE application_name = 'cognate'"


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
            self._round(ways[number % len(ways)], away_s=self._random.uniform(0, 2))
        self.findings.faults += [*broken(self._store_url), *self._left_behind()]
        return self.findings

    def _left_behind(self) -> Iterator[str]:
        """Yield what the servers have left in the database: a pool that leaks, a transaction."""
        with psycopg.connect(self._store_url) as connection:
            states = [state for (state,) in connection.execute(SESSIONS)]
        if len(states) > CONNECTIONS_MAX or any(state != "idle" for state in states):
            yield f"connections left behind: {states}"

    def _round(self, end: Callable[[], None], away_s: float) -> None:
        journal = Journal()
        began_ms = time.time_ns() // 1_000_000
        with Load(self._place, self._ports, journal, CLIENTS, self._random.randrange(2**32)):
            time.sleep(self._random.uniform(0.2, 0.6))
            end()
            seen_away = [health_fault(server, 503) for server in self._servers]
            time.sleep(away_s)
            self._postgres.start()
            accepts_s = time.monotonic()
            recovered = [recovery_fault(journal, port, accepts_s) for port in self._ports]
            time.sleep(0.2)
        seen_back = [health_fault(server, 200) for server in self._servers]
        faults = [*filter(None, [*seen_away, *recovered, *seen_back]), *answers_amiss(journal)]
        faults += [f"{each.pid} has ended" for each in self._servers if not each.is_alive()]
        faults += broken(self._store_url, began_ms)
        self.findings.add(journal, [*faults, *examine(journal, self._place, self._ports)])
