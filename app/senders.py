"""The threads that send the messages of one channel."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from app.rounds import Rounds
from domain.ports.reporter import Reporter


def senders(
    name: str, send: Callable[[], object], every_s: float, reporter: Reporter
) -> tuple[Rounds, Rounds]:
    """Return two rounds that send, so that one server that dawdles does not stop the others.

    The second asks the store only while the first is at it: of two who are idle one is enough.
    """
    busy = Event()

    def first() -> None:
        busy.set()
        try:
            send()
        finally:
            busy.clear()

    def second() -> None:
        if busy.is_set():
            send()

    return Rounds(name, first, every_s, reporter), Rounds(name, second, every_s, reporter)
