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
UPLOAD_S: Final = 900.0
"""For files of import jobs, which may be a hundred times as large as any other body. Who has no
right to upload one is answered, and his connection closed, before his body is waited for."""

_UPLOAD_PATH: Final = "/imports/"


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 by httptools; a connection whose request does not arrive in time is closed.

    The time for headers begins with the connection and with the first byte of each later request;
    between requests uvicorn's keep-alive limit holds. A request that arrives whole, as nearly all
    do, starts no timer.
    """

    _deadline: TimerHandle | None = None
    _limit_s: float | None = None
    """How long the rest of what is arriving may take; None while nothing is."""
    _limit_is_new: bool = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn declares it
        """Begin to wait for headers."""
        super().connection_made(transport)
        self._limit(HEADERS_S)
        self._set_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._limit(None)
        self._set_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait for what is missing after these bytes."""
        super().data_received(data)
        if self._limit_is_new:
            self._set_timer()

    def on_message_begin(self) -> None:
        """Expect headers, unless the connection is new and its time is running."""
        super().on_message_begin()
        if self._limit_s is None:
            self._limit(HEADERS_S)

    def on_headers_complete(self) -> None:
        """Expect the body."""
        super().on_headers_complete()
        is_upload = self.scope["method"] == "PUT" and _UPLOAD_PATH in self.scope["path"]
        self._limit(UPLOAD_S if is_upload else BODY_S)

    def on_message_complete(self) -> None:
        """Expect nothing more: the request is here."""
        self._limit(None)
        super().on_message_complete()

    def _limit(self, seconds: float | None) -> None:
        self._limit_s, self._limit_is_new = seconds, True

    def _set_timer(self) -> None:
        self._limit_is_new = False
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if self._limit_s is not None:
            self._deadline = self.loop.call_later(self._limit_s, self._give_up)

    def _give_up(self) -> None:
        self._deadline = None
        self.transport.close()
