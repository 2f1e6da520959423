"""Load through a network that breaks around commits (F07)."""

from __future__ import annotations

import time
from typing import Final

from tests.faultlab.examine import examine
from tests.faultlab.findings import Findings
from tests.faultlab.invariants import broken
from tests.faultlab.journal import Journal
from tests.faultlab.load import Load
from tests.faultlab.nursery import Nursery
from tests.faultlab.place import make_place
from tests.faultlab.proxy import cutting_proxy
from tests.faultlab.verdicts import answers_amiss

CLIENTS: Final = 8
EVERY: Final = 10
PATIENCE_S: Final = 600.0


def cut_commits(nursery: Nursery, store_url: str, cuts: int, seed: int) -> Findings:
    """Load a server until so many commits were cut off, half of them stored; then judge."""
    findings, journal = Findings(seed), Journal()
    with cutting_proxy(store_url, EVERY) as (url, proxy):
        server = nursery.start(url)
        place = make_place(server.port)
        deadline = time.monotonic() + PATIENCE_S
        with Load(place, [server.port], journal, CLIENTS, seed):
            while proxy.lost + proxy.stored < cuts and time.monotonic() < deadline:
                time.sleep(0.02)
        proxy.is_cutting = False
        faults = [*answers_amiss(journal), *examine(journal, place, [server.port])]
        nursery.clear()
    findings.add(journal, [*faults, *broken(store_url)])
    return findings
