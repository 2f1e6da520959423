"""Metadata of SAML providers: whether a document is some, and where it sends browsers.

Read by expat's own events. A document with a DOCTYPE is refused before anything of it is expanded:
entities could name files of ours, or grow without end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from domain.errors import InvalidParameterException

_METADATA: Final = "urn:oasis:names:tc:SAML:2.0:metadata"
_ROOTS: Final = frozenset({f"{_METADATA} EntityDescriptor", f"{_METADATA} EntitiesDescriptor"})
_PROVIDER: Final = f"{_METADATA} IDPSSODescriptor"
_SERVICES: Final[Mapping[str, str]] = {
    f"{_METADATA} SingleSignOnService": "SSORedirectBindingURI",
    f"{_METADATA} SingleLogoutService": "SLORedirectBindingURI",
}
_BY_REDIRECT: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
_DEPTH_MAX: Final = 64
_REFUSED: Final = "The SAML metadata is not valid."


class _Refused(Exception):
    """The document is no metadata of a provider."""


class _Reader:
    """What is seen of a document while expat walks through it."""

    def __init__(self) -> None:
        self.addresses: dict[str, str] = {}
        self.is_provider = False
        self._is_of_provider = False
        self._depth = 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._depth == 0 and name not in _ROOTS:
            raise _Refused
        self._depth += 1
        if self._depth > _DEPTH_MAX:
            raise _Refused
        if name == _PROVIDER:
            self.is_provider = self._is_of_provider = True
        # An entity may be a service as well, which signs users out elsewhere.
        member = _SERVICES.get(name) if self._is_of_provider else None
        if member is not None and attributes.get("Binding") == _BY_REDIRECT:
            self.addresses.setdefault(member, attributes.get("Location", ""))

    def end(self, name: str) -> None:
        self._depth -= 1
        if name == _PROVIDER:
            self._is_of_provider = False

    def refuse(self, *_given: object) -> None:
        raise _Refused


def redirect_addresses(document: str) -> dict[str, str]:
    """Return where a browser is sent to sign in and out, as far as the document says.

    Members are named as ProviderDetails has them. Raises InvalidParameterException for what is no
    XML, has a DOCTYPE, or describes no identity provider.
    """
    reader = _Reader()
    # The document is text: what it says of its encoding is of the bytes that it once was.
    parser = expat.ParserCreate("UTF-8", " ")
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        parser.Parse(document.encode(), True)  # noqa: FBT003 - expat's own form: the last piece
    except (_Refused, expat.ExpatError) as refused:
        raise InvalidParameterException(_REFUSED) from refused
    if not reader.is_provider:
        raise InvalidParameterException(_REFUSED)
    return reader.addresses
