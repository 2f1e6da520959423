"""What `/readyz` asks: each check returns why its part does not work, or None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from app.assembly import Assembly
from app.key_check import sealer_fault
from domain.ports.clock import Clock
from domain.ports.sentinels import Unavailable
from domain.ports.store import Store

EARLIEST_MS: Final = 1_750_000_000_000
"""Before this program was written: a clock that shows less is wrong."""


def checks(assembly: Assembly) -> Mapping[str, Callable[[], str | None]]:
    """Return the checks by the name of their part."""
    return {
        "store": partial(store_fault, assembly.ports.store),
        "keys": partial(sealer_fault, assembly.ports.sealer),
        "clock": partial(clock_fault, assembly.ports.clock),
        "server": lambda: "stopping" if assembly.stopping.is_set() else None,
    }


def store_fault(store: Store) -> str | None:
    """Ask the store whether it answers with the schema of this program."""
    try:
        store.ping()
    except Unavailable as failure:
        return str(failure) or "does not answer"
    return None


def clock_fault(clock: Clock) -> str | None:
    """Ask whether the clock can be right: tokens and locks would live too long or not at all."""
    return "the clock of this machine is wrong" if clock.now_ms() < EARLIEST_MS else None
