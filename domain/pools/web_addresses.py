"""Web addresses that an administrator gives and a browser will be sent to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ADDRESS: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#\[\]:@\s]+)(:[0-9]{1,5})?([/?#].*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """Where an address leads: "http" or "https", and the host, both in small letters."""

    scheme: str
    host: str


def web_address(text: str) -> WebAddress | None:
    """Return where the text leads, or None if it is no address of the web.

    User information before the host is refused: "http://localhost@evil" is not this machine. So is
    a backslash, which browsers read as a slash: the host they see is not the one read here.
    """
    parts = _ADDRESS.fullmatch(text)
    if parts is None or "\\" in text:
        return None
    return WebAddress(scheme=parts["scheme"].lower(), host=parts["host"].lower())
