"""What runs beside the requests of one process, from its first to its last."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Final

from fastapi import FastAPI

from app import housekeeping
from app.assembly import Assembly
from app.rounds import Rounds, stop_all
from app.senders import senders

SEND_EVERY_S: Final = 1.0
SWEEP_EVERY_S: Final = 300.0
IMPORT_EVERY_S: Final = 1.0

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def lifespan(
    assembly: Assembly, close_lanes: Callable[[], None], others: Sequence[Rounds] = ()
) -> Lifespan:
    """Return what works beside the application, `others` too, and releases all after it."""
    rounds = [*_rounds(assembly), *others]

    @asynccontextmanager
    async def running(_application: FastAPI) -> AsyncIterator[None]:
        for each in rounds:
            each.start()
        try:
            yield
        except CancelledError:
            # A second signal: what is under way is cut off, and nothing is waited for.
            assembly.ports.reporter.report("stopped_at_once")
            return
        assembly.stopping.set()
        stop_all(rounds)
        close_lanes()
        assembly.ports.store.close()

    return running


def _rounds(assembly: Assembly) -> list[Rounds]:
    ports, courier = assembly.ports, assembly.services.courier

    def sweep() -> None:
        housekeeping.sweep(ports.store, ports.clock.now_ms(), assembly.stopping.is_set)

    work = partial(assembly.services.imports.importer.work, assembly.stopping.is_set)
    rounds = [
        Rounds("sweep", sweep, SWEEP_EVERY_S, ports.reporter),
        Rounds("import", work, IMPORT_EVERY_S, ports.reporter),
    ]
    for channel in courier.channels:
        send = partial(courier.send_due, channel, assembly.stopping.is_set)
        rounds += senders(f"send {channel.value}", send, SEND_EVERY_S, ports.reporter)
    return rounds
