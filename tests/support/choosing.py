"""Choice-based sign-in against a running server: a pool for it, people, and its two requests."""

# ruff: noqa: ANN401 - requests and responses are plain JSON values

from __future__ import annotations

import secrets
from typing import Any, Final

from tests.support.deployments import Deployment
from tests.support.tenant import FLOWS, Tenant, make_tenant

FACTORS: Final = ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]
OFFERED: Final = ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"]


def choosing_tenant(deployment: Deployment, **pool: Any) -> Tenant:
    """Make a pool that lets people begin by passwords and codes, and a client that may choose."""
    policy = {"SignInPolicy": {"AllowedFirstAuthFactors": FACTORS}}
    flows = [*FLOWS, "ALLOW_USER_AUTH"]
    return make_tenant(deployment, {"Policies": policy, **pool}, {"ExplicitAuthFlows": flows})


def person(tenant: Tenant) -> tuple[str, str, str]:
    """Make a user with a proven address of each kind; return his name and the two."""
    number = f"+1555{secrets.randbelow(10**7):07d}"
    email = f"{secrets.token_hex(6)}@example.com"
    name = tenant.user(
        email=email, email_verified="true", phone_number=number, phone_number_verified="true"
    )
    return name, email, number


def begin(tenant: Tenant, name: str, preferred: str | None = None, **parameters: str) -> Any:
    """InitiateAuth, with or without a preference."""
    preference = {"PREFERRED_CHALLENGE": preferred} if preferred else {}
    return tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_AUTH",
        AuthParameters={"USERNAME": name, **preference, **parameters},
    )


def answer(tenant: Tenant, name: str, asked: Any, **responses: str) -> Any:
    """RespondToAuthChallenge to what was asked."""
    return tenant.api.respond_to_auth_challenge(**body_of(tenant, name, asked, **responses))


def body_of(tenant: Tenant, name: str, asked: Any, **responses: str) -> dict[str, Any]:
    """The request that answers what was asked."""
    return {
        "ClientId": tenant.client_id,
        "ChallengeName": asked["ChallengeName"],
        "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": name, **responses},
    }
