"""Connections that were checked: a name is resolved once, and what was resolved is connected to.

A second resolution could give another address than the one that was checked (DNS rebinding). Every
wait on a connection ends with the time of its request, also if a byte comes now and then.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Any, Final

import httpcore2

from adapters.egress.outcome import NoAnswer, TimedOut
from adapters.egress.reach import Reach
from adapters.egress.resolving import Resolve, Resolving

CONNECT_S: Final = 2.0

_deadline_s: ContextVar[float] = ContextVar("deadline_s")


@contextmanager
def within(timeout_s: float) -> Iterator[None]:
    """Let everything that waits on the network inside end after so many seconds altogether."""
    token = _deadline_s.set(time.monotonic() + timeout_s)
    try:
        yield
    finally:
        _deadline_s.reset(token)


def _left_s(at_most_s: float = float("inf")) -> float:
    left_s = _deadline_s.get() - time.monotonic()
    if left_s <= 0:
        raise TimedOut
    return min(left_s, at_most_s)


class CheckedNetwork(httpcore2.NetworkBackend):
    """Opens connections within `reach`."""

    def __init__(self, reach: Reach, resolve: Resolve) -> None:
        self._reach = reach
        self._resolving = Resolving(resolve)
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 -- ours ends with the request
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of the host that answers. Raises Forbidden for a bad one."""
        addresses = self._addresses(host, port)
        self._reach.check(addresses)
        failure: Exception = NoAnswer("the host has no address")
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(
                    address, port, _left_s(CONNECT_S), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as refused:
                failure = refused
            else:
                return _Stream(stream)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        with suppress(ValueError):
            return [str(ip_address(host))]
        return self._resolving.addresses(host, port, _left_s(CONNECT_S))


class _Stream(httpcore2.NetworkStream):
    """A connection on which nothing waits longer than its request may."""

    def __init__(self, plain: httpcore2.NetworkStream) -> None:
        self._plain = plain

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._plain.read(max_bytes, _left_s())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._plain.write(buffer, _left_s())

    def close(self) -> None:
        self._plain.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        try:
            left_s = _left_s(CONNECT_S)
        except TimedOut:
            self.close()
            raise
        return _Stream(self._plain.start_tls(ssl_context, server_hostname, left_s))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the shape of the library
        return self._plain.get_extra_info(info)
