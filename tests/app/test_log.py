"""Log lines: one each, escaped, and silent about what nobody may read."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from adapters.telemetry import log
from adapters.telemetry.reporter import LogReporter
from adapters.telemetry.requests import CallLog, PageLog

pytestmark = pytest.mark.usefixtures("unconfigured")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The lines written so far, read as JSON."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_call_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A call of the API gives one JSON object with the members that operators search for."""
    log.configure("json", "info")

    CallLog()(
        status=400,
        duration_ms=1.2345,
        cause=None,
        undeclared=False,
        request_id="r-1",
        invocation_id="i-1",
        operation="InitiateAuth",
        pool_id="",
        client_id="c-1",
        error_type="NotAuthorizedException",
    )

    (line,) = lines(capsys)
    assert line.pop("ts").endswith("Z")
    assert line == {
        "level": "info",
        "event": "request",
        "request_id": "r-1",
        "invocation_id": "i-1",
        "operation": "InitiateAuth",
        "client_id": "c-1",
        "outcome": "refused",
        "status": 400,
        "error_type": "NotAuthorizedException",
        "duration_ms": 1.23,
    }


def test_an_unforeseen_failure_tells_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Of an exception only classes and places are logged: its text may hold anything (SEC-70)."""
    log.configure("json", "info")
    try:
        try:
            int("canary-inner")
        except ValueError as inner:
            raise RuntimeError("canary-outer") from inner
    except RuntimeError as failure:
        CallLog()(status=500, duration_ms=1, cause=failure, undeclared=False, request_id="r-1")

    out = capsys.readouterr().out
    line = json.loads(out)
    assert "canary" not in out
    assert line["level"] == "error"
    assert line["outcome"] == "failed"
    assert line["exception"] == "RuntimeError from ValueError"
    assert "test_log.py" in line["frames"][0]


def test_an_undeclared_error_stands_out(capsys: pytest.CaptureFixture[str]) -> None:
    """An error that the model does not list is logged as our fault."""
    log.configure("json", "info")

    CallLog()(status=400, duration_ms=1, cause=None, undeclared=True, error_type="X")

    (line,) = lines(capsys)
    assert (line["level"], line["undeclared_error"]) == ("error", True)


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_control_characters_are_escaped(
    capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    """A hostile value forges no line and drives no terminal (SEC-72)."""
    log.configure(log_format, "info")

    LogReporter().report("event", note="a\nb\x1b[31m\x9b\u2028\u202ec")

    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert out.strip("\n").isprintable()


def test_the_reporter_leaves_out_what_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    """Facts without a value are not written."""
    log.configure("json", "info")

    LogReporter().report("signed_in", pool_id="p", client_id=None)

    (line,) = lines(capsys)
    assert "client_id" not in line
    assert line["pool_id"] == "p"


def test_libraries_are_heard_without_their_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    """A library's warning shows its template, never what was filled into it."""
    log.configure("json", "info")

    logging.getLogger("library").warning("cannot store %s", "canary")
    logging.getLogger("library").warning("first line\ncanary in the second")
    logging.getLogger("library").info("not heard")

    assert [line["message"] for line in lines(capsys)] == ["cannot store %s", "first line"]


def test_the_level_is_a_threshold(capsys: pytest.CaptureFixture[str]) -> None:
    """At level warning a successful call is not logged."""
    log.configure("json", "warning")

    CallLog()(status=200, duration_ms=1, cause=None, undeclared=False)

    assert lines(capsys) == []


def test_development_reads_like_speech(capsys: pytest.CaptureFixture[str]) -> None:
    """On the console a call is status, operation, time and error."""
    log.configure("console", "info")

    CallLog()(status=200, duration_ms=40.6, cause=None, undeclared=False, operation="SignUp")
    CallLog()(
        status=400,
        duration_ms=2,
        cause=None,
        undeclared=False,
        operation="SignUp",
        error_type="UsernameExistsException",
    )

    assert capsys.readouterr().out.splitlines() == [
        "200 SignUp 41 ms",
        "400 SignUp 2 ms UsernameExistsException",
    ]


def test_development_sees_what_failed_and_what_nobody_knows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On the console an unforeseen failure has its class; a call of no operation has a line too."""
    log.configure("console", "info")

    CallLog()(
        status=500,
        duration_ms=3,
        cause=ZeroDivisionError(),
        undeclared=False,
        operation="SignUp",
        error_type="InternalErrorException",
    )
    CallLog()(
        status=400,
        duration_ms=0,
        cause=None,
        undeclared=False,
        operation="",
        error_type="UnknownOperationException",
    )

    assert capsys.readouterr().out.splitlines() == [
        "error: 500 SignUp 3 ms InternalErrorException ZeroDivisionError",
        "400 (unknown operation) 0 ms UnknownOperationException",
    ]


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/_dev/outbox"])
def test_what_is_polled_is_not_logged(capsys: pytest.CaptureFixture[str], path: str) -> None:
    """Probes and an open outbox do not bury the lines of calls; once they fail they are told."""
    log.configure("console", "info")

    for status in (200, 503):
        TestClient(PageLog(PlainTextResponse("", status))).get(path)

    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"503 GET {path} ")
