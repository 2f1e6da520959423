"""Connections of a client, and one request on them."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import httpcore2

from adapters.egress.network import CheckedNetwork, within
from adapters.egress.outcome import Answer, NoAnswer, TimedOut, TooLong
from adapters.egress.reach import Place, Reach
from adapters.egress.resolving import Resolve, system_resolve

IDLE_S: Final = 4.0
"""How long an unused connection is kept: less than the 5 s after which usual servers close theirs,
so that no request meets a connection that is just being closed."""

_BROKEN: Final = (httpcore2.NetworkError, httpcore2.ProtocolError, OSError)


class Pool:
    """Sends one request at a time on each of its connections."""

    def __init__(
        self, reach: Reach, connections: int, tls: ssl.SSLContext | None, resolve: Resolve | None
    ) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls or httpcore2.default_ssl_context(),
            max_connections=connections,
            keepalive_expiry=IDLE_S,
            network_backend=CheckedNetwork(reach, resolve or system_resolve),
        )

    def post(
        self, place: Place, headers: Mapping[str, str], body: bytes, timeout_s: float, longest: int
    ) -> Answer:
        """Send and read. Raises Forbidden, NoAnswer, TimedOut or TooLong."""
        url = httpcore2.URL(
            scheme=place.scheme, host=place.host, port=place.port, target=place.target
        )
        complete = {
            "Host": place.authority,
            **headers,
            "Accept-Encoding": "identity",
            "Content-Length": str(len(body)),
        }
        with (
            within(timeout_s),
            _named_failures(),
            self._pool.stream(
                "POST",
                url,
                headers=list(complete.items()),
                content=body,
                extensions={"timeout": {"pool": timeout_s}},
            ) as answer,
        ):
            return Answer(
                status=answer.status,
                headers={
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in answer.headers
                },
                body=_bounded(answer, longest),
            )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


def _bounded(answer: httpcore2.Response, longest: int) -> bytes:
    body = bytearray()
    for chunk in answer.iter_stream():
        body += chunk
        if len(body) > longest:
            raise TooLong(answer.status)
    return bytes(body)


@contextmanager
def _named_failures() -> Iterator[None]:
    try:
        yield
    except httpcore2.TimeoutException as failure:
        raise TimedOut from failure
    except _BROKEN as failure:
        raise NoAnswer(type(failure).__name__) from failure
