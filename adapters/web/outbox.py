"""The development outbox: the messages that were not sent, as a page and as JSON.

Exists in the development profile only. Whoever reads it can take over every account, so it answers
only under names of this machine: a foreign page that rebinds its own name to loopback gets nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.web.page import SECURITY_HEADERS, Page
from domain.messages.mailbox import Mailbox
from domain.model.message import Message

WAIT_MAX_S: Final = 10
POLL_S: Final = 0.1
LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Query:
    to: str | None
    purpose: str | None
    after: str | None
    latest: bool
    wait_s: float

    def matches(self, message: Message) -> bool:
        return (self.to is None or message.to.casefold() == self.to.casefold()) and (
            self.purpose is None or message.purpose == self.purpose
        )


class Outbox:
    """Shows and empties the outbox. `is_stopping` ends waits early when the server goes down."""

    def __init__(
        self, mailbox: Mailbox, *, client_id: str, is_stopping: Callable[[], bool]
    ) -> None:
        self._mailbox = mailbox
        self._page = Page("outbox.html").response(client_id=client_id)
        self._is_stopping = is_stopping

    async def page(self, request: Request) -> Response:
        """Answer `GET /outbox`."""
        return self._page if _is_local(request) else _refused(403, "not under this name")

    async def show(self, request: Request) -> Response:
        """Answer `GET /_dev/outbox` with the messages that the query selects, oldest first."""
        if not _is_local(request):
            return _refused(403, "not under this name")
        query = _query(request)
        if query is None:
            return _refused(400, "wait_s must be a number of seconds")
        messages = await (self._wait_for(query) if query.wait_s else self._find(query, query.after))
        shown = messages[-1:] if query.latest else messages
        return JSONResponse({"messages": [_shown(m) for m in shown]}, headers=SECURITY_HEADERS)

    async def clear(self, request: Request) -> Response:
        """Answer `DELETE /_dev/outbox`."""
        if not _is_local(request):
            return _refused(403, "not under this name")
        removed = await run_in_threadpool(self._mailbox.clear)
        return JSONResponse({"removed": removed}, headers=SECURITY_HEADERS)

    async def _wait_for(self, query: _Query) -> Sequence[Message]:
        """Return matching messages above `after`, or newer than this request, when there are any.

        The store is asked again and again, because another worker process may write the message.
        """
        deadline = time.monotonic() + query.wait_s
        after = query.after
        if after is None:
            after = await run_in_threadpool(self._mailbox.newest_id)
        while True:
            found = await self._find(query, after)
            if found or time.monotonic() >= deadline or self._is_stopping():
                return found
            await asyncio.sleep(POLL_S)

    async def _find(self, query: _Query, after: str | None) -> Sequence[Message]:
        messages = await run_in_threadpool(self._mailbox.messages, after)
        return [message for message in messages if query.matches(message)]


def _query(request: Request) -> _Query | None:
    given = request.query_params
    try:
        wait_s = float(given.get("wait_s", "0"))
    except ValueError:
        return None
    if not wait_s >= 0:  # neither below zero nor "nan"
        return None
    return _Query(
        to=given.get("to"),
        purpose=given.get("purpose"),
        after=given.get("after"),
        latest=given.get("latest") == "1",
        wait_s=min(wait_s, WAIT_MAX_S),
    )


def _shown(message: Message) -> dict[str, str]:
    """Return the JSON form of operator-contract section 5."""
    at = datetime.fromtimestamp(message.created_at_ms / 1000, UTC)
    return {
        "id": message.id,
        "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "channel": message.channel.value,
        "to": message.to,
        "purpose": message.purpose,
        "code": message.code,
        "subject": message.subject,
        "body": message.body,
        "user_pool_id": message.pool_id,
        "username": message.username,
    }


def _is_local(request: Request) -> bool:
    return request.url.hostname in LOCAL_NAMES


def _refused(status: int, text: str) -> Response:
    return JSONResponse({"message": text}, status_code=status, headers=SECURITY_HEADERS)
