"""Events as bytes, and bytes as answers, for every kind that speaks JSON (triggers.md 14.4).

An answer is the event given back. Only its `response` is read: names and attributes in it are what
anybody could have written there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

import orjson

from domain.ports.triggers import TriggerEvent, TriggerGarbled, TriggerNotJson

JSON: Final = "application/json"

UNHANDLED: Final = "Unhandled"
"""What is told of an error that has no text."""


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
    """Return what a body says.

    Raises TriggerNotJson, for the bare `null` too, and for an object that has a member twice: what
    wrote it may have meant the one that does not count.
    """
    try:
        answer: object = orjson.loads(body)
        _ONCE_EACH.decode(body.decode())
    except (ValueError, RecursionError):
        raise TriggerNotJson from None
    if answer is None:
        raise TriggerNotJson
    return answer


def said_of_error(body: bytes) -> Mapping[str, object]:
    """Return the members of an object that may tell of an error, none of anything else.

    More is read than an answer may have: half a character, which JavaScript leaves where it cuts a
    text, takes nothing from a refusal.
    """
    try:
        said: object = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def error_message(body: bytes) -> str | None:
    """Return the text of a function that raised an error, or None if the body tells of none."""
    said = said_of_error(body)
    if "errorMessage" not in said:
        return None
    message = said["errorMessage"]
    return message if isinstance(message, str) else UNHANDLED


def _members(pairs: list[tuple[str, object]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError


_ONCE_EACH: Final = json.JSONDecoder(object_pairs_hook=_members, parse_int=len, parse_float=len)
"""Reads for the sake of names alone: the fast parser drops what is there twice in silence."""
