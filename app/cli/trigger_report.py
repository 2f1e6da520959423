"""What `cognate trigger test` shows: each request with its answer, and the verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.rehearsal import NOT_HANDED_OVER, Verdict

Told = Sequence[Mapping[str, Any]]
"""Requests, as `adapters.triggers.observed` tells them."""


def as_json(told: Told, verdict: Verdict) -> str:
    """Return all of it for programs."""
    document = {
        "calls": told,
        "accepted": verdict.is_accepted,
        "outcome": verdict.outcome,
        "error": verdict.error,
        "message": verdict.message,
    }
    return json.dumps(document, indent=2)


def as_text(told: Told, verdict: Verdict) -> str:
    """Return all of it for people."""
    return "\n".join((*_calls(told), *_verdict(verdict)))


def _calls(told: Told) -> Iterator[str]:
    if not told:
        yield "Nothing was sent."
        yield ""
    seen = ""
    for call in told:
        yield f"POST {call['url']}"
        yield from _message(call["headers"], call["body"] if call["body"] != seen else "")
        seen = call["body"]
        if "failure" in call:
            yield f"No answer after {call['duration_ms']} ms: {_printable(call['failure'])}"
            yield ""
        else:
            yield f"{call['status']} after {call['duration_ms']} ms"
            yield from _message(call["answer_headers"], call["answer"])


def _message(headers: Mapping[str, str], body: str) -> Iterator[str]:
    for name, value in headers.items():
        yield f"  {_printable(name)}: {_printable(value)}"
    yield ""
    if not body:
        return
    try:
        body = json.dumps(json.loads(body), indent=2)
    except (ValueError, RecursionError):
        body = _printable(body)
    for line in body.splitlines():
        yield f"  {line}"
    yield ""


def _verdict(verdict: Verdict) -> Iterator[str]:
    if verdict.is_accepted:
        yield "Accepted"
        yield from _indented(verdict.outcome)
        return
    message = _printable(verdict.message or "")
    if verdict.error == NOT_HANDED_OVER:
        yield f"Refused: {NOT_HANDED_OVER}: {message}"
    else:
        yield f"Refused: {verdict.error}"
        if message:
            yield f"  {message}"


def _indented(said: object) -> Iterator[str]:
    for line in json.dumps(said, indent=2).splitlines():
        yield f"  {line}"


def _printable(text: str) -> str:
    """Return the text without what would drive a terminal: a stranger's server has written it."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
