"""From a listening socket to answered requests, in one process or several."""

from __future__ import annotations

import socket
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from app import bootstrap, development, production, server, verifiers
from app.assembly import Assembly
from app.preflight import require_ready
from app.refusal import EXIT_BAD_CONFIGURATION, BadConfiguration, tell
from app.settings import Settings
from app.supervisor import Supervisor
from domain.ports.sentinels import Unavailable


class Profile(StrEnum):
    """How a server is started."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"

    def load(self) -> Settings:
        """Return the settings of the profile. Raises BadConfiguration."""
        return development.load() if self is Profile.DEVELOPMENT else production.load()


def serve(profile: Profile, settings: Settings, prepared: Callable[[Assembly], None]) -> int:
    """Serve until a signal comes; return the exit code.

    `prepared` is called once, in this process, when the store and the address are ready. Raises
    BadConfiguration before that.
    """
    metrics = bootstrap.open_metrics()
    assembly = bootstrap.assemble(settings, metrics)
    try:
        require_ready(assembly)
        _drop_verifiers(assembly)
        with server.listen(settings) as listener:
            prepared(assembly)
            if settings.workers > 1:
                # Workers open connections of their own; none may cross into another process.
                assembly.ports.store.close()
                return Supervisor(work, profile, listener, settings.workers).run()
            _serve_here(profile, assembly, metrics, listener)
            return 0
    finally:
        assembly.ports.store.close()


def _drop_verifiers(assembly: Assembly) -> None:
    try:
        verifiers.drop_unwanted(assembly.ports.store, assembly.deployment.srp_verifiers)
    except Unavailable as failure:
        raise BadConfiguration([f"COGNATE_STORAGE_URL: {failure}"]) from failure


def work(profile: str, listener: socket.socket, counts: Path, number: int) -> None:
    """Serve in a worker process, which counts in a directory, under its number."""
    chosen, metrics = Profile(profile), bootstrap.open_metrics(counts, number)
    try:
        assembly = bootstrap.assemble(chosen.load(), metrics)
    except BadConfiguration as refusal:
        tell(refusal)
        raise SystemExit(EXIT_BAD_CONFIGURATION) from refusal
    _serve_here(chosen, assembly, metrics, listener)


def _serve_here(
    profile: Profile, assembly: Assembly, metrics: bootstrap.Metrics, listener: socket.socket
) -> None:
    outbox = profile is Profile.DEVELOPMENT
    application = bootstrap.application(assembly, metrics, outbox=outbox)
    server.run(application, assembly.settings, listener, assembly.stopping)
