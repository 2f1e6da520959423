"""Passkeys of a running server's users: registered and used over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.support.authenticator import Authenticator
from tests.support.deployments import Deployment
from tests.support.tenant import FLOWS, Tenant, make_tenant

FACTORS: Final = ("PASSWORD", "WEB_AUTHN")


def passkey_tenant(deployment: Deployment, rp_id: str = "example.com", **party: str) -> Tenant:
    """Make a pool whose sign-ins may begin by a passkey of the relying party."""
    pool = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": [*FACTORS]}}}
    client = {"ExplicitAuthFlows": [*FLOWS, "ALLOW_USER_AUTH"]}
    tenant = make_tenant(deployment, pool, client)
    tenant.api.set_user_pool_mfa_config(
        UserPoolId=tenant.pool_id, WebAuthnConfiguration={"RelyingPartyId": rp_id, **party}
    )
    return tenant


def register(tenant: Tenant, access_token: str, authenticator: Authenticator) -> None:
    """Register a passkey of a user who is signed in."""
    started = tenant.api.start_web_authn_registration(AccessToken=access_token)
    credential = authenticator.create(started["CredentialCreationOptions"])
    tenant.api.complete_web_authn_registration(AccessToken=access_token, Credential=credential)


def preferring(tenant: Tenant, username: str) -> Mapping[str, Any]:
    """Begin by choice with a preference for passkeys; return what is asked."""
    asked: dict[str, Any] = tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_AUTH",
        AuthParameters={"USERNAME": username, "PREFERRED_CHALLENGE": "WEB_AUTHN"},
    )
    return asked


def answer_to(
    tenant: Tenant, asked: Mapping[str, Any], username: str, authenticator: Authenticator
) -> dict[str, Any]:
    """Return the body that answers WEB_AUTHN."""
    return {
        "ClientId": tenant.client_id,
        "ChallengeName": "WEB_AUTHN",
        "Session": asked["Session"],
        "ChallengeResponses": {
            "USERNAME": username,
            "CREDENTIAL": authenticator.answer(asked["ChallengeParameters"]),
        },
    }


def sign_in(tenant: Tenant, username: str, authenticator: Authenticator) -> dict[str, Any]:
    """Sign in by a passkey; return the tokens."""
    asked = preferring(tenant, username)
    answer = tenant.api.respond_to_auth_challenge(
        **answer_to(tenant, asked, username, authenticator)
    )
    tokens: dict[str, Any] = answer["AuthenticationResult"]
    return tokens
