"""kill -9 of a server in the middle of writes, again and again (F01, F05)."""

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
OTHERS_GO_ON_S: Final = 0.1


def kill_rounds(
    nursery: Nursery, store_url: str, rounds: int, seed: int, servers: int = 1
) -> Findings:
    """Load the servers, kill one at a random moment, start another in its place, and judge.

    What the clients were told is looked for in the new server as well as in those that went on.
    """
    findings, random = Findings(seed), Random(seed)
    running = [nursery.start(store_url) for _ in range(servers)]
    place = make_place(running[0].port)
    for _ in range(rounds):
        ports = [server.port for server in running]
        victim = running.pop(random.randrange(servers))
        began_ms, journal = time.time_ns() // 1_000_000, Journal()
        with Load(place, ports, journal, CLIENTS, random.randrange(2**32)) as load:
            time.sleep(random.uniform(SOONEST_S, LATEST_S))
            victim.kill()
            if running:
                time.sleep(OTHERS_GO_ON_S)
            load.interrupt()
        half = broken(store_url, began_ms)
        running.append(nursery.start(store_url))
        seen = examine(journal, place, [server.port for server in running])
        findings.add(journal, [*half, *seen])
    findings.faults += broken(store_url)
    return findings
