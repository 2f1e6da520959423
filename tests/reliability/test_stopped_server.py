"""Servers that are told to stop, or lose their parent, in the middle of requests (F22)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Final

import psutil

from tests.faultlab.caller import Caller, NoAnswer
from tests.faultlab.examine import examine
from tests.faultlab.journal import Journal
from tests.faultlab.life import fresh_name, fresh_password
from tests.faultlab.load import Load
from tests.faultlab.nursery import SETTINGS as NURSERY
from tests.faultlab.nursery import Nursery, prefixed
from tests.faultlab.place import Place, make_place
from tests.faultlab.ready import health
from tests.support.parallel import outcomes
from tests.support.server import Server

SETTINGS: Final = prefixed(NURSERY)
SLOW: Final = {**SETTINGS, "COGNATE_PASSWORD_HASH": "argon2id:m=19456,t=2,p=1"}
CALLERS: Final = 30
UNDER_WAY_S: Final = 0.4


def test_requests_under_way_are_finished(tmp_path: Path) -> None:
    """SIGTERM among 30 sign-ups at two workers: each one is answered, and the exit code is 0."""
    server = Server(workers=2, env=SLOW, directory=tmp_path)
    place = make_place(server.port)
    codes: list[int] = []

    def stop() -> None:
        time.sleep(UNDER_WAY_S)
        codes.append(server.stop())

    stopping = Thread(target=stop)
    stopping.start()
    told = Counter(outcomes(CALLERS, lambda _: _sign_up(server.port, place)))
    stopping.join()

    assert set(told) <= {"", "TooManyRequestsException"}, told
    assert told[""] > 0
    assert codes == [0]


def test_workers_do_not_outlive_their_parent_under_load(
    nursery: Nursery, tmp_path: Path, sqlite_url: str
) -> None:
    """The parent is killed: within 2 s its workers are gone, and nothing acknowledged is lost."""
    server = Server(sqlite_url, workers=2, env=SETTINGS, directory=tmp_path)
    place, journal = make_place(server.port), Journal()
    workers = _workers_up(server)

    with Load(place, [server.port], journal, 8, seed=1) as load:
        time.sleep(UNDER_WAY_S)
        server.kill()
        load.interrupt()
        assert _until(lambda: not any(map(_is_running, workers)), 2)

    assert health(server.port, "/livez")[0] == 0
    assert examine(journal, place, [nursery.start(sqlite_url).port]) == []


def _workers_up(server: Server) -> list[psutil.Process]:
    """Return the processes of a server of two workers, when both of them serve."""
    parent = psutil.Process(server.process.pid)
    assert _until(lambda: [_serves(child) for child in parent.children()].count(True) == 2, 30)
    return list(parent.children())


def _serves(process: psutil.Process) -> bool:
    """Whether a process has its threads: those of the lanes come when all is imported."""
    return bool(process.num_threads() > 8)


def _until(condition: Callable[[], bool], within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def _is_running(process: psutil.Process) -> bool:
    """Whether a process does anything; whom nobody reaps stays in the table for ever."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _sign_up(port: int, place: Place) -> str:
    """Return the error of one sign-up, "" for none."""
    with Caller(port) as caller:
        try:
            return caller.call(
                "SignUp",
                ClientId=place.client_id,
                Username=fresh_name(),
                Password=fresh_password(),
            ).type
        except NoAnswer:
            return "no answer"
