"""One request to a function's address, with its failures in the words of the service."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from adapters.egress import Answer, Forbidden, NoAnswer, TimedOut, TooLong
from adapters.triggers.entry import Entry
from adapters.triggers.target import Passing, TargetContext
from domain import texts
from domain.ports.triggers import TriggerGarbled, TriggerUnreachable

TIMED_OUT: Final = texts.trigger_failed("Socket timeout while invoking Lambda function")
FAILED: Final = texts.trigger_failed("ServiceException")
THROTTLED: Final = texts.trigger_failed("TooManyRequestsException")
DENIED: Final = texts.trigger_failed("AccessDeniedException")


def post(
    entry: Entry,
    context: TargetContext,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    waits: bool = True,
) -> Answer:
    """Send once and return the answer.

    Of one that is too long only the status counts; a success that somebody waits for is none then.
    Raises TriggerUnreachable or TriggerGarbled.
    """
    try:
        return context.http.post(url, headers, body, timeout_s=entry.timeout_s)
    except TimedOut as failure:
        raise Passing(TIMED_OUT) from failure
    except NoAnswer as failure:
        raise Passing(FAILED) from failure
    except Forbidden as failure:
        raise TriggerUnreachable(texts.TRIGGER_NOT_CONFIGURED) from failure
    except TooLong as failure:
        if waits and is_success(failure.status):
            raise TriggerGarbled from failure
        return Answer(status=failure.status, headers={}, body=b"")


def is_success(status: int) -> bool:
    """Whether a status is one of success."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def failure_of(status: int) -> TriggerUnreachable:
    """Return what a status other than 2xx says about reaching the function."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Passing(THROTTLED)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Passing(FAILED)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return TriggerUnreachable(DENIED)
    if status < HTTPStatus.BAD_REQUEST or status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        # A redirect is not followed: it could lead where this server may not be led (SEC-65).
        return TriggerUnreachable(texts.TRIGGER_NOT_CONFIGURED)
    return TriggerUnreachable(FAILED)
