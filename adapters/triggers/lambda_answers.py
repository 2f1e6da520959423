"""What the Invoke API answers, and the servers that differ from it (triggers.md 14.3).

AWS marks a function's error by a header. The Runtime Interface Emulator sends it as an ordinary
answer, tells a time-out in plain text, and an ended process by nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from adapters.egress import Answer
from adapters.triggers.answers import (
    UNHANDLED,
    error_message,
    parsed,
    response_in,
    said_of_error,
)
from adapters.triggers.calling import FAILED, TIMED_OUT, failure_of, is_success
from adapters.triggers.target import Passing
from domain import texts
from domain.ports.triggers import (
    TriggerEvent,
    TriggerNotJson,
    TriggerRefused,
    TriggerUnreachable,
)

_MARK: Final = "x-amz-function-error"
_ERROR_MEMBERS: Final = frozenset({"errorMessage", "errorType"})
_TIMED_OUT: Final = b"Task timed out"
_ERROR_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9]{2,63}")
"""The name of an error, and nothing else that a server may say to clients."""


def response_of(answer: Answer, event: TriggerEvent) -> Mapping[str, object]:
    """Return the response of a function.

    Raises TriggerRefused, TriggerUnreachable (Passing where another attempt may help) or
    TriggerGarbled.
    """
    if not is_success(answer.status):
        raise _service_error(answer)
    mark = answer.headers.get(_MARK)
    if mark is not None:
        message = error_message(answer.body)
        raise TriggerRefused(mark if message is None else message)
    _check_unmarked(answer.body)
    # Lambda says `null` at least: where there is nothing a process has ended, which must not pass
    # for the consent of a function that has nothing to say.
    if event.waits and not answer.body:
        raise TriggerNotJson
    return response_in(answer.body, event)


def _check_unmarked(body: bytes) -> None:
    """Raise what the emulator means by an answer that it does not mark."""
    said = said_of_error(body)
    # An event that is given back may have any members beside its own.
    if "triggerSource" not in said and said.keys() & _ERROR_MEMBERS:
        message = error_message(body)
        raise TriggerRefused(UNHANDLED if message is None else message)
    if not said and _TIMED_OUT in body:
        raise Passing(TIMED_OUT)


def _service_error(answer: Answer) -> TriggerUnreachable:
    """Return what kept the function from running, by its own name where the status has none."""
    failure, name = failure_of(answer.status), _error_name(answer)
    if name is None or str(failure) != FAILED:
        return failure
    return type(failure)(texts.trigger_failed(name))


def _error_name(answer: Answer) -> str | None:
    given = answer.headers.get("x-amzn-errortype") or _type_in(answer.body)
    found = _ERROR_NAME.match(given.rpartition("#")[2])
    return found[0] if found else None


def _type_in(body: bytes) -> str:
    try:
        said = parsed(body)
    except TriggerNotJson:
        return ""
    kind = said.get("__type") if isinstance(said, dict) else None
    return kind if isinstance(kind, str) else ""
