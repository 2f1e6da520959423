"""The forms in which passkeys travel: base64url, JSON and CBOR, read strictly and within bounds."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Mapping
from typing import Final, NoReturn

import cbor2
import orjson

from domain.ports.webauthn import Fault, PasskeyRefused

LONGEST: Final = 65_536
"""Characters of a credential or a part of it (SEC-22)."""

_DEPTH_MAX: Final = 8
"""Levels of CBOR; attestations have three."""


def refuse(fault: Fault, reason: str, cause: Exception | None = None) -> NoReturn:
    """Raise PasskeyRefused."""
    raise PasskeyRefused(fault, reason) from cause


def to_base64url(data: bytes) -> str:
    """Return the form without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str, name: str) -> bytes:
    """Return the bytes. Only the one spelling without padding is taken. Raises PasskeyRefused."""
    if len(text) > LONGEST:
        refuse(Fault.MALFORMED, f"{name} is too long")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as garbled:
        refuse(Fault.MALFORMED, f"{name} is not base64url", garbled)
    if to_base64url(data) != text:
        refuse(Fault.MALFORMED, f"{name} is not base64url")
    return data


def json_object(text: str | bytes, name: str) -> Mapping[str, object]:
    """Return the object that the JSON text holds. Raises PasskeyRefused."""
    if len(text) > LONGEST:
        refuse(Fault.MALFORMED, f"{name} is too long")
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as garbled:
        refuse(Fault.MALFORMED, f"{name} is not JSON", garbled)
    if not isinstance(value, dict):
        refuse(Fault.MALFORMED, f"{name} is not an object")
    return value


def text_in(members: Mapping[str, object], name: str) -> str:
    """Return a member that must be text. Raises PasskeyRefused."""
    value = members.get(name)
    if not isinstance(value, str):
        refuse(Fault.MALFORMED, f"{name} is missing or no text")
    return value


def bytes_in(members: Mapping[str, object], name: str) -> bytes:
    """Return a member that must be base64url. Raises PasskeyRefused."""
    return from_base64url(text_in(members, name), name)


def object_in(members: Mapping[str, object], name: str) -> Mapping[str, object]:
    """Return a member that must be an object. Raises PasskeyRefused."""
    value = members.get(name)
    if not isinstance(value, dict):
        refuse(Fault.MALFORMED, f"{name} is missing or no object")
    return value


def check_cbor(data: bytes, name: str) -> None:
    """Refuse what is not one item of CBOR, is nested deeply or has a key twice."""
    source = io.BytesIO(data)
    decoder = cbor2.CBORDecoder(source, max_depth=_DEPTH_MAX, allow_duplicate_keys=False)
    try:
        decoder.decode()
    except Exception as garbled:  # noqa: BLE001 - tags make values of many kinds, and as many errors
        refuse(Fault.MALFORMED, f"{name} is not CBOR", garbled)
    if source.tell() != len(data):
        refuse(Fault.MALFORMED, f"{name} has bytes after its end")
