"""Who calls, as he says it himself: a pool's functions are told, and nothing is decided by it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Callers(Protocol):
    """Knows the request under way in this thread."""

    def sdk(self) -> str | None:
        """Return the AWS SDK that the caller names, with its version ("aws-sdk-js-3.658.1").

        None for a caller that names none, and where no request is under way.
        """
        ...
