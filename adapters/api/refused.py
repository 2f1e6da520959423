"""Operations that are not offered: a clear refusal instead of a missing line in the registry."""

from __future__ import annotations

from typing import NoReturn

from adapters.api.call import Call
from domain.errors import UnknownOperationException


class Refused:
    """Stands in the registry for an operation that is not built; takes any request.

    Answers UnknownOperationException (400): every SDK gives up on it at once, while on a 5xx
    Terraform would try 25 times (clients.md T6), and as a gateway error any operation may use it.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        """Why, as `docs/compatibility.md` prints it: a noun phrase."""

    def __call__(self, call: Call, request: object) -> NoReturn:  # noqa: ARG002 - any request
        """Refuse."""
        raise UnknownOperationException(f"{call.operation} is not offered yet: {self.reason}.")


def refused(reason: str) -> Refused:
    """Return the refusal of an operation; `reason` names the work that will bring it."""
    return Refused(reason)
