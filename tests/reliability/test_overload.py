"""More work than the machine can do: refused at once, and the rest goes on (F18, F28, SEC-56)."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from threading import Event, Thread
from typing import Final

import psutil

from tests.faultlab.caller import Caller
from tests.faultlab.journal import Journal
from tests.faultlab.life import Person, fresh_name, fresh_password
from tests.faultlab.locks import signed_in
from tests.faultlab.nursery import Nursery
from tests.faultlab.place import Place, make_place
from tests.support.parallel import outcomes

CALLERS: Final = 200
GROWTH_MAX: Final = 150 * 2**20
Told = tuple[str, float]
"""The error of an answer ("" for none), and after how many seconds it came."""


def test_sign_ins_beyond_the_queue_are_refused_at_once(nursery: Nursery, sqlite_url: str) -> None:
    """Of 200 sign-ins at one moment most are told to come back; GetUser goes on; memory is kept."""
    server = nursery.start(sqlite_url, PASSWORD_HASH="argon2id:m=19456,t=2,p=1")
    place, process = make_place(server.port), psutil.Process(server.pid)
    reads: list[Told] = []
    over = Event()
    with Caller(server.port) as caller:
        reader = signed_in(Person(caller, place, Journal(), Event()))
        before = process.memory_info().rss
        reading = Thread(target=_read, args=(reader, reads, over))
        reading.start()
        told = outcomes(CALLERS, lambda _: _sign_in(server.port, place))
        over.set()
        reading.join()
        after = process.memory_info().rss

    answers = [each for each in told if isinstance(each, tuple)]
    refused = [seconds for error, seconds in answers if error == "TooManyRequestsException"]
    assert len(answers) == CALLERS, told
    assert {error for error, _ in answers} <= {"NotAuthorizedException", "TooManyRequestsException"}
    assert len(refused) > 50
    assert median(refused) < 1.5
    assert max(refused) < 4
    assert {error for error, _ in reads} == {""}
    assert max(seconds for _, seconds in reads) < 2
    assert after - before < GROWTH_MAX


def _sign_in(port: int, place: Place) -> Told:
    """Sign in as nobody: that costs a hash like everybody else, and no account is locked."""
    with Caller(port) as caller:
        return _timed(
            lambda: (
                caller.call(
                    "InitiateAuth",
                    ClientId=place.client_id,
                    AuthFlow="USER_PASSWORD_AUTH",
                    AuthParameters={"USERNAME": fresh_name(), "PASSWORD": fresh_password()},
                ).type
            )
        )


def _read(reader: Person, reads: list[Told], over: Event) -> None:
    def read() -> str:
        return reader.caller.call("GetUser", AccessToken=reader.access_token).type

    while not over.wait(0.02):
        reads.append(_timed(read))


def _timed(ask: Callable[[], str]) -> Told:
    began_s = time.monotonic()
    return ask(), time.monotonic() - began_s
