"""A really running server: its own process, a free port of loopback, a directory of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx2

from tests.support.fetch import fetch
from tests.support.ports import free_port

ROOT: Final = Path(__file__).parents[2]
START_TIMEOUT_S: Final = 60.0
STOP_TIMEOUT_S: Final = 40.0
CHEAP: Final = {"COGNATE_PASSWORD_HASH": "insecure-for-tests"}
DEMO_CLIENT: Final = "1demo000000000000000client"
DEMO_POOL: Final = "us-east-1_Demo00001"


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of this process without settings of Cognate or AWS, with `given`."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COGNATE_", "AWS_"))
    }
    # The packages are found wherever the tests run; the working directory is the server's own.
    return {**ours, "PYTHONPATH": str(ROOT), **given}


class Server:
    """`cognate dev` (or another command), waited for until it is ready.

    Passwords are hashed cheaply unless `env` says otherwise. The server works in `directory`, or in
    one of its own that goes when it stops. Sealing keys are those of the directory, so that two
    servers on one store share a directory or are given keys.
    """

    def __init__(
        self,
        store_url: str = "sqlite:///var/cognate.db",
        workers: int = 1,
        env: Mapping[str, str] | None = None,
        *,
        command: str = "dev",
        directory: Path | None = None,
        port: int | None = None,
    ) -> None:
        self._is_temporary = directory is None
        self.directory = directory or Path(tempfile.mkdtemp(prefix="cognate-server-"))
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self._log = self.directory / f"server-{self.port}.log"
        settings = {
            "COGNATE_STORAGE_URL": store_url,
            "COGNATE_PORT": str(self.port),
            "COGNATE_WORKERS": str(workers),
        }
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app", command],
                cwd=self.directory,
                env=environment({**CHEAP, **settings, **(env or {})}),
                stdout=log,
                stderr=subprocess.STDOUT,
                # A signal to the tests' own group must not reach the server.
                start_new_session=True,
            )
        self._wait_until_ready()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def log(self) -> str:
        """Return everything that the server has written."""
        return self._log.read_text(errors="replace")

    def get(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """GET a path."""
        return fetch(self.url + path, params, headers)

    def outbox(self, to: str, **query: str) -> list[dict[str, str]]:
        """Return the messages to an address, oldest first."""
        answer = self.get("/_dev/outbox", {"to": to, **query})
        answer.raise_for_status()
        messages: list[dict[str, str]] = answer.json()["messages"]
        return messages

    def code(self, to: str) -> str:
        """Return the code of the newest message to an address."""
        return self.outbox(to, latest="1")[0]["code"]

    def boto3(
        self,
        key_id: str = "local",
        secret: str = "local",
        config: Mapping[str, object] | None = None,
    ) -> Any:  # noqa: ANN401 - boto3 makes its clients' types at run time
        """Return a boto3 client of this server that does not retry."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            "cognito-idp",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            config=Config(**{"retries": {"total_max_attempts": 1}, **(config or {})}),
        )

    def stop(self) -> int:
        """Stop the server in order; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        finally:
            if self._is_temporary:
                shutil.rmtree(self.directory, ignore_errors=True)

    def kill(self) -> None:
        """Kill the server (of workers only the parent) as a crash would; `stop` tidies up."""
        self.process.kill()
        self.process.wait(STOP_TIMEOUT_S)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"exit code {self.process.returncode}\n{self.log()}")
            with suppress(httpx2.TransportError):
                if self.get("/readyz").status_code == httpx2.codes.OK:
                    return
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"not ready after {START_TIMEOUT_S} s\n{self.log()}")
