"""Servers that are up in a moment: one process imports the program, and forks each server off.

A fork behaves as a server that was started from the shell: its own process group, settings and
listener, and nothing of the program runs before the fork. Only the imports are saved, so that
hundreds of kills fit into minutes.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn

from tests.faultlab.ready import is_ready
from tests.support.fakes import MASTER_KEYS_SETTING
from tests.support.ports import free_port
from tests.support.server import CHEAP, environment

NEEDED: Final = (
    "adapters.delivery.outbox",
    "adapters.signing",
    "adapters.storage.sql",
    "adapters.triggers.directory",
    "app.cli",
    "psycopg",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.httptools_impl",
    "uvloop",
)
SETTINGS: Final = {
    "SEALING_KEYS": MASTER_KEYS_SETTING,
    "PUBLIC_URL": "http://localhost:1",  # the issuer is the same whichever server answers
    "DEMO": "false",
    "LOG_LEVEL": "error",
}
READY_S: Final = 30.0
GONE_S: Final = 10.0


class Nursling:
    """A server that was forked off; `kill` is kill -9."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid = pid
        self.port = port

    def kill(self) -> None:
        """Kill the server, wherever it is at this moment, and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        deadline = time.monotonic() + GONE_S
        while self.is_alive():
            if time.monotonic() > deadline:
                raise AssertionError(f"{self.pid} outlives kill -9")
            time.sleep(0.002)

    def is_alive(self) -> bool:
        """Whether the process is there (the nursery reaps the dead at once)."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True


class Nursery:
    """Forks servers off, on any store, side by side or one after another, in one directory."""

    def __init__(self, directory: Path) -> None:
        self._log = directory / "nursery.log"
        self._born: list[Nursling] = []
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faultlab.nursery"],
                cwd=directory,
                env=environment({**CHEAP, **prefixed(SETTINGS)}),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def close(self) -> None:
        """End everything that lives."""
        self.clear()
        self._process.communicate(timeout=GONE_S)

    def clear(self) -> None:
        """Kill every server."""
        while self._born:
            self._born.pop().kill()

    def begin(self, store_url: str, **settings: str) -> Nursling:
        """Fork a server off; it is not ready yet."""
        port = free_port()
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the nursery has no pipes")
        order = prefixed({"STORAGE_URL": store_url, "PORT": str(port), **settings})
        print(json.dumps(order), file=stdin, flush=True)
        line = stdout.readline()
        if not line:
            raise RuntimeError(f"the nursery has ended\n{self.log()}")
        born = Nursling(int(line), port)
        self._born.append(born)
        return born

    def start(self, store_url: str, **settings: str) -> Nursling:
        """Fork a server off and wait until it is ready."""
        return self.await_ready(self.begin(store_url, **settings))

    def await_ready(self, born: Nursling) -> Nursling:
        """Wait until a server is ready."""
        deadline = time.monotonic() + READY_S
        while not is_ready(born.port):
            if not born.is_alive() or time.monotonic() > deadline:
                raise AssertionError(f"the server does not come up\n{self.log()}")
            time.sleep(0.01)
        return born

    def log(self) -> str:
        """Return everything that the servers have written."""
        return self._log.read_text(errors="replace")


def prefixed(given: Mapping[str, str]) -> dict[str, str]:
    """Return settings as they stand in the environment."""
    return {f"COGNATE_{name}": value for name, value in given.items()}


def _main() -> None:
    for name in NEEDED:
        importlib.import_module(name)
    # Whoever dies is reaped at once, so that a process id that answers belongs to a living server.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _serve(json.loads(line))
        print(pid, flush=True)


def _serve(settings: Mapping[str, Any]) -> NoReturn:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.environ.update(settings)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)
    sys.argv = ["cognate", "dev"]
    sys.exit(importlib.import_module("app.cli").main())


if __name__ == "__main__":
    _main()
