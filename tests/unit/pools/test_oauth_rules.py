"""Rules about the OAuth settings of a client, each with its text."""

from __future__ import annotations

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
from domain.pools.oauth_rules import check

POOL = PoolId("us-east-1_Demo00001")
CALLBACK = "https://app.example.com/back"
FLOWS_AND_SCOPES = (
    "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use"
    " OAuth flows."
)


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
    check(POOL, accepted, has_secret=True, custom_scopes={"shop/write"}, providers={"Corp"})


@pytest.mark.parametrize(
    ("refused", "error", "expected"),
    [
        (
            code_flow(identity_providers=("COGNITO", "Google")),
            InvalidParameterException,
            "The provider Google does not exist for User Pool us-east-1_Demo00001.",
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
        check(POOL, refused, has_secret=False, custom_scopes={"shop/write"}, providers={"Corp"})

    assert caught.value.text == expected
