"""Somebody else holds the lock on what the servers want to write (F08, F18)."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from threading import Event
from typing import Final

import psycopg

from tests.faultlab.caller import Caller
from tests.faultlab.examine import examine
from tests.faultlab.findings import Findings
from tests.faultlab.invariants import broken
from tests.faultlab.journal import Journal
from tests.faultlab.life import Person, confirm, sign_in, sign_up
from tests.faultlab.load import Load
from tests.faultlab.nursery import Nursery
from tests.faultlab.place import make_place
from tests.faultlab.verdicts import answers_amiss, recovery_fault

READ_EVERY_S: Final = 0.1


@contextmanager
def locked_file(path: Path) -> Iterator[None]:
    """Be another program that writes to the file of SQLite and does not come to an end."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as outsider:
        outsider.execute("BEGIN IMMEDIATE")
        yield
        outsider.execute("ROLLBACK")


@contextmanager
def locked_users(store_url: str) -> Iterator[None]:
    """Be another program that locks every user of a database of PostgreSQL."""
    with psycopg.connect(store_url) as outsider:
        outsider.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
        yield
        outsider.rollback()


class Lockout:
    """One server under load, while somebody else holds a lock."""

    def __init__(self, nursery: Nursery, store_url: str, clients: int, seed: int) -> None:
        self._store_url = store_url
        self._server = nursery.start(store_url)
        self._place = make_place(self._server.port)
        self._clients = clients
        self.findings = Findings(seed)
        self.reads: list[tuple[str, float]] = []
        """The error and the seconds of each reading during the lock."""

    def run(self, lock: AbstractContextManager[None], held_s: float, within_s: float) -> Findings:
        """Hold the lock for so long under load; every answer has to come within `within_s`."""
        journal, port = Journal(), self._server.port
        with Caller(port) as caller:
            reader = signed_in(Person(caller, self._place, journal, Event()))
            with Load(self._place, [port], journal, self._clients, self.findings.seed):
                time.sleep(0.3)
                with lock:
                    self._read(reader, time.monotonic() + held_s)
                faults = list(filter(None, [recovery_fault(journal, port, time.monotonic())]))
        faults += [*answers_amiss(journal, within_s), *examine(journal, self._place, [port])]
        self.findings.add(journal, [*faults, *broken(self._store_url)])
        return self.findings

    def _read(self, reader: Person, until_s: float) -> None:
        while time.monotonic() < until_s:
            began_s = time.monotonic()
            answer = reader.caller.call("GetUser", AccessToken=reader.access_token)
            self.reads.append((answer.type, time.monotonic() - began_s))
            time.sleep(READ_EVERY_S)


def signed_in(person: Person) -> Person:
    """Return the person when he is signed in."""
    sign_up(person)
    confirm(person)
    sign_in(person)
    return person
