"""Attacks by one-time codes."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.security.hostile.scene import Scene, attack
from tests.support.raw import Answer
from tests.support.second_factors import app_code, full_width
from tests.support.tenant import PASSWORD, Tenant, make_tenant, unique

TOKENS = {
    "MfaConfiguration": "OPTIONAL",
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
}


def _code(secret: str, steps: int = 0) -> str:
    return app_code(secret, time.time_ns() // 1_000_000, steps)


def _where_tokens_are(scene: Scene) -> tuple[Tenant, str, str]:
    """Return a pool with software tokens, a user of it, and a secret that waits to be proven."""
    tenant = make_tenant(scene.deployment)
    tenant.api.set_user_pool_mfa_config(UserPoolId=tenant.pool_id, **TOKENS)
    token = tenant.sign_in(tenant.user(unique("totp")))["AccessToken"]
    given = tenant.api.associate_software_token(AccessToken=token)
    return tenant, token, given["SecretCode"]


def _answer(scene: Scene, tenant: Tenant, token: str, code: str) -> Answer:
    """Begin as the owner of the access token and give a code as second factor."""
    name = tenant.api.get_user(AccessToken=token)["Username"]
    begun = scene.call(
        "InitiateAuth",
        {
            "ClientId": tenant.client_id,
            "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": name, "PASSWORD": PASSWORD},
        },
    )
    return scene.call(
        "RespondToAuthChallenge",
        {
            "ClientId": tenant.client_id,
            "ChallengeName": "SOFTWARE_TOKEN_MFA",
            "Session": begun.body["Session"],
            "ChallengeResponses": {"USERNAME": name, "SOFTWARE_TOKEN_MFA_CODE": code},
        },
    )


@attack("H59")
def full_width_digits(scene: Scene) -> Iterator[Answer]:
    """A one-time code in full-width digits, which libraries take for ASCII ones."""
    tenant, token, secret = _where_tokens_are(scene)
    body = {"AccessToken": token}
    yield scene.call("VerifySoftwareToken", {**body, "UserCode": full_width(_code(secret))})
    tenant.api.verify_software_token(**body, UserCode=_code(secret))
    tenant.api.set_user_mfa_preference(**body, SoftwareTokenMfaSettings={"Enabled": True})
    yield _answer(scene, tenant, token, full_width(_code(secret, 1)))


@attack("H60")
def second_use(scene: Scene) -> Iterator[Answer]:
    """A one-time code a second time: after its proof, and after a sign-in."""
    tenant, token, secret = _where_tokens_are(scene)
    body = {"AccessToken": token}
    proof, code = _code(secret), _code(secret, 1)
    tenant.api.verify_software_token(**body, UserCode=proof)
    tenant.api.set_user_mfa_preference(**body, SoftwareTokenMfaSettings={"Enabled": True})
    yield _answer(scene, tenant, token, proof)
    assert _answer(scene, tenant, token, code).status == 200
    yield _answer(scene, tenant, token, code)
