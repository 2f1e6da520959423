"""The text that a signature is made over, and the key that makes it.

The algorithm is that of "AWS Signature Version 4 for API requests" in the IAM user guide.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, quote

from domain.errors import InvalidSignatureException

ALGORITHM: Final = "AWS4-HMAC-SHA256"

_SPACES: Final = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRequest:
    """A request as it was received; header names in lower case, in order, repeats included."""

    method: str
    path: str
    """As on the request line, percent-encoded."""
    query: str
    headers: Sequence[tuple[str, str]] = field(repr=False)
    body: bytes = field(repr=False)

    def values(self, name: str) -> list[str]:
        """Return every value of a header."""
        return [value for given, value in self.headers if given == name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where and on which day (YYYYMMDD) a signature holds."""

    date: str
    region: str
    service: str

    def __str__(self) -> str:
        return f"{self.date}/{self.region}/{self.service}/aws4_request"


def day_key(secret: str, scope: Scope) -> bytes:
    """Return the key that signs within a scope."""
    key = f"AWS4{secret}".encode()
    for part in (scope.date, scope.region, scope.service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def string_to_sign(
    request: SignedRequest, scope: Scope, signed_headers: Sequence[str], stamp: str
) -> str:
    """Return the text whose HMAC is the signature.

    Raises InvalidSignatureException for a signed header that the request does not have.
    """
    digest = hashlib.sha256(_canonical_request(request, signed_headers).encode()).hexdigest()
    return f"{ALGORITHM}\n{stamp}\n{scope}\n{digest}"


def _canonical_request(request: SignedRequest, signed_headers: Sequence[str]) -> str:
    body_hash = hashlib.sha256(request.body).hexdigest()
    lines = []
    for name in signed_headers:
        values = request.values(name)
        if not values:
            raise InvalidSignatureException(f"The signed header '{name}' was not received.")
        lines.append(f"{name}:{','.join(map(_folded, values))}\n")
    return "\n".join(
        (
            request.method,
            canonical_path(request.path),
            _canonical_query(request.query),
            "".join(lines),
            ";".join(signed_headers),
            body_hash,
        )
    )


def _folded(value: str) -> str:
    """Return a header value with spaces and tabs folded, and nothing else taken for a space."""
    return _SPACES.sub(" ", value.strip(" \t"))


def canonical_path(path: str) -> str:
    """Return the path, normalised and percent-encoded once more, as for all services but S3."""
    if path in ("", "/"):
        return "/"
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    tail = "/" if kept and path.endswith("/") else ""
    return quote("/" + "/".join(kept) + tail, safe="/-_.~")


def _canonical_query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    return "&".join(
        sorted(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs)
    )
