"""Settings of branding styles: those that come with the program, and putting two together.

Which members mean something is the pages' business: what they do not know is kept as given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.errors import InvalidParameterException
from domain.triggers.json_size import json_size

LONGEST: Final = 1_048_576
"""Bytes of a style's settings as JSON: updates are put together, and each may bring others."""

_CENTER: Final = {"horizontal": "CENTER", "vertical": "CENTER"}
DEFAULTS: Final[Mapping[str, object]] = {
    "categories": {
        "auth": {
            "authMethodOrder": [
                [
                    {"display": "BUTTON", "type": "FEDERATED"},
                    {"display": "INPUT", "type": "USERNAME_PASSWORD"},
                ]
            ],
            "federation": {"interfaceStyle": "BUTTON_LIST", "order": []},
        },
        "form": {
            "displayGraphics": True,
            "instructions": {"enabled": False},
            "languageSelector": {"enabled": False},
            "location": _CENTER,
            "sessionTimerDisplay": "NONE",
        },
        "global": {
            "colorSchemeMode": "LIGHT",
            "pageFooter": {"enabled": False},
            "pageHeader": {"enabled": False},
            "spacingDensity": "REGULAR",
        },
        "signUp": {"acceptanceElements": [{"enforcement": "NONE", "textKey": "en"}]},
    }
}
"""What is true of a style that says nothing else."""


def merged(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """Return the one with the other over it: objects member by member, all else as a whole."""
    together = dict(below)
    for name, value in above.items():
        present = together.get(name)
        if isinstance(present, Mapping) and isinstance(value, Mapping):
            together[name] = merged(present, value)
        else:
            together[name] = value
    return together


def check_length(settings: Mapping[str, object]) -> None:
    """Refuse settings that have grown without end. Raises InvalidParameterException."""
    if json_size(settings) > LONGEST:
        raise InvalidParameterException("The settings of the branding style are too long.")
