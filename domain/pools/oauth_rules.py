"""What the OAuth settings of a client must satisfy (oauth-oidc.md 8, users-and-pools.md 6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from domain.errors import (
    InvalidOAuthFlowException,
    InvalidParameterException,
    ScopeDoesNotExistException,
)
from domain.model.client import ClientSettings
from domain.model.identifiers import PoolId
from domain.model.identity_provider import IdentityProvider, ProviderType
from domain.pools.redirect_uris import check_redirect_uri

SYSTEM_SCOPES: Final = frozenset(
    {"aws.cognito.signin.user.admin", "email", "openid", "phone", "profile"}
)
"""The scopes of every pool; all others belong to a resource server."""

_CLIENT_CREDENTIALS: Final = "client_credentials"
_OWN_PROVIDER: Final = "COGNITO"

_FLOWS_AND_SCOPES: Final = (
    "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use"
    " OAuth flows."
)
_CREDENTIALS_MIXED: Final = (
    "client_credentials flow can not be selected along with code flow or implicit flow."
)
_CREDENTIALS_SECRET: Final = (
    "client_credentials flow can not be selected if client does not have a client secret."
)
_SAML_ALONE: Final = (
    "A SAML provider with IdP-initiated sign-in can be enabled beside other SAML providers only."
)
_NO_CALLBACK: Final = "CallbackUrls can not be empty when code flow or implicit flow is selected"


def invalid_scope(scope: str) -> str:
    """The text about a scope that is not to be had."""
    return f"Invalid scope requested: {scope}"


def check(
    pool_id: PoolId,
    settings: ClientSettings,
    *,
    has_secret: bool,
    custom_scopes: Collection[str],
    providers: Mapping[str, IdentityProvider],
) -> None:
    """Check providers, redirect URIs, flows and scopes of a client.

    `custom_scopes` are those of the pool's resource servers, `providers` its identity providers by
    name, as far as the settings name them. Raises InvalidParameterException,
    InvalidOAuthFlowException or ScopeDoesNotExistException.
    """
    _check_providers(pool_id, settings, providers)
    _check_redirects(settings)
    _check_flows(settings, has_secret=has_secret)
    for scope in settings.oauth_scopes:
        if scope not in SYSTEM_SCOPES and scope not in custom_scopes:
            raise ScopeDoesNotExistException(invalid_scope(scope))


def _check_providers(
    pool_id: PoolId, settings: ClientSettings, providers: Mapping[str, IdentityProvider]
) -> None:
    for name in settings.identity_providers:
        if name != _OWN_PROVIDER and name not in providers:
            raise InvalidParameterException(
                f"The provider {name} does not exist for User Pool {pool_id}."
            )
    of_other_types = any(each.type is not ProviderType.SAML for each in providers.values())
    is_mixed = of_other_types or _OWN_PROVIDER in settings.identity_providers
    # Who may begin sign-ins unasked may begin one in somebody else's name (login CSRF).
    if is_mixed and any(_begins_sign_ins(each) for each in providers.values()):
        raise InvalidParameterException(_SAML_ALONE)


def _begins_sign_ins(provider: IdentityProvider) -> bool:
    return provider.type is ProviderType.SAML and provider.details.get("IDPInit") == "true"


def _check_redirects(settings: ClientSettings) -> None:
    for uri in (*settings.callback_urls, *settings.logout_urls):
        check_redirect_uri(uri)
    default = settings.default_redirect_uri
    if default is not None and default not in settings.callback_urls:
        raise InvalidParameterException(
            f"The default redirect URI {default} is not in the callback URIs list."
        )


def _check_flows(settings: ClientSettings, *, has_secret: bool) -> None:
    flows = set(settings.oauth_flows)
    one_missing = not (flows and settings.oauth_scopes)
    if one_missing and (settings.oauth_enabled or flows or settings.oauth_scopes):
        raise InvalidParameterException(_FLOWS_AND_SCOPES)
    if _CLIENT_CREDENTIALS in flows and len(flows) > 1:
        raise InvalidOAuthFlowException(_CREDENTIALS_MIXED)
    if _CLIENT_CREDENTIALS in flows and not has_secret:
        raise InvalidOAuthFlowException(_CREDENTIALS_SECRET)
    if flows - {_CLIENT_CREDENTIALS} and not settings.callback_urls:
        raise InvalidParameterException(_NO_CALLBACK)
