"""What comes of a request: an answer of bounded length, or one of four failures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A complete answer; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Forbidden(Exception):
    """The address may not be asked; nothing was sent. The text says why."""


class NoAnswer(Exception):
    """The connection was refused, broke, or carried something that is no HTTP."""


class TimedOut(Exception):
    """The time was over before the answer was complete."""


class TooLong(Exception):
    """The answer, of this status, is longer than it may be; the rest was not read."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status
