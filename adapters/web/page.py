"""Pages: one HTML file each, with its style and script inside, and headers that allow no other.

Values enter a page escaped, through `{{name}}`; what a script shows
comes as JSON and is set as text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from starlette.responses import HTMLResponse

DIRECTORY: Final = Path(__file__).parent / "pages"

SECURITY_HEADERS: Final = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""Headers of every page and of every answer that only a person of this machine may read."""


class Page:
    """One file of `pages/`, ready to be filled in."""

    def __init__(self, name: str) -> None:
        self._text = (DIRECTORY / name).read_text("utf-8")
        self._headers = {**SECURITY_HEADERS, "content-security-policy": _policy(self._text)}

    def response(self, **values: str) -> HTMLResponse:
        """Return the page with its values escaped."""
        text = self._text
        for name, value in values.items():
            text = text.replace("{{" + name + "}}", html.escape(value))
        return HTMLResponse(text, headers=self._headers)


def _policy(text: str) -> str:
    """Allow the page's own script and style by their hashes, and nothing from elsewhere."""
    none = "'none'"
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(_hashes(text, 'script')) or none}",
            f"style-src {' '.join(_hashes(text, 'style')) or none}",
            "connect-src 'self'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _hashes(text: str, tag: str) -> Iterator[str]:
    for content in re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL):
        digest = hashlib.sha256(content.encode()).digest()
        yield f"'sha256-{base64.b64encode(digest).decode()}'"
