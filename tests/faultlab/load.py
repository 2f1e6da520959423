"""Clients in threads, each playing one person after another."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from threading import Event, Thread
from typing import Final, Self

from tests.faultlab.caller import Caller
from tests.faultlab.journal import Journal
from tests.faultlab.life import Over, Person, live
from tests.faultlab.place import Place

JOIN_S: Final = 60.0


class Load:
    """`clients` threads over the servers at `ports`, from entering the context until leaving it.

    `interrupt` tells the clients that the servers are about to go: a request that then gets no
    answer is not tried again.
    """

    def __init__(
        self, place: Place, ports: Sequence[int], journal: Journal, clients: int, seed: int
    ) -> None:
        self._place = place
        self._journal = journal
        self._stopping = Event()
        self._failures: list[BaseException] = []
        self._threads = [
            Thread(target=self._run, args=(ports[number % len(ports)], Random(seed + number)))
            for number in range(clients)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.interrupt()
        for thread in self._threads:
            thread.join(JOIN_S)
        if self._failures:
            raise self._failures[0]
        if any(thread.is_alive() for thread in self._threads):
            raise AssertionError("a client still waits for its answer")

    def interrupt(self) -> None:
        """Begin no further requests."""
        self._stopping.set()

    def _run(self, port: int, random: Random) -> None:
        try:
            with Caller(port) as caller:
                while not self._stopping.is_set():
                    self._live(caller, random)
        except BaseException as failure:  # noqa: BLE001 - raised in the thread of the test
            self._failures.append(failure)

    def _live(self, caller: Caller, random: Random) -> None:
        person = Person(caller, self._place, self._journal, self._stopping)
        try:
            live(person, random)
        except Over:
            return
