"""Which redirect URIs a client may register (SEC-42).

They are compared byte for byte later, so what is refused here can never be redirected to. Not here:
the comparison.
"""

from __future__ import annotations

import re
from typing import Final

from domain.errors import InvalidParameterException
from domain.pools.web_addresses import web_address

_URI: Final = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<rest>.+)")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

_SCRIPTING: Final = frozenset({"about", "blob", "data", "file", "javascript", "vbscript"})
"""Schemes under which a browser runs or shows what the address itself says."""


def check_redirect_uri(uri: str) -> None:
    """Accept https, http on this machine, and schemes of apps; raise InvalidParameterException."""
    parts = _URI.fullmatch(uri)
    if parts is None or "\\" in uri:
        raise InvalidParameterException(f"{uri} is not a valid redirect URI.")
    if "#" in uri:
        raise InvalidParameterException(f"{uri} cannot contain a fragment.")
    scheme = parts["scheme"].lower()
    if scheme in _SCRIPTING:
        raise InvalidParameterException(f"{uri} cannot use the scheme {scheme}.")
    if scheme in {"http", "https"}:
        _check_web_address(uri)


def _check_web_address(uri: str) -> None:
    address = web_address(uri)
    if address is None:
        raise InvalidParameterException(f"{uri} is not a valid redirect URI.")
    if address.scheme == "http" and address.host not in _LOOPBACK:
        raise InvalidParameterException(f"{uri} cannot use the HTTP protocol.")
