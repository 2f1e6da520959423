"""Servers that are told to stop, or lose their parent, in the middle of requests (F22)."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from threading import Thread
from typing import Final

import psutil
import pytest

from tests.faultlab.caller import Caller, NoAnswer
from tests.faultlab.examine import examine
from tests.faultlab.journal import Journal
from tests.faultlab.life import fresh_name, fresh_password
from tests.faultlab.load import Load
from tests.faultlab.place import Place, make_place
from tests.faultlab.ready import health
from tests.support.fakes import MASTER_KEYS_SETTING
from tests.support.parallel import outcomes
from tests.support.server import Server

SETTINGS: Final = {
    "COGNATE_DEMO": "false",
    "COGNATE_PUBLIC_URL": "http://localhost:1",  # the issuer is the same whichever server answers
    "COGNATE_SEALING_KEYS": MASTER_KEYS_SETTING,
}
SLOW: Final = {**SETTINGS, "COGNATE_PASSWORD_HASH": "argon2id:m=19456,t=2,p=1"}
CALLERS: Final = 30
UNDER_WAY_S: Final = 0.4


@pytest.mark.parametrize("workers", [1, 2])
def test_requests_under_way_are_finished(tmp_path: Path, workers: int) -> None:
    """SIGTERM among 30 sign-ups: each one is answered, what was acknowledged is kept, exit 0."""
    server = Server(workers=workers, env=SLOW, directory=tmp_path)
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


def test_workers_do_not_outlive_their_parent_under_load(tmp_path: Path) -> None:
    """The parent is killed: within 2 s its workers are gone, and nothing acknowledged is lost."""
    server = Server(workers=2, env=SETTINGS, directory=tmp_path)
    place, journal = make_place(server.port), Journal()
    workers = psutil.Process(server.process.pid).children(recursive=True)

    with Load(place, [server.port], journal, 8, seed=1) as load:
        time.sleep(UNDER_WAY_S)
        server.kill()
        load.interrupt()
        deadline = time.monotonic() + 2
        while any(map(_is_running, workers)) and time.monotonic() < deadline:
            time.sleep(0.02)
        left = [worker for worker in workers if _is_running(worker)]

    assert len(workers) >= 2
    assert not left
    assert health(server.port, "/livez")[0] == 0
    with Server(env=SETTINGS, directory=tmp_path) as successor:
        assert examine(journal, place, [successor.port]) == []


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
