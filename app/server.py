"""One process that serves: uvicorn with our limits, and an orderly stop."""

from __future__ import annotations

import errno
import gc
import signal
import socket
from threading import Event
from types import FrameType
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from app.patient_protocol import PatientProtocol
from app.refusal import BadConfiguration
from app.settings import Settings

BACKLOG: Final = 2_048
CONNECTIONS_MAX: Final = 10_000
KEEP_ALIVE_S: Final = 60
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
STOP_S: Final = 30
"""How long a stopping process lets running requests finish."""


class Server(uvicorn.Server):
    """A server that a signal stops with exit code 0; a second signal does not wait any longer."""

    def __init__(self, config: uvicorn.Config, stopping: Event) -> None:
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as uvicorn calls it
        """Begin to stop: not ready any more, no new connections, then the end of open requests."""
        self.force_exit = self.should_exit
        self.should_exit = True
        self._stopping.set()


def run(application: ASGIApp, settings: Settings, listener: socket.socket, stopping: Event) -> None:
    """Serve on the listener until a signal comes, and return when everything has ended."""
    proxies = [str(network) for network in settings.trusted_proxies]
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        backlog=BACKLOG,
        limit_concurrency=CONNECTIONS_MAX,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_S,
    )
    # What the start made stays for good: walking over it would stop every request for 50 ms.
    gc.freeze()
    Server(config, stopping).run(sockets=[listener])


def listen(settings: Settings) -> socket.socket:
    """Return a socket that listens where the settings say. Raises BadConfiguration."""
    host, port = settings.host, settings.port
    listener: socket.socket | None = None
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as failure:
        if listener is not None:
            listener.close()
        if failure.errno == errno.EADDRINUSE:
            reason = f"COGNATE_PORT: {port} is in use on {host}; stop what has it or choose another"
        else:
            reason = f"COGNATE_HOST: cannot listen on {host}:{port}: {failure.strerror}"
        raise BadConfiguration([reason]) from failure
    return listener
