"""Beginning and going on where that cannot be, and refresh tokens that are none."""

from __future__ import annotations

from typing import Final

from domain.crypto.secret_hash import secret_hash
from tests.clients.errors.desk import TEMPORARY, WRONG, Desk, Request, by_password, of_pool, row
from tests.support.proof import right_answer
from tests.support.tenant import PASSWORD

RESPOND: Final = ("RespondToAuthChallenge", "AdminRespondToAuthChallenge")
NOT_AUTHORIZED: Final = "NotAuthorizedException"
FAILURES: Final = 6
"""So many wrong passwords lock a user out."""


@row(
    ("InitiateAuth", "AdminInitiateAuth"),
    "reset required, ENABLED, wrong password",
    NOT_AUTHORIZED,
    "Incorrect username or password.",
)
def reset_discreetly(desk: Desk, operation: str) -> Request:
    """Whose password must be reset is no other than an unknown user."""
    name = desk.reachable()
    desk.plain.api.admin_reset_user_password(UserPoolId=desk.plain.pool_id, Username=name)
    return by_password(operation, desk.discreet, name, WRONG)


@row(RESPOND, "locked meanwhile, right proof", NOT_AUTHORIZED, "Password attempts exceeded")
def locked(desk: Desk, operation: str) -> Request:
    """The right proof by SRP, after too many wrong passwords elsewhere."""
    name = desk.plain.user()
    request = right_answer(desk.plain, name)
    for _ in range(FAILURES):
        try:
            desk.plain.sign_in(name, WRONG)
        except desk.plain.api.exceptions.NotAuthorizedException:
            continue
    return {**of_pool(operation, desk.plain), **request}


@row(
    RESPOND,
    "secret hash missing",
    NOT_AUTHORIZED,
    "Client <ClientId> is configured with secret but SECRET_HASH was not received",
)
def without_hash(desk: Desk, operation: str) -> Request:
    """The client has a secret and does not prove it."""
    tenant, name = desk.confidential, desk.plain.invite(temporary=TEMPORARY)
    begun = by_password("InitiateAuth", tenant, name, TEMPORARY)
    proof = secret_hash(str(tenant.client_secret), name, tenant.client_id)
    begun["AuthParameters"]["SECRET_HASH"] = proof
    asked = tenant.api.initiate_auth(**begun)
    return {
        **of_pool(operation, tenant),
        "ClientId": tenant.client_id,
        "ChallengeName": asked["ChallengeName"],
        "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": name, "NEW_PASSWORD": PASSWORD},
    }


@row(
    "GetTokensFromRefreshToken",
    "refresh token malformed",
    NOT_AUTHORIZED,
    "Invalid Refresh Token.",
)
def malformed(desk: Desk, _operation: str) -> Request:
    """No token at all."""
    return {"ClientId": desk.plain.client_id, "RefreshToken": "nonsense"}


@row("GetTokensFromRefreshToken", "used again", "RefreshTokenReuseException", "<unknown>")
def used_again(desk: Desk, _operation: str) -> Request:
    """A token that was exchanged, without a grace period."""
    rotating = desk.plain.with_rotation(0)
    token = rotating.sign_in(desk.plain.user())["RefreshToken"]
    rotating.get_tokens(token)
    return {"ClientId": rotating.client_id, "RefreshToken": token}
