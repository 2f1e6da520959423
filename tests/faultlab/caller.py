"""One client's connection: sends each request once, and says plainly when no answer came."""

from __future__ import annotations

from http.client import HTTPException
from typing import Any, Self

from tests.support.raw import ROOT_KEY, Answer, Connection


class NoAnswer(Exception):
    """The connection broke before the answer was there, or none could be made."""


class Caller:
    """Calls operations of one server. After NoAnswer the next call connects anew."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = Connection(port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.__exit__()

    def call(self, operation: str, **members: Any) -> Answer:  # noqa: ANN401 - whatever the wire takes
        """Call an operation; the administrator's are signed. Raises NoAnswer."""
        signer = ROOT_KEY if is_signed(operation) else None
        try:
            return self._connection.call(operation, members, sign=signer)
        except (OSError, HTTPException, ValueError) as failure:
            self._connection.__exit__()
            raise NoAnswer(operation) from failure

    def done(self, operation: str, **members: Any) -> dict[str, Any]:  # noqa: ANN401 - as `call`
        """Call an operation that has to succeed; return its response."""
        answer = self.call(operation, **members)
        if answer.status != 200:
            raise AssertionError(f"{operation}: {answer}")
        return answer.body


def is_signed(operation: str) -> bool:
    """Whether an operation of the laboratory is one that an administrator signs."""
    return operation.startswith(("Admin", "Create"))
