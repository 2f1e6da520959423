"""What a user is told of the program that he signed in with: system and browser, or the program.

Read from the User-Agent that the program sent, which anybody may invent: for the eye of a user who
knows his devices, and for no decision.
"""

from __future__ import annotations

import re
from typing import Final

UNKNOWN: Final = "unknown"

_SYSTEMS: Final = {
    "iPhone": "iOS",
    "iPad": "iOS",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "Linux": "Linux",
}
_BROWSERS: Final = {
    "Edg": "Edge",
    "EdgA": "Edge",
    "EdgiOS": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
"""By token, the more particular first: most browsers also name those that they are like."""

_TOKEN: Final = re.compile(r"[A-Za-z][\w.-]{0,63}(?=/)", re.ASCII)


def device_type(user_agent: str | None) -> str:
    """Return a description of at most a few words, "unknown" where nothing is recognised."""
    tokens: list[str] = _TOKEN.findall(user_agent or "")
    if not tokens:
        return UNKNOWN
    if tokens[0] != "Mozilla":
        return tokens[0]
    system = next((name for word, name in _SYSTEMS.items() if word in (user_agent or "")), None)
    browser = next((name for token, name in _BROWSERS.items() if token in tokens), None)
    return ", ".join(filter(None, (system, browser))) or UNKNOWN
