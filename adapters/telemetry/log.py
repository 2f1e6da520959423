"""Configures structlog, and leads what libraries log through the standard library to it.

One line an event, on standard output: JSON in production, short text in development. Control
characters are escaped in both, so that a hostile name cannot forge a line or drive a terminal
(SEC-72).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from types import TracebackType
from typing import Any, Final

import orjson
import structlog

CAUSES_MAX: Final = 5
FRAMES_MAX: Final = 30
"""Innermost frames of a traceback that are kept."""

Event = MutableMapping[str, Any]


def configure(log_format: str, level: str) -> None:
    """Set up logging of the whole process; `log_format` is "json" or "console"."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
            _without_text,
            _printable,
            _as_json if log_format == "json" else _as_text,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[_Forward()], level=max(number, logging.WARNING), force=True)


class _Forward(logging.Handler):
    """Hands records of the standard library to structlog, without what was filled into them."""

    def emit(self, record: logging.LogRecord) -> None:
        # Arguments and further lines may show exceptions, statements and their parameters.
        template = str(record.msg).partition("\n")[0]
        structlog.get_logger().log(
            record.levelno, record.name, message=template, exc_info=record.exc_info
        )


def _without_text(_logger: object, _method: str, event: Event) -> Event:
    """Tell of an exception its class and where it came from; its text may hold anything."""
    given = event.pop("exc_info", None)
    failure = given if isinstance(given, BaseException) else (given or (None, None))[1]
    if failure is not None:
        event["exception"] = " from ".join(_classes(failure))
        event["frames"] = _frames(failure.__traceback__)
    return event


def _classes(failure: BaseException | None) -> Iterator[str]:
    for _ in range(CAUSES_MAX):
        if failure is None:
            return
        yield type(failure).__qualname__
        failure = failure.__cause__ or failure.__context__


def _frames(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    return frames[-FRAMES_MAX:]


def _printable(_logger: object, _method: str, event: Event) -> Event:
    for name, value in event.items():
        if isinstance(value, str) and not value.isprintable():
            event[name] = _escaped(value)
    return event


def _escaped(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _as_json(_logger: object, _method: str, event: Event) -> bytes:
    return orjson.dumps(event, default=str)


def _as_text(_logger: object, _method: str, event: Event) -> bytes:
    name = event.pop("event")
    del event["ts"]
    level = event.pop("level")
    frames = event.pop("frames", ())
    words = _WORDED.get(name, _plain)(name, event)
    prefix = "" if level == "info" else f"{level}: "
    return "\n    ".join([prefix + words, *frames]).encode()


def _plain(name: str, facts: Mapping[str, object]) -> str:
    return " ".join([name, *(f"{key}={value}" for key, value in facts.items())])


def _request(_name: str, facts: Mapping[str, object]) -> str:
    asked = facts.get("operation", "(unknown operation)")
    if "path" in facts:
        asked = f"{facts['method']} {facts['path']}"
    words = [facts["status"], asked, f"{facts['duration_ms']:.0f} ms"]
    words += [facts.get("error_type"), facts.get("exception")]
    return " ".join(str(word) for word in words if word is not None)


_WORDED: Final[Mapping[str, Callable[[str, Mapping[str, object]], str]]] = {"request": _request}
