"""Signing in, going on, refreshing and revoking."""

from __future__ import annotations

import secrets

from tests.clients.errors.desk import (
    TEMPORARY,
    WRONG,
    Desk,
    Request,
    begin,
    by_password,
    of_pool,
    row,
)
from tests.support.tenant import PASSWORD, Tenant

BOTH = ("InitiateAuth", "AdminInitiateAuth")
RESPOND = ("RespondToAuthChallenge", "AdminRespondToAuthChallenge")
NOT_AUTHORIZED = "NotAuthorizedException"
INVALID = "InvalidParameterException"
NOT_FOUND = "UserNotFoundException"
INCORRECT = "Incorrect username or password."
NO_HASH = "Client <ClientId> is configured with secret but SECRET_HASH was not received"


@row(BOTH, "password, unknown user", NOT_FOUND, "User does not exist.")
def unknown_by_password(desk: Desk, operation: str) -> Request:
    """No such user, and the client says so."""
    return by_password(operation, desk.plain, "nobody")


@row(BOTH, "password, unknown user, ENABLED", NOT_AUTHORIZED, INCORRECT)
def unknown_discreetly(desk: Desk, operation: str) -> Request:
    """No such user, and the client does not say so."""
    return by_password(operation, desk.discreet, "nobody")


@row("InitiateAuth", "SRP, unknown user", NOT_FOUND, "User does not exist.")
def unknown_by_srp(desk: Desk, operation: str) -> Request:
    """No such user, by SRP."""
    return begin(operation, desk.plain, "USER_SRP_AUTH", USERNAME="nobody", SRP_A="abcdef")


@row(BOTH, "wrong password", NOT_AUTHORIZED, INCORRECT)
def wrong_password(desk: Desk, operation: str) -> Request:
    """Another password."""
    return by_password(operation, desk.plain, desk.plain.user(), WRONG)


@row(BOTH, "unconfirmed", "UserNotConfirmedException", "User is not confirmed.")
def unconfirmed(desk: Desk, operation: str) -> Request:
    """The right password of a user who has not confirmed."""
    return by_password(operation, desk.plain, desk.signed_up())


@row(BOTH, "unconfirmed, ENABLED", "UserNotConfirmedException", "User is not confirmed.")
def unconfirmed_discreetly(desk: Desk, operation: str) -> Request:
    """The right password of a user who has not confirmed, at a discreet client."""
    return by_password(operation, desk.discreet, desk.signed_up())


@row(
    BOTH,
    "reset required",
    "PasswordResetRequiredException",
    "Password reset required for the user",
)
def reset_required(desk: Desk, operation: str) -> Request:
    """An administrator has reset the password."""
    name = desk.reachable()
    desk.plain.api.admin_reset_user_password(UserPoolId=desk.plain.pool_id, Username=name)
    return by_password(operation, desk.plain, name)


@row(BOTH, "disabled", NOT_AUTHORIZED, "User is disabled.")
def disabled(desk: Desk, operation: str) -> Request:
    """The right password of a disabled user."""
    return by_password(operation, desk.plain, desk.disabled())


@row(BOTH, "disabled, ENABLED, wrong password", NOT_AUTHORIZED, INCORRECT)
def disabled_discreetly(desk: Desk, operation: str) -> Request:
    """A disabled user is no other than an unknown one."""
    return by_password(operation, desk.discreet, desk.disabled(), WRONG)


@row(BOTH, "locked, right password", NOT_AUTHORIZED, "Password attempts exceeded")
def locked(desk: Desk, operation: str) -> Request:
    """The right password after too many wrong ones."""
    name = desk.plain.user()
    for _ in range(7):
        try:
            desk.plain.sign_in(name, WRONG)
        except desk.plain.api.exceptions.NotAuthorizedException:
            continue
    return by_password(operation, desk.plain, name)


@row(BOTH, "secret hash missing", NOT_AUTHORIZED, NO_HASH)
def without_hash(desk: Desk, operation: str) -> Request:
    """The client has a secret and does not prove it."""
    return by_password(operation, desk.confidential, desk.plain.user())


@row(
    BOTH,
    "secret hash wrong",
    NOT_AUTHORIZED,
    "Unable to verify secret hash for client <ClientId>",
)
def wrong_hash(desk: Desk, operation: str) -> Request:
    """The client proves another secret."""
    request = by_password(operation, desk.confidential, desk.plain.user())
    request["AuthParameters"]["SECRET_HASH"] = "AAAA"
    return request


