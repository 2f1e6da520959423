"""Sending an answer through ASGI."""

from __future__ import annotations

from starlette.types import Send

from adapters.api.problems import Answer


async def send_answer(send: Send, answer: Answer) -> None:
    """Send the whole answer."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})
