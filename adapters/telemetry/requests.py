"""One line for each answered request, of the API and of everything else."""

from __future__ import annotations

import time
from typing import Any, Final

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLLED: Final = frozenset({"/livez", "/readyz", "/metrics", "/_dev/outbox"})
"""What is asked for over and over, by orchestrators, Prometheus and an open page of the outbox."""
SERVER_FAULT: Final = 500
NOT_FOUND: Final = 404


class CallLog:
    """Logs the calls of the API; made after `log.configure`."""

    def __init__(self) -> None:
        self._logger = structlog.get_logger().bind()

    def __call__(
        self,
        *,
        status: int,
        duration_ms: float,
        cause: BaseException | None,
        undeclared: bool,
        **facts: str | None,
    ) -> None:
        """Log one call; facts that are not known are left out.

        `cause` is what nobody foresaw. An `undeclared` error is one that the operation's model does
        not list: ours to mend, not the caller's.
        """
        line: dict[str, Any] = {name: fact for name, fact in facts.items() if fact}
        line["outcome"] = _outcome(status)
        line["status"] = status
        line["duration_ms"] = round(duration_ms, 2)
        if cause is not None:
            self._logger.error("request", exc_info=cause, **line)
        elif undeclared:
            self._logger.error("request", undeclared_error=True, **line)
        else:
            self._logger.info("request", **line)


class PageLog:
    """Logs the requests that are no API calls. Polls only at level debug: they come for ever."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, then log its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = SERVER_FAULT

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            _log_page(scope, status, (time.perf_counter() - started) * 1000)


def _log_page(scope: Scope, status: int, elapsed_ms: float) -> None:
    # A path that leads nowhere may be anything, a mistyped secret as well; queries never enter.
    path = scope["path"] if status != NOT_FOUND else "(unknown)"
    logger = structlog.get_logger()
    log = logger.debug if path in POLLED and status < SERVER_FAULT else logger.info
    log(
        "request",
        method=scope["method"],
        path=path,
        outcome=_outcome(status),
        status=status,
        duration_ms=round(elapsed_ms, 2),
    )


def _outcome(status: int) -> str:
    if status >= SERVER_FAULT:
        return "failed"
    return "refused" if status >= 400 else "ok"  # noqa: PLR2004 - where HTTP's refusals begin
