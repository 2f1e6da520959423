"""Servers as people deploy them: on each store, with several workers, as several processes.

Each runs the development profile on loopback with cheap password hashes and is started when the
first test asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.support.fakes import MASTER_KEYS_SETTING
from tests.support.ports import free_port
from tests.support.postgres import Databases
from tests.support.server import Server
from tests.support.spread import spread

REGION: Final = "us-east-1"
UNDECLARED: Final = '"undeclared_error":'
"""How the log marks an error that the model of its operation does not list (ruling 38)."""
ACCESS_KEY_ID: Final = "local"
SECRET_ACCESS_KEY: Final = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one deployment is made."""

    store: str
    workers: int = 1
    servers: int = 1


KINDS: Final[Mapping[str, Kind]] = {
    "memory": Kind(store="memory"),
    "sqlite": Kind(store="sqlite"),
    "sqlite-two-workers": Kind(store="sqlite", workers=2),
    "postgresql": Kind(store="postgresql"),
    "postgresql-two-servers": Kind(store="postgresql", servers=2),
}
CONTENDED: Final = ("sqlite-two-workers", "postgresql-two-servers")
"""Where several processes write to one store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A running Cognate: `url` is its PUBLIC_URL, whichever of its servers answers."""

    name: str
    url: str
    storage_url: str
    servers: tuple[Server, ...]

    @property
    def ports(self) -> tuple[int, ...]:
        """Where each server listens by itself."""
        return tuple(server.port for server in self.servers)

    def log(self) -> str:
        """Return all that its processes have written."""
        return "".join(server.log() for server in self.servers)


@dataclass
class Deployments:
    """Starts deployments when they are asked for and keeps them until `close`."""

    directory: Path
    databases: Databases
    _running: dict[str, Deployment] = field(default_factory=dict)
    _endings: ExitStack = field(default_factory=ExitStack)

    def get(self, name: str) -> Deployment:
        """Return the deployment of that name of KINDS."""
        if name not in self._running:
            self._running[name] = self.start(name, KINDS[name])
        return self._running[name]

    def start(self, name: str, kind: Kind, **settings: str) -> Deployment:
        """Start a deployment, with settings beside those that all have."""
        home = self.directory / name
        home.mkdir()
        storage_url = self._storage_url(kind, home)
        ports = [free_port() for _ in range(kind.servers)]
        public = ports[0] if kind.servers == 1 else free_port()
        url = f"http://127.0.0.1:{public}"
        given = {
            "PUBLIC_URL": url,
            "SEALING_KEYS": MASTER_KEYS_SETTING,
            "LOG_FORMAT": "json",
            "DEMO": "false",
            **settings,
        }
        env = {f"COGNATE_{setting}": value for setting, value in given.items()}
        servers = tuple(
            self._endings.enter_context(
                Server(
                    storage_url,
                    kind.workers,
                    env,
                    directory=home,
                    port=port,
                )
            )
            for port in ports
        )
        if kind.servers > 1:
            self._endings.enter_context(spread(public, ports))
        return Deployment(name=name, url=url, storage_url=storage_url, servers=servers)

    def close(self) -> None:
        """End every process."""
        self._endings.close()

    def undeclared(self) -> list[str]:
        """Return the lines of the logs on errors that their operation does not declare."""
        logs = (path.read_text(errors="replace") for path in self.directory.glob("*/server-*.log"))
        return [line for log in logs for line in log.splitlines() if UNDECLARED in line]

    def _storage_url(self, kind: Kind, home: Path) -> str:
        makers: Mapping[str, Callable[[], str]] = {
            "memory": lambda: "memory:",
            "sqlite": lambda: f"sqlite:///{home / 'cognate.db'}",
            "postgresql": self.databases.create_database,
        }
        return makers[kind.store]()
