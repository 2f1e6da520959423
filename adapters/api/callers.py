"""The program that sent the request which this thread is answering, for what triggers are told.

Operations do not hand it on: it decides nothing, and few of them ever call a trigger.
"""

from __future__ import annotations

import re
from contextvars import ContextVar, Token
from typing import Final

from adapters.api.heard import Heard

_UNDER_WAY: Final[ContextVar[Heard | None]] = ContextVar("request under way", default=None)
_SDK: Final = re.compile(r"(?:^|\s)(aws-sdk-[A-Za-z0-9-]{1,32})/([A-Za-z0-9][A-Za-z0-9.+-]{0,31})")


def begin(heard: Heard) -> Token[Heard | None]:
    """Note that this thread answers the request; what is returned goes to `end`."""
    return _UNDER_WAY.set(heard)


def end(note: Token[Heard | None]) -> None:
    """Forget the request again: a thread that waits must not keep it in memory."""
    _UNDER_WAY.reset(note)


class RequestCallers:
    """Reads the headers of the request only when a trigger is called."""

    def sdk(self) -> str | None:
        """Return what the port asks for; where both headers name an SDK, that of browsers."""
        heard = _UNDER_WAY.get()
        if heard is None:
            return None
        found = _SDK.search(heard.sdk_user_agent) or _SDK.search(heard.user_agent)
        return None if found is None else f"{found[1]}-{found[2]}"
