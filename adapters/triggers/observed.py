"""Requests to functions, told to somebody who watches: for rehearsals, never in a server.

What is told holds events and answers as they are (SEC-70 does not let them into a log).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from adapters.egress import Answer
from adapters.triggers.target import Http

Note = Callable[[Mapping[str, object]], None]
"""Is told of one request: `url`, `headers` and `body`; `status`, `answer_headers` and `answer`, or
why there is none in `failure`; and `duration_ms`. Bodies are text."""


class ObservedHttp:
    """Sends by another, and tells."""

    def __init__(self, http: Http, note: Note) -> None:
        self._http = http
        self._note = note

    def post(
        self, url: str, headers: Mapping[str, str], body: bytes, *, timeout_s: float
    ) -> Answer:
        """Do what `Http` says."""
        began_s = time.monotonic()
        told: dict[str, object] = {"url": url, "headers": dict(headers), "body": body.decode()}
        try:
            answer = self._http.post(url, headers, body, timeout_s=timeout_s)
        except Exception as failure:
            told["failure"] = " ".join((type(failure).__name__, *map(str, failure.args)))
            raise
        else:
            told |= {
                "status": answer.status,
                "answer_headers": dict(answer.headers),
                "answer": answer.body.decode(errors="replace"),
            }
            return answer
        finally:
            self._note({**told, "duration_ms": round((time.monotonic() - began_s) * 1000)})
