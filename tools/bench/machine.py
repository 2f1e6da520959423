"""The cores of this machine, and who runs on which."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cores:
    """The server has a core to itself; the load shares one with PostgreSQL if there are but two.

    None where the system does not pin processes (macOS): figures are then rougher.
    """

    server: int | None
    load: int | None
    database: int | None

    @classmethod
    def of_this_machine(cls) -> Cores:
        """Choose among the cores that this process may use."""
        if sys.platform != "linux":
            return cls(server=None, load=None, database=None)
        usable = sorted(os.sched_getaffinity(0))
        return cls(
            server=usable[0],
            load=usable[1 % len(usable)],
            database=usable[2] if len(usable) > 2 else usable[-1],  # noqa: PLR2004 - the third one
        )


@contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """Run this thread, and what it starts meanwhile, on one core."""
    if core is None or sys.platform != "linux":
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def used_s(core: int | None) -> float | None:
    """Return the seconds that a core has worked for anybody, or None where nothing tells it."""
    if core is None or sys.platform != "linux":
        return None
    line = next(line for line in _lines("/proc/stat") if line.startswith(f"cpu{core} "))
    user, nice, system, _idle, _iowait, _irq, _softirq, steal, *_ = map(int, line.split()[1:])
    return (user + nice + system + steal) / os.sysconf("SC_CLK_TCK")


def described() -> str:
    """Return what of the machine matters to whoever reads the figures."""
    model = platform.machine()
    if sys.platform == "linux":
        found = [line for line in _lines("/proc/cpuinfo") if "model name" in line]
        names = [line.partition(":")[2].strip() for line in found]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()