@row(
    "InitiateAuth",
    "password flow off",
    INVALID,
    "USER_PASSWORD_AUTH flow not enabled for this client",
)
def password_off(desk: Desk, operation: str) -> Request:
    """The client has SRP only."""
    client = desk.plain.with_client(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    return by_password(operation, client, "nobody")


@row("InitiateAuth", "SRP off", INVALID, "USER_SRP_AUTH is not enabled for the client.")
def srp_off(desk: Desk, operation: str) -> Request:
    """The client has passwords only."""
    client = desk.plain.with_client(ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    return begin(operation, client, "USER_SRP_AUTH", USERNAME="nobody", SRP_A="abcdef")


@row("AdminInitiateAuth", "admin flow off", INVALID, "Auth flow not enabled for this client")
def admin_off(desk: Desk, operation: str) -> Request:
    """The client has SRP only."""
    client = desk.plain.with_client(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    return by_password(operation, client, "nobody")


@row("InitiateAuth", "admin flow in public", INVALID, "Initiate Auth method not supported.")
def admin_in_public(desk: Desk, operation: str) -> Request:
    """The administrators' flow at the public operation."""
    return begin(
        operation, desk.plain, "ADMIN_USER_PASSWORD_AUTH", USERNAME="nobody", PASSWORD=PASSWORD
    )


@row(BOTH, "no name", INVALID, "Missing required parameter USERNAME")
def without_name(desk: Desk, operation: str) -> Request:
    """USERNAME is missing."""
    request = by_password(operation, desk.plain, "nobody")
    del request["AuthParameters"]["USERNAME"]
    return request


@row(BOTH, "no password", INVALID, "Missing required parameter PASSWORD")
def without_password(desk: Desk, operation: str) -> Request:
    """PASSWORD is missing."""
    request = by_password(operation, desk.plain, "nobody")
    del request["AuthParameters"]["PASSWORD"]
    return request


@row("InitiateAuth", "no SRP_A", INVALID, "Missing required parameter SRP_A")
def without_srp_a(desk: Desk, operation: str) -> Request:
    """SRP_A is missing."""
    return begin(operation, desk.plain, "USER_SRP_AUTH", USERNAME="nobody")


@row(BOTH, "no refresh token", INVALID, "Missing required parameter REFRESH_TOKEN")
def without_refresh_token(desk: Desk, operation: str) -> Request:
    """REFRESH_TOKEN is missing."""
    return begin(operation, desk.plain, "REFRESH_TOKEN_AUTH", DEVICE_KEY="x")


@row(BOTH, "refresh token malformed", NOT_AUTHORIZED, "Invalid Refresh Token.")
def malformed_refresh_token(desk: Desk, operation: str) -> Request:
    """Never issued."""
    return begin(operation, desk.plain, "REFRESH_TOKEN_AUTH", REFRESH_TOKEN="garbage")


@row(BOTH, "refresh token of another client", NOT_AUTHORIZED, "Invalid Refresh Token.")
def foreign_refresh_token(desk: Desk, operation: str) -> Request:
    """Issued to another client of the pool."""
    token = desk.plain.sign_in(desk.plain.user())["RefreshToken"]
    return begin(operation, desk.discreet, "REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)


@row(BOTH, "refresh token revoked", NOT_AUTHORIZED, "Refresh Token has been revoked")
def revoked_refresh_token(desk: Desk, operation: str) -> Request:
    """Taken back before."""
    token = desk.plain.sign_in(desk.plain.user())["RefreshToken"]
    desk.plain.api.revoke_token(ClientId=desk.plain.client_id, Token=token)
    return begin(operation, desk.plain, "REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)


@row(RESPOND, "invented session", NOT_AUTHORIZED, "Invalid session for the user.")
def invented_session(desk: Desk, operation: str) -> Request:
    """A Session that nobody made."""
    return _answer(operation, desk.plain, desk.plain.user(), secrets.token_urlsafe(90))


@row(
    RESPOND,
    "spent session",
    NOT_AUTHORIZED,
    "Invalid session for the user, session can only be used once.",
)
def spent_session(desk: Desk, operation: str) -> Request:
    """A Session that was answered before."""
    name = desk.plain.invite(temporary=TEMPORARY)
    asked = desk.plain.api.initiate_auth(**by_password("InitiateAuth", desk.plain, name, TEMPORARY))
    request = _answer("RespondToAuthChallenge", desk.plain, name, asked["Session"])
    desk.plain.api.respond_to_auth_challenge(**request)
    return _answer(operation, desk.plain, name, asked["Session"])


@row("RevokeToken", "another client's", "UnauthorizedException", "<unknown>")
def revoking_foreign(desk: Desk, _operation: str) -> Request:
    """The token of another client."""
    token = desk.plain.sign_in(desk.plain.user())["RefreshToken"]
    return {"ClientId": desk.discreet.client_id, "Token": token}


@row("RevokeToken", "access token", "UnsupportedTokenTypeException", "<unknown>")
def revoking_access(desk: Desk, _operation: str) -> Request:
    """An access token."""
    token = desk.plain.sign_in(desk.plain.user())["AccessToken"]
    return {"ClientId": desk.plain.client_id, "Token": token}


@row("RevokeToken", "revocation off", "UnsupportedOperationException", "<unknown>")
def revoking_without(desk: Desk, _operation: str) -> Request:
    """The client has revocation switched off."""
    client = desk.plain.with_client(EnableTokenRevocation=False)
    token = client.sign_in(desk.plain.user())["RefreshToken"]
    return {"ClientId": client.client_id, "Token": token}


def _answer(operation: str, tenant: Tenant, name: str, session: str) -> Request:
    return {
        **of_pool(operation, tenant),
        "ClientId": tenant.client_id,
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "Session": session,
        "ChallengeResponses": {"USERNAME": name, "NEW_PASSWORD": PASSWORD},
    }
