"""Signing in, for the public and for administrators: the same machine with another caller."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.sources import admin_source_of, source_of
from adapters.api.wire import model as w
from adapters.api.wire import sign_in as wire


def initiate_auth(call: Call, req: w.InitiateAuthRequest) -> w.InitiateAuthResponse:
    """InitiateAuth."""
    if wire.is_refresh(req):
        outcome = call.services.auth.refresh.refresh(
            wire.refresh_request(req, source_of(call, req))
        )
        return wire.signed_in(outcome)
    return wire.outcome(
        call.services.auth.sign_in.begin(wire.begin_request(req, source_of(call, req)))
    )


def admin_initiate_auth(call: Call, req: w.AdminInitiateAuthRequest) -> w.AdminInitiateAuthResponse:
    """AdminInitiateAuth."""
    if wire.is_refresh(req):
        outcome = call.services.auth.refresh.refresh(
            wire.refresh_request(req, admin_source_of(call, req), req["UserPoolId"])
        )
        return wire.signed_in(outcome)
    request = wire.begin_request(req, admin_source_of(call, req), req["UserPoolId"])
    return wire.outcome(call.services.auth.sign_in.begin(request))


def get_tokens_from_refresh_token(
    call: Call, req: w.GetTokensFromRefreshTokenRequest
) -> w.GetTokensFromRefreshTokenResponse:
    """GetTokensFromRefreshToken."""
    outcome = call.services.auth.rotating_refresh.refresh(
        wire.rotating_request(req, source_of(call, req))
    )
    return {"AuthenticationResult": wire.authentication_result(outcome)}


def respond_to_auth_challenge(
    call: Call, req: w.RespondToAuthChallengeRequest
) -> w.RespondToAuthChallengeResponse:
    """RespondToAuthChallenge."""
    return wire.outcome(
        call.services.auth.sign_in.answer(wire.answer_request(req, source_of(call, req)))
    )


def admin_respond_to_auth_challenge(
    call: Call, req: w.AdminRespondToAuthChallengeRequest
) -> w.AdminRespondToAuthChallengeResponse:
    """AdminRespondToAuthChallenge."""
    request = wire.answer_request(req, admin_source_of(call, req), req["UserPoolId"])
    return wire.outcome(call.services.auth.sign_in.answer(request))
