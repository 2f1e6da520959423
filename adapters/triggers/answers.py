"""Events as bytes, and bytes as answers, for every kind that speaks JSON (triggers.md 14.4).

An answer is the event given back. Only its `response` is read: names and attributes in it are what
anybody could have written there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson

from domain.ports.triggers import TriggerEvent, TriggerGarbled, TriggerNotJson

JSON: Final = "application/json"


def event_bytes(event: TriggerEvent) -> bytes:
    """Return the event as it is sent."""
    return orjson.dumps(event.event)


def has_response(event: TriggerEvent) -> bool:
    """Whether the function has something to say."""
    return event.waits and bool(event.event.get("response"))


def response_in(body: bytes, event: TriggerEvent) -> Mapping[str, object]:
    """Return the response in an answer. Raises TriggerNotJson or TriggerGarbled."""
    if not event.waits or (not body and not has_response(event)):
        return {}
    answer = parsed(body)
    if not has_response(event):
        return {}
    response = answer.get("response") if isinstance(answer, dict) else None
    if not isinstance(response, dict):
        raise TriggerGarbled
    return response


def parsed(body: bytes) -> object:
    """Return what a body says. Raises TriggerNotJson, for the bare `null` too."""
    try:
        answer: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise TriggerNotJson from None
    if answer is None:
        raise TriggerNotJson
    return answer


def error_message(body: bytes) -> str | None:
    """Return the text of a function that raised an error, or None if the body tells of none."""
    try:
        answer = parsed(body)
    except TriggerNotJson:
        return None
    message = answer.get("errorMessage") if isinstance(answer, dict) else None
    return message if isinstance(message, str) else None
