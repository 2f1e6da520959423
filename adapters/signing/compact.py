"""The compact JWS (RFC 7515 section 7.1): putting one together, and taking one apart strictly.

PyJWT makes our signatures but not the text around them: what is accepted here is only the form
that we write, reading it this way costs a third, and a header is encoded once for each key.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import orjson

from domain.ports.signer import BadSignature, UnknownKey

TOKEN_LENGTH_MAX: Final = 16_384
_PARTS: Final = 3
_HEADER: Final = frozenset({"alg", "kid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactToken:
    """A token taken apart: nothing of it is authentic yet."""

    kid: str
    claims: Mapping[str, object] = field(repr=False)
    signed: bytes = field(repr=False)
    _signature_text: bytes = field(repr=False)

    def signature(self) -> bytes:
        """Return the signature. Raises BadSignature if it is not base64url."""
        try:
            return _decoded(self._signature_text)
        except UnknownKey as malformed:
            raise BadSignature from malformed


def header_of(kid: str) -> bytes:
    """Return the encoded header of the tokens that a key signs; like Cognito's it has no `typ`."""
    return _encoded(orjson.dumps({"kid": kid, "alg": "RS256"}))


def put_together(
    header: bytes, claims: Mapping[str, object], sign: Callable[[bytes], bytes]
) -> str:
    """Return the token that `sign` signs; `header` is that of `header_of`."""
    signed = header + b"." + _encoded(orjson.dumps(claims))
    return (signed + b"." + _encoded(sign(signed))).decode("ascii")


def take_apart(token: str) -> CompactToken:
    """Return the parts of a token in our form. Raises UnknownKey for any other text.

    The header must say RS256 and a key id and nothing else. So no token chooses its own check
    (`alg` none or HS256), brings its own key (`jwk`, `jku`, `x5u`, `x5c`) or demands what we would
    not do (`crit`).
    """
    # The length is bounded before anything is decoded.
    if len(token) > TOKEN_LENGTH_MAX or not token.isascii():
        raise UnknownKey
    parts = token.encode("ascii").split(b".", _PARTS)
    if len(parts) != _PARTS:
        raise UnknownKey
    header = _object(parts[0])
    kid = header.get("kid")
    if header.keys() != _HEADER or header["alg"] != "RS256" or not isinstance(kid, str):
        raise UnknownKey
    return CompactToken(
        kid=kid,
        claims=_object(parts[1]),
        signed=parts[0] + b"." + parts[1],
        _signature_text=parts[2],
    )


def _object(part: bytes) -> dict[str, object]:
    try:
        value = orjson.loads(_decoded(part))
    except orjson.JSONDecodeError as error:
        raise UnknownKey from error
    if not isinstance(value, dict):
        raise UnknownKey
    return value


def _decoded(part: bytes) -> bytes:
    try:
        value = base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except binascii.Error as error:
        raise UnknownKey from error
    # The decoder skips foreign characters and unused bits: only one text may stand for a token.
    if _encoded(value) != part:
        raise UnknownKey
    return value


def _encoded(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")
