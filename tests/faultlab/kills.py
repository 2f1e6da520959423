"""kill -9 of the server in the middle of writes, again and again (F01, F05)."""

from __future__ import annotations

import time
from random import Random
from typing import Final

from tests.faultlab.examine import examine
from tests.faultlab.findings import Findings
from tests.faultlab.invariants import broken
from tests.faultlab.journal import Journal
from tests.faultlab.load import Load
from tests.faultlab.nursery import Nursery
from tests.faultlab.place import make_place

CLIENTS: Final = 8
SOONEST_S: Final = 0.005
LATEST_S: Final = 0.4


def kill_rounds(nursery: Nursery, store_url: str, rounds: int, seed: int) -> Findings:
    """Load a server, kill it at a random moment, start another one, and judge; `rounds` times."""
    findings, random = Findings(seed), Random(seed)
    server = nursery.start(store_url)
    place = make_place(server.port)
    for _ in range(rounds):
        began_ms, journal = time.time_ns() // 1_000_000, Journal()
        with Load(place, [server.port], journal, CLIENTS, random.randrange(2**32)) as load:
            time.sleep(random.uniform(SOONEST_S, LATEST_S))
            server.kill()
            load.interrupt()
        half = broken(store_url, began_ms)
        server = nursery.start(store_url)
        findings.add(journal, [*half, *examine(journal, place, [server.port])])
    findings.faults += broken(store_url)
    return findings
