"""`cognate dev` as a process of its own: in memory, on a free port of loopback, waited for."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlencode

from app.testing.functions import Functions

HOST: Final = "127.0.0.1"
REGION: Final = "us-east-1"
ACCESS_KEY: Final = "local"
"""Id and secret of the access key of the development profile."""
OUTBOX: Final = "/_dev/outbox"

_START_S: Final = 30.0
_STOP_S: Final = 15.0
_STARTS: Final = 3
_PAUSE_S: Final = 0.05
_TIMEOUT_S: Final = 30.0


class Server:
    """Works in `directory`, where its log is. A context manager; starts when it is entered."""

    def __init__(self, directory: Path) -> None:
        self.functions = Functions()
        self.port = 0
        self._directory = directory
        self._log = directory / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the API is, and what `iss` of its tokens begins with."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self.functions.start()
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """Return the JSON that a path answers. Raises RuntimeError for anything but a success."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=_TIMEOUT_S)
        try:
            connection.request("GET", f"{path}?{urlencode(query)}")
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{path} answered {answer.status}")
        decoded: dict[str, Any] = json.loads(body)
        return decoded

    def _start(self) -> None:
        for _ in range(_STARTS):
            # Somebody may take the port before the server does; then it ends, and another is tried.
            self.port = _free_port()
            self._process = self._launch()
            if self._is_ready(self._process):
                return
        raise RuntimeError(f"Cognate did not start:\n{self._log.read_text(errors='replace')}")

    def _launch(self) -> subprocess.Popen[bytes]:
        triggers = self._directory / "triggers.toml"
        triggers.write_text(self.functions.entry())
        triggers.chmod(0o600)
        settings = {
            "STORAGE_URL": "memory:",
            "PASSWORD_HASH": "insecure-for-tests",
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "TRIGGERS_FILE": str(triggers),
            "DEMO": "false",
        }
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "app", "dev"],
                cwd=self._directory,
                env=_environment(settings),
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl+C in the terminal ends the tests, which end the server.
                start_new_session=True,
            )

    def _is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait until the server answers; say whether it does before it ends, or time is up."""
        deadline = time.monotonic() + _START_S
        while process.poll() is None and time.monotonic() < deadline:
            with suppress(OSError, RuntimeError, ValueError, http.client.HTTPException):
                self.get(OUTBOX, latest="1")
                return True
            time.sleep(_PAUSE_S)
        self._end(process)
        return False

    def _stop(self) -> None:
        if self._process is not None:
            self._end(self._process)
        self.functions.stop()

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return this environment without settings of Cognate, with those given."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COGNATE_")}
    # The packages are found wherever the tests are run.
    paths = [str(Path(__file__).parents[2]), *filter(None, [ours.get("PYTHONPATH")])]
    ours["PYTHONPATH"] = os.pathsep.join(paths)
    return {**ours, **{f"COGNATE_{name}": value for name, value in settings.items()}}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
