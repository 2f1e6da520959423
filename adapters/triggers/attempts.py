"""Several attempts at one invocation, each told in the log (triggers.md 12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from adapters.triggers.entry import Entry
from adapters.triggers.target import Passing, TargetContext
from domain.ports.triggers import (
    TriggerEvent,
    TriggerGarbled,
    TriggerRefused,
    TriggerUnreachable,
)

PAUSE_S: Final = 0.1
"""Before the second attempt; twice as much before each further one."""

Once = Callable[[], Mapping[str, object]]


def in_attempts(
    entry: Entry, context: TargetContext, event: TriggerEvent, once: Once, *, webhook_id: str | None
) -> Mapping[str, object]:
    """Do it once, and again after a Passing failure, as often as the entry says.

    What nobody waits for is done once: it lies in the outbox, which tries again. Raises what the
    last attempt raised. What a function answered, be it an error, is an answer.
    """
    attempt, last = 1, entry.attempts if event.waits else 1
    while True:
        try:
            return _told(context, event, once, attempt=attempt, webhook_id=webhook_id)
        except Passing:
            if attempt >= last:
                raise
        context.pause_s(PAUSE_S * 2 ** (attempt - 1))
        attempt += 1


def _told(
    context: TargetContext, event: TriggerEvent, once: Once, *, attempt: int, webhook_id: str | None
) -> Mapping[str, object]:
    """Do it and report it: never what was sent or answered, which may be secrets (SEC-70)."""
    began_s = context.monotonic_s()
    outcome, error = "failed", None
    try:
        response = once()
        outcome = "ok"
        return response
    except TriggerRefused:
        outcome = "refused"
        raise
    except TriggerGarbled:
        outcome = "garbled"
        raise
    except TriggerUnreachable as failure:
        outcome, error = "unreachable", str(failure)
        raise
    finally:
        context.reporter.report(
            "trigger",
            trigger=event.trigger,
            source=str(event.event.get("triggerSource")),
            arn=event.arn,
            pool_id=str(event.event.get("userPoolId")),
            attempt=attempt,
            duration_ms=round((context.monotonic_s() - began_s) * 1000),
            outcome=outcome,
            error=error,
            webhook_id=webhook_id,
        )
