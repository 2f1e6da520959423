"""Who plays the functions of the pool: the real one its own part, stand-ins the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.ports.reporter import Reporter
from domain.ports.triggers import (
    TriggerEvent,
    TriggerGarbled,
    TriggerRefused,
    TriggerRunner,
    TriggerUnreachable,
)


class Cast:
    """Runs the function of one trigger by `real`, and those that a scene needs beside it.

    `failure` is what the real function failed with, also where the service keeps it to itself.
    """

    def __init__(self, trigger: str, real: TriggerRunner) -> None:
        self._trigger = trigger
        self._real = real
        self.was_called = False
        self.failure: Exception | None = None

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        """Do what the port says."""
        if event.trigger != self._trigger:
            return _STAND_INS[event.trigger](event.event)
        self.was_called = True
        try:
            return self._real.invoke(event)
        except (TriggerRefused, TriggerUnreachable, TriggerGarbled) as failure:
            self.failure = failure
            raise


class _Silence:
    def report(self, event: str, **facts: str | int | bool | None) -> None:
        """Say nothing."""


SILENCE: Final[Reporter] = _Silence()
"""A reporter that nobody reads: what is to be seen of a rehearsal is its result."""


def _define(event: Mapping[str, Any]) -> Mapping[str, object]:
    session = event["request"]["session"]
    if session and session[-1]["challengeResult"]:
        return {"issueTokens": True}
    return {"challengeName": "CUSTOM_CHALLENGE"}


def _create(_event: Mapping[str, Any]) -> Mapping[str, object]:
    return {
        "publicChallengeParameters": {"question": "rehearsal"},
        "privateChallengeParameters": {"answer": "rehearsal"},
        "challengeMetadata": "REHEARSAL",
    }


_STAND_INS: Final[Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]] = {
    "DefineAuthChallenge": _define,
    "CreateAuthChallenge": _create,
}
