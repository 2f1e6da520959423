"""Processes: several workers, their end with their parent, and an orderly stop."""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.support.server import DEMO_CLIENT, Server

WITHOUT_DEMO = {"COGNATE_DEMO": "false"}


def until(condition: Callable[[], bool], within_s: float = 10.0) -> bool:
    """Wait for the condition; return whether it came true in time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def workers_of(server: Server) -> list[psutil.Process]:
    """The worker processes of a server (Python's resource tracker is none)."""
    children = psutil.Process(server.process.pid).children()
    return [child for child in children if "spawn_main" in command_of(child)]


def command_of(process: psutil.Process) -> str:
    """The command line of a process; empty once it has ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def ended(process: psutil.Process) -> bool:
    """Whether a process runs no more."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Server]:
    """A server of two workers on SQLite; a test that fails leaves none of it behind."""
    server = Server(workers=2, env=WITHOUT_DEMO, directory=tmp_path)
    yield server
    if server.process.poll() is None:
        server.kill()


def test_killing_the_parent_ends_its_workers(pair: Server) -> None:
    """After kill -9 of the parent no worker is left, and the port is free again."""
    workers = workers_of(pair)
    assert len(workers) == 2

    pair.kill()

    assert until(lambda: all(ended(worker) for worker in workers))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", pair.port))


def test_a_dead_worker_is_replaced(pair: Server) -> None:
    """A worker that was killed is followed by another one, and the server answers meanwhile."""
    first, second = workers_of(pair)

    first.kill()

    assert until(lambda: {second.pid} < {w.pid for w in workers_of(pair) if not ended(w)}, 20)
    assert pair.get("/readyz").status_code == 200
    assert pair.stop() == 0


def test_a_stopped_server_of_several_workers_exits_0(pair: Server) -> None:
    """SIGTERM to the parent ends every worker; the exit code is 0."""
    workers = workers_of(pair)

    assert pair.stop() == 0

    assert all(ended(worker) for worker in workers)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_running_request_is_finished(tmp_path: Path, number: int) -> None:
    """A stop lets a request end that has begun; new connections are refused; exit code 0 (F22)."""
    server = Server("memory:", env=WITHOUT_DEMO, directory=tmp_path)
    slow = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    slow.putrequest("POST", "/")
    slow.putheader("X-Amz-Target", "AWSCognitoIdentityProviderService.InitiateAuth")
    slow.putheader("Content-Length", "2")
    slow.endheaders()
    slow.send(b"{")
    time.sleep(0.3)

    os.kill(server.process.pid, number)
    assert until(lambda: not can_connect(server.port), 2)
    slow.send(b"}")
    answer = slow.getresponse()

    assert answer.status == 400
    assert b"InvalidParameterException" in answer.read()
    assert server.process.wait(10) == 0


def test_a_second_signal_does_not_wait(tmp_path: Path) -> None:
    """Who insists is obeyed: a second SIGTERM ends the server although a request hangs."""
    server = Server("memory:", env=WITHOUT_DEMO, directory=tmp_path)
    with socket.create_connection(("127.0.0.1", server.port)) as hanging:
        target = b"X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth\r\n"
        hanging.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + target + b"Content-Length: 9\r\n\r\n{")
        time.sleep(0.3)
        server.process.terminate()
        time.sleep(1)
        assert server.process.poll() is None

        server.process.terminate()

        server.process.wait(5)
    written = server.log()
    assert "Traceback" not in written
    assert "stopped_at_once" in written


def test_a_waiting_outbox_does_not_hold_up_the_stop(tmp_path: Path) -> None:
    """A long poll ends when the server stops."""
    server = Server("memory:", env=WITHOUT_DEMO, directory=tmp_path)
    answers: list[int] = []
    poll = threading.Thread(
        target=lambda: answers.append(server.get("/_dev/outbox?wait_s=10").status_code)
    )
    poll.start()
    time.sleep(0.3)
    started = time.monotonic()

    assert server.stop() == 0

    assert time.monotonic() - started < 5
    poll.join()
    assert answers == [200]


def test_probes_are_kept_open_no_longer_than_their_answer(tmp_path: Path) -> None:
    """An idle kept-alive connection does not hold up the stop."""
    server = Server("memory:", env=WITHOUT_DEMO, directory=tmp_path)
    idle = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    idle.request("GET", "/livez")
    assert idle.getresponse().read() == b'{"status":"alive"}'
    started = time.monotonic()

    assert server.stop() == 0

    assert time.monotonic() - started < 5
    idle.close()


def can_connect(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_no_answer_is_cut_off(tmp_path: Path) -> None:
    """Fifty sign-ins that are under way when the stop comes all get their whole answer (F22)."""
    body = json.dumps(
        {
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": DEMO_CLIENT,
            "AuthParameters": {"USERNAME": "ann@example.com", "PASSWORD": "Passw0rd!"},
        }
    ).encode()
    request = (
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.1\r\n"
        b"X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body)
    )
    server = Server(directory=tmp_path)
    connections = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(50)]
    # Who writes to the file holds the sign-ins up, on however quick a machine.
    with closing(sqlite3.connect(tmp_path / "var" / "cognate.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for connection in connections:
            connection.sendall(request + body)
        # What comes after them is answered once all of them have been read.
        assert server.get("/livez").status_code == 200
        server.process.terminate()
        assert until(lambda: not can_connect(server.port), 5)
        assert select.select(connections, [], [], 0)[0] == []
        other.execute("ROLLBACK")

    answers = [http.client.HTTPResponse(connection) for connection in connections]
    for answer in answers:
        answer.begin()

    assert {answer.status for answer in answers} == {200}
    assert all(b"IdToken" in answer.read() for answer in answers)
    assert server.process.wait(10) == 0
    for connection in connections:
        connection.close()
