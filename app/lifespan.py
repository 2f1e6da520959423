"""What runs beside the requests of one process, from its first to its last."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from fastapi import FastAPI

from app import housekeeping
from app.assembly import Assembly
from app.rounds import Rounds

SEND_EVERY_S: Final = 1.0
SWEEP_EVERY_S: Final = 300.0

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def lifespan(assembly: Assembly, close_lanes: Callable[[], None]) -> Lifespan:
    """Return what sends and sweeps while the application is up, and releases all after it."""
    rounds = _rounds(assembly)

    @asynccontextmanager
    async def running(_application: FastAPI) -> AsyncIterator[None]:
        for each in rounds:
            each.start()
        yield
        for each in rounds:
            each.stop()
        close_lanes()
        assembly.ports.store.close()

    return running


def _rounds(assembly: Assembly) -> list[Rounds]:
    ports, courier = assembly.ports, assembly.services.courier

    def sweep() -> None:
        housekeeping.sweep(ports.store, ports.clock.now_ms(), assembly.stopping.is_set)

    rounds = [Rounds("sweep", sweep, SWEEP_EVERY_S, ports.reporter)]
    # Where every channel keeps its messages, nothing is ever due.
    if any(not way.keeps for way in ports.delivery.values()):
        rounds.append(Rounds("send", courier.send_due, SEND_EVERY_S, ports.reporter))
    return rounds
