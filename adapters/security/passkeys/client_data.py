"""What the browser has said for the authenticator to sign (clientDataJSON)."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from typing import Final

from adapters.security.passkeys.forms import json_object, refuse, text_in, to_base64url
from domain.ports.webauthn import Ceremony, Fault

CREATE: Final = "webauthn.create"
GET: Final = "webauthn.get"

_ORIGIN: Final = re.compile(r"(https?)://([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::[0-9]{1,5})?", re.ASCII)
_LOCALHOST: Final = "localhost"


def accepted_origin(client_data: bytes, kind: str, ceremony: Ceremony) -> str:
    """Return the origin of an answer to this very challenge. Raises PasskeyRefused."""
    said = json_object(client_data, "clientDataJSON")
    if text_in(said, "type") != kind:
        refuse(Fault.MALFORMED, f"the type is not {kind}")
    given = text_in(said, "challenge").encode()
    # In constant time: an answer to another challenge is an old one, played again.
    if not hmac.compare_digest(given, to_base64url(ceremony.challenge).encode()):
        refuse(Fault.CHALLENGE, "it answers another challenge")
    origin = text_in(said, "origin")
    _check_origin(said, origin, ceremony.rp_id)
    return origin


def _check_origin(said: Mapping[str, object], origin: str, rp_id: str) -> None:
    """Refuse a page of somebody else's, and one that somebody else has framed (clickjacking)."""
    if not belongs(origin, rp_id):
        refuse(Fault.ORIGIN, f"the page {origin[:256]!r} is not one of {rp_id}")
    if said.get("crossOrigin", False) is not False or "topOrigin" in said:
        refuse(Fault.ORIGIN, "the page was framed by another")


def belongs(origin: str, rp_id: str) -> bool:
    """Whether an origin's host is the relying party's id or lies below it (ruling 60)."""
    parts = _ORIGIN.fullmatch(origin)
    if parts is None:
        return False
    scheme, host = parts[1], parts[2]
    is_safe = scheme == "https" or _is_within(host, _LOCALHOST)
    return is_safe and _is_within(host, rp_id)


def _is_within(host: str, domain: str) -> bool:
    # The dot keeps evilexample.com out of example.com.
    return host == domain or host.endswith(f".{domain}")
