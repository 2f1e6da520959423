"""What ProviderDetails must say, by type of provider, and what is added (federation.md 2.2).

Addresses that are added are those of the real services; one that is given takes their place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.errors import InvalidParameterException
from domain.model.identity_provider import ProviderType
from domain.pools.web_addresses import web_address

SECRETS: Final = frozenset({"client_secret", "private_key"})
"""Details that are sealed where they are kept."""

NEVER_TOLD: Final = frozenset({"private_key"})
"""Secrets that are not even told to who may read the provider."""

_ADDRESSES: Final = frozenset(
    {
        *("attributes_url", "authorize_url", "jwks_uri", "oidc_issuer", "token_url"),
        *("MetadataURL", "SLORedirectBindingURI", "SSORedirectBindingURI"),
    }
)
_CHOICES: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(
        ("attributes_url_add_attributes", "EncryptedResponses", "IDPInit", "IDPSignout"),
        frozenset({"true", "false"}),
    ),
    "attributes_request_method": frozenset({"GET", "POST"}),
    "RequestSigningAlgorithm": frozenset({"rsa-sha256"}),
    "token_request_method": frozenset({"GET", "POST"}),
}
_VERSION: Final = re.compile(r"v[0-9]{1,3}\.[0-9]{1,3}")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """The members of one type: those it needs, those it may have, and those that are added.

    `scopes` are all that can be asked of a service that there is once.
    """

    needed: frozenset[str]
    possible: frozenset[str] = frozenset()
    added: Mapping[str, str]
    scopes: frozenset[str] | None = None

    @property
    def known(self) -> frozenset[str]:
        """Every member that there is."""
        return self.needed | self.possible | set(self.added)


_CLIENT: Final = frozenset({"authorize_scopes", "client_id", "client_secret"})
_FACEBOOK_VERSION: Final = "v17.0"
_FORMS: Final[Mapping[ProviderType, _Form]] = {
    ProviderType.OIDC: _Form(
        needed=_CLIENT | {"attributes_request_method", "oidc_issuer"},
        possible=frozenset({"attributes_url", "authorize_url", "jwks_uri", "token_url"}),
        added={"attributes_url_add_attributes": "false"},
    ),
    ProviderType.SAML: _Form(
        needed=frozenset(),
        possible=frozenset(
            {
                *("EncryptedResponses", "IDPInit", "IDPSignout"),
                *("MetadataFile", "MetadataURL", "RequestSigningAlgorithm"),
                # What Describe says of a metadata file, sent back by infrastructure tools.
                *("SLORedirectBindingURI", "SSORedirectBindingURI"),
            }
        ),
        added={},
    ),
    ProviderType.GOOGLE: _Form(
        needed=_CLIENT,
        added={
            "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
            "attributes_url_add_attributes": "true",
            "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
            "oidc_issuer": "https://accounts.google.com",
            "token_request_method": "POST",
            "token_url": "https://www.googleapis.com/oauth2/v4/token",
        },
        scopes=frozenset({"email", "openid", "profile"}),
    ),
    ProviderType.FACEBOOK: _Form(
        needed=_CLIENT,
        added={
            "api_version": _FACEBOOK_VERSION,
            "attributes_url": "https://graph.facebook.com/{version}/me?fields=",
            "attributes_url_add_attributes": "true",
            "authorize_url": "https://www.facebook.com/{version}/dialog/oauth",
            "token_request_method": "GET",
            "token_url": "https://graph.facebook.com/{version}/oauth/access_token",
        },
        scopes=frozenset({"email", "public_profile"}),
    ),
    ProviderType.AMAZON: _Form(
        needed=_CLIENT,
        added={
            "attributes_url": "https://api.amazon.com/user/profile",
            "attributes_url_add_attributes": "false",
            "authorize_url": "https://www.amazon.com/ap/oa",
            "token_request_method": "POST",
            "token_url": "https://api.amazon.com/auth/o2/token",
        },
        scopes=frozenset({"postal_code", "profile"}),
    ),
    ProviderType.APPLE: _Form(
        needed=frozenset({"authorize_scopes", "client_id", "key_id", "private_key", "team_id"}),
        added={
            "attributes_url_add_attributes": "false",
            "authorize_url": "https://appleid.apple.com/auth/authorize",
            "oidc_issuer": "https://appleid.apple.com",
            "token_request_method": "POST",
            "token_url": "https://appleid.apple.com/auth/token",
        },
        scopes=frozenset({"email", "name"}),
    ),
}


def complete(of_type: ProviderType, given: Mapping[str, str]) -> dict[str, str]:
    """Return the details with what is added.

    Raises InvalidParameterException for a member that is missing, unknown or wrong.
    """
    form = _FORMS[of_type]
    for name in sorted(form.needed):
        if not given.get(name):
            raise InvalidParameterException(f"ProviderDetails must contain {name} for {of_type}.")
    for name, value in given.items():
        if name not in form.known:
            raise InvalidParameterException(f"ProviderDetails cannot contain {name} for {of_type}.")
        _check_value(name, value)
    _check_together(of_type, given)
    _check_scopes(of_type, given.get("authorize_scopes", ""))
    version = given.get("api_version", _FACEBOOK_VERSION)
    added = {name: value.replace("{version}", version) for name, value in form.added.items()}
    return {**added, **given}


def _check_value(name: str, value: str) -> None:
    choices = _CHOICES.get(name)
    if choices is not None and value not in choices:
        raise _invalid(name, value)
    if name == "api_version" and not _VERSION.fullmatch(value):
        raise _invalid(name, value)  # it becomes part of addresses
    if name == "oidc_issuer" and value.endswith("/"):
        raise _invalid(name, value)
    if name not in _ADDRESSES:
        return
    address = web_address(value)
    # Tokens and user data come from there: over plain http whoever is on the way could forge them.
    if address is None or (address.scheme == "http" and address.host not in _LOOPBACK):
        raise _invalid(name, value)


def _check_together(of_type: ProviderType, given: Mapping[str, str]) -> None:
    if of_type is ProviderType.SAML and ("MetadataFile" in given) == ("MetadataURL" in given):
        raise InvalidParameterException(
            "ProviderDetails must contain either MetadataURL or MetadataFile for SAML."
        )


def _check_scopes(of_type: ProviderType, scopes: str) -> None:
    asked, possible = scopes.replace(",", " ").split(), _FORMS[of_type].scopes
    if of_type is ProviderType.OIDC and "openid" not in asked:
        raise InvalidParameterException("authorize_scopes must contain openid for OIDC.")
    for scope in asked:
        if possible is not None and scope not in possible:
            raise _invalid("authorize_scopes", scope)


def _invalid(name: str, value: str) -> InvalidParameterException:
    return InvalidParameterException(f"{value} is not a valid value of {name}.")
