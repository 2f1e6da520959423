"""Rules about the OAuth settings of a client, each with its text."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest

from domain.errors import (
    CognitoError,
    InvalidOAuthFlowException,
    InvalidParameterException,
    ScopeDoesNotExistException,
)
from domain.model.client import ClientSettings
from domain.model.identifiers import PoolId
from domain.model.identity_provider import IdentityProvider, ProviderType
from domain.pools.oauth_rules import check

POOL = PoolId("us-east-1_Demo00001")
CALLBACK = "https://app.example.com/back"
FLOWS_AND_SCOPES = (
    "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use"
    " OAuth flows."
)


def provider(name: str, kind: ProviderType, **details: str) -> IdentityProvider:
    """A provider of the pool."""
    return IdentityProvider(
        pool_id=POOL, name=name, type=kind, details=details, created_at_ms=0, modified_at_ms=0
    )


CORP = provider("Corp", ProviderType.SAML)
UNASKED = provider("Unasked", ProviderType.SAML, IDPInit="true")
PROVIDERS = {each.name: each for each in (CORP, UNASKED, provider("Google", ProviderType.GOOGLE))}


def code_flow(**members: Any) -> ClientSettings:  # noqa: ANN401 - any member
    """The settings of an app that signs in by pages, but for the members given."""
    return ClientSettings(
        **{
            "oauth_enabled": True,
            "oauth_flows": ("code",),
            "oauth_scopes": ("openid", "email"),
            "callback_urls": (CALLBACK,),
            **members,
        }
    )


@pytest.mark.parametrize(
    "accepted",
    [
        ClientSettings(),
        code_flow(),
        code_flow(oauth_flows=("code", "implicit"), default_redirect_uri=CALLBACK),
        code_flow(oauth_enabled=False, identity_providers=("COGNITO",)),
        code_flow(identity_providers=("COGNITO", "Corp")),
        code_flow(oauth_flows=("client_credentials",), callback_urls=()),
        code_flow(oauth_scopes=("openid", "shop/write")),
        ClientSettings(logout_urls=("myapp://bye",)),
    ],
)
def test_settings_that_go_together_are_accepted(accepted: ClientSettings) -> None:
    """The rules let pass what breaks none of them."""
    check(POOL, accepted, has_secret=True, custom_scopes={"shop/write"}, providers={"Corp": CORP})


@pytest.mark.parametrize(
    ("refused", "error", "expected"),
    [
        (
            code_flow(identity_providers=("COGNITO", "Facebook")),
            InvalidParameterException,
            "The provider Facebook does not exist for User Pool us-east-1_Demo00001.",
        ),
        (
            code_flow(default_redirect_uri="https://app.example.com/"),
            InvalidParameterException,
            "The default redirect URI https://app.example.com/ is not in the callback URIs list.",
        ),
        (code_flow(oauth_flows=()), InvalidParameterException, FLOWS_AND_SCOPES),
        (code_flow(oauth_scopes=()), InvalidParameterException, FLOWS_AND_SCOPES),
        (
            code_flow(oauth_enabled=False, oauth_flows=()),
            InvalidParameterException,
            FLOWS_AND_SCOPES,
        ),
        (
            ClientSettings(oauth_enabled=True),
            InvalidParameterException,
            FLOWS_AND_SCOPES,
        ),
        (
            code_flow(oauth_flows=("client_credentials", "code")),
            InvalidOAuthFlowException,
            "client_credentials flow can not be selected along with code flow or implicit flow.",
        ),
        (
            code_flow(oauth_flows=("client_credentials",)),
            InvalidOAuthFlowException,
            "client_credentials flow can not be selected if client does not have a client secret.",
        ),
        (
            code_flow(callback_urls=()),
            InvalidParameterException,
            "CallbackUrls can not be empty when code flow or implicit flow is selected",
        ),
        (
            code_flow(oauth_scopes=("openid", "shop/read")),
            ScopeDoesNotExistException,
            "Invalid scope requested: shop/read",
        ),
        (
            code_flow(logout_urls=("http://app.example.com",)),
            InvalidParameterException,
            "http://app.example.com cannot use the HTTP protocol.",
        ),
    ],
)
def test_settings_that_clash_are_refused(
    refused: ClientSettings, error: type[CognitoError], expected: str
) -> None:
    """Each rule refuses what breaks it, with its own error and text."""
    with pytest.raises(error) as caught:
        check(
            POOL, refused, has_secret=False, custom_scopes={"shop/write"}, providers={"Corp": CORP}
        )

    assert caught.value.text == expected


@pytest.mark.parametrize(
    ("names", "is_refused"),
    [
        (("Corp", "Unasked"), False),
        (("COGNITO", "Corp", "Google"), False),
        (("COGNITO", "Unasked"), True),
        (("Google", "Unasked"), True),
    ],
)
def test_who_begins_sign_ins_unasked_has_no_other_kinds_beside_him(
    names: tuple[str, ...], *, is_refused: bool
) -> None:
    """IdP-initiated sign-in excludes the pool's own users and every other type of provider."""
    providers = {name: PROVIDERS[name] for name in names if name in PROVIDERS}
    client = code_flow(identity_providers=names)
    refusal = pytest.raises(InvalidParameterException) if is_refused else nullcontext()

    with refusal:
        check(POOL, client, has_secret=False, custom_scopes=(), providers=providers)
