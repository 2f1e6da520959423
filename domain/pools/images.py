"""Images that an administrator gives: whether they are what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_FORMS: Final[Mapping[str, re.Pattern[bytes]]] = {
    "ICO": re.compile(rb"\x00\x00\x01\x00"),
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "SVG": re.compile(rb"(\xef\xbb\xbf)?\s*<(?s:.{0,4096}?)svg[\s>]"),
    "WEBP": re.compile(rb"RIFF(?s:.{4})WEBP"),
}


def is_image(content: bytes, form: str) -> bool:
    """Say whether the bytes begin as an image of that form does ("ICO", "JPEG", "PNG", …)."""
    return _FORMS[form].match(content) is not None
