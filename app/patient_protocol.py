"""Time limits on receiving a request (SEC-76): uvicorn itself waits for ever.

Without them a few thousand sockets that send a byte now and then keep every honest client out.
"""

from __future__ import annotations

import asyncio
from asyncio.events import TimerHandle
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADERS_S: Final = 10.0
BODY_S: Final = 30.0


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 by httptools; a connection whose request does not arrive in time is closed.

    The time for headers begins with the connection and with the first byte of each later request;
    between requests uvicorn's keep-alive limit holds.
    """

    _deadline: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn declares it
        """Begin to wait for headers."""
        super().connection_made(transport)
        self._expect_within(HEADERS_S)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Wait for headers, unless the connection is new and its time is running."""
        super().on_message_begin()
        if self._deadline is None:
            self._expect_within(HEADERS_S)

    def on_headers_complete(self) -> None:
        """Wait for the body."""
        super().on_headers_complete()
        self._expect_within(BODY_S)

    def on_message_complete(self) -> None:
        """Stop waiting: the request is here."""
        self._stop_waiting()
        super().on_message_complete()

    def _expect_within(self, seconds: float) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        self.transport.close()
