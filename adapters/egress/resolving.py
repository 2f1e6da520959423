"""Finding the addresses of a host, for no longer than a request may wait.

The system's resolver knows no time-out of ours, so it is asked in a thread that can be left behind.
Such threads are daemons: a name server that is silent must not keep a server from stopping.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import Final

from adapters.egress.outcome import NoAnswer, TimedOut

AT_ONCE_MAX: Final = 64

Resolve = Callable[[str, int], list[str]]
"""From host and port to addresses. Raises OSError, or UnicodeError for what can be no name."""


def system_resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host in the order of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Resolving:
    """Resolves names; threads share it."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._places = BoundedSemaphore(AT_ONCE_MAX)

    def addresses(self, host: str, port: int, timeout_s: float) -> list[str]:
        """Return the addresses of a host. Raises NoAnswer or TimedOut."""
        if not self._places.acquire(blocking=False):
            raise NoAnswer("too many names are being resolved")
        answer: SimpleQueue[list[str] | Exception] = SimpleQueue()
        try:
            Thread(target=self._run, args=(host, port, answer), name="resolve", daemon=True).start()
        except RuntimeError as no_thread:
            self._places.release()
            raise NoAnswer("no thread can be had to resolve a name") from no_thread
        try:
            found = answer.get(timeout=timeout_s)
        except Empty:
            raise TimedOut from None
        if isinstance(found, Exception):
            raise NoAnswer("the host is not known") from found
        return found

    def _run(self, host: str, port: int, answer: SimpleQueue[list[str] | Exception]) -> None:
        try:
            answer.put(self._resolve(host, port))
        except (OSError, UnicodeError) as failure:
            answer.put(failure)
        finally:
            self._places.release()
