"""The processes under measurement: the real server in its production profile, and the bare echo."""

from __future__ import annotations

import base64
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tools.bench import hanging
from tools.bench.failure import BenchFailure
from tools.bench.machine import on_core

_START_S: Final = 30.0
_STOP_S: Final = 40.0
_POLL_S: Final = 0.002
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running server."""

    pid: int
    port: int
    access_key_id: str
    secret_access_key: str = field(repr=False)
    cold_start_s: float
    function_port: int
    """Where the function `hanging.ARN` is looked for; nothing listens there by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """The running echo."""

    pid: int
    port: int


@contextmanager
def cognate(storage_url: str, directory: Path, core: int | None) -> Iterator[Served]:
    """Migrate the store, then run `cognate serve` with one worker, pinned to a core."""
    port, function_port, secret = _free_port(), _free_port(), secrets.token_hex(16)
    triggers = directory / f"triggers-{port}.toml"
    triggers.touch(mode=0o600)
    triggers.write_text(hanging.trigger(function_port))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COGNATE_")},
        "COGNATE_STORAGE_URL": storage_url,
        "COGNATE_PORT": str(port),
        "COGNATE_SEALING_KEYS": f"bench:{base64.b64encode(os.urandom(_KEY_BYTES)).decode()}",
        "COGNATE_ROOT_ACCESS_KEY_ID": "bench",
        "COGNATE_ROOT_SECRET_ACCESS_KEY": secret,
        "COGNATE_TRIGGERS_FILE": str(triggers),
    }
    command = str(Path(sys.executable).with_name("cognate"))
    subprocess.run(  # noqa: S603 - our own command
        [command, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL
    )
    with _running([command, "serve"], environment, directory, port, core) as (process, took_s):
        yield Served(
            pid=process.pid,
            port=port,
            access_key_id="bench",
            secret_access_key=secret,
            cold_start_s=took_s,
            function_port=function_port,
        )


@contextmanager
def bare_echo(directory: Path, core: int | None) -> Iterator[Echo]:
    """Run the echo, pinned to a core."""
    port = _free_port()
    command = [sys.executable, "-m", "tools.bench.echo", str(port)]
    with _running(command, os.environ, directory, port, core) as (process, _):
        yield Echo(pid=process.pid, port=port)


def memory_mb(pid: int) -> float | None:
    """Return the proportional set size of a process in MB, or None where nothing tells it."""
    path = Path(f"/proc/{pid}/smaps_rollup")
    if not path.exists():
        return None
    sizes = dict(line.split(":", 1) for line in path.read_text().splitlines()[1:])
    return int(sizes["Pss"].split()[0]) * 1024 / 1e6


def processor_s(pid: int) -> float | None:
    """Return the processor time that a process has used, or None where nothing tells it."""
    path = Path(f"/proc/{pid}/stat")
    if not path.exists():
        return None
    # The name of the program, in brackets, may hold anything; user and system time follow it.
    fields = path.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _running(
    command: list[str],
    environment: Mapping[str, str],
    directory: Path,
    port: int,
    core: int | None,
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    started = time.perf_counter()
    with (directory / f"log-{port}").open("wb") as log, on_core(core):
        process = subprocess.Popen(  # noqa: S603 - one of our own two commands
            command, env=environment, stdout=log, stderr=log
        )
    try:
        _await_answer(process, port, started + _START_S)
        yield process, time.perf_counter() - started
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_STOP_S)


def _await_answer(process: subprocess.Popen[bytes], port: int, deadline: float) -> None:
    """Wait for the first answer to anything."""
    while time.perf_counter() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                line.sendall(f"GET /livez HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
                if line.recv(1):
                    return
        except OSError:
            time.sleep(_POLL_S)
    raise BenchFailure(f"nothing answers on port {port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
