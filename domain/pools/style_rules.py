"""Which style sheets a pool may give to its classic sign-in pages.

They may style the documented classes and fetch nothing: what a page loads from elsewhere tells
others who signs in, and can read what is typed by attribute selectors.
"""

from __future__ import annotations

import re
from typing import Final

from domain.errors import InvalidParameterException
from domain.ports.style_sheets import BadStyleSheet, StyleSheetReader

_CLASSES: Final = frozenset(
    f"{name}-customizable"
    for name in (
        "background",
        "banner",
        "errorMessage",
        "idpButton",
        "idpDescription",
        "inputField",
        "label",
        "legalText",
        "logo",
        "passwordCheck-notValid",
        "passwordCheck-valid",
        "redirect",
        "socialButton",
        "submitButton",
        "textDescription",
    )
)
_SELECTOR: Final = re.compile(r"\.(?P<name>[A-Za-z-]+)(:(active|focus|hover))?")
_FUNCTIONS: Final = frozenset(
    {
        *("rgb", "rgba", "hsl", "hsla"),
        *("linear-gradient", "radial-gradient", "conic-gradient"),
        *("repeating-linear-gradient", "repeating-radial-gradient"),
        *("calc", "clamp", "max", "min"),
    }
)
_MARKUP: Final = re.compile(r"</|<!--|javascript:", re.IGNORECASE)
"""What would end the element that a style sheet stands in, or run."""

_SHOWN_MAX: Final = 100
"""Characters of a style sheet that an error repeats."""
_UNSAFE: Final = "CSS cannot contain markup or scripts."


def check_style_sheet(css: str, reader: StyleSheetReader) -> None:
    """Refuse a style sheet that cannot be read or does more than style the documented classes.

    Raises InvalidParameterException.
    """
    if _MARKUP.search(css):
        raise InvalidParameterException(_UNSAFE)
    try:
        use = reader.read(css)
    except BadStyleSheet as bad:
        raise InvalidParameterException(f"CSS is not valid: {bad}.") from bad
    for name in use.at_rules:
        raise InvalidParameterException(f"CSS rule @{name[:_SHOWN_MAX]} is not allowed.")
    for selector in use.selectors:
        parts = _SELECTOR.fullmatch(selector)
        if parts is None or parts["name"] not in _CLASSES:
            raise InvalidParameterException(f"CSS class {selector[:_SHOWN_MAX]} is not allowed.")
    for name in sorted(use.functions - _FUNCTIONS):
        raise InvalidParameterException(f"CSS function {name[:_SHOWN_MAX]}() is not allowed.")
