"""Translation between the shapes of the four challenge operations and the sign-in's own values."""

from __future__ import annotations

from typing import TypeAlias, cast

import orjson

from adapters.api.wire import model as w
from domain.auth.refresh import REFRESH_FLOWS, RefreshRequest
from domain.auth.requests import (
    AnswerRequest,
    BeginRequest,
    Caller,
    ChallengeAsked,
    Outcome,
    SignedIn,
)
from domain.auth.rotating_refresh import RotatingRequest
from domain.model.identifiers import ClientId, PoolId
from domain.model.source import Source

Initiate: TypeAlias = w.InitiateAuthRequest | w.AdminInitiateAuthRequest
Respond: TypeAlias = w.RespondToAuthChallengeRequest | w.AdminRespondToAuthChallengeRequest


def is_refresh(req: Initiate) -> bool:
    """Whether the flow refreshes a sign-in instead of beginning one."""
    return req["AuthFlow"] in REFRESH_FLOWS


def refresh_request(req: Initiate, source: Source, pool_id: str | None = None) -> RefreshRequest:
    """Read a refresh; with `pool_id` it is an administrator's."""
    caller = _caller(req, source, pool_id)
    return RefreshRequest(caller=caller, answers=req.get("AuthParameters", {}))


def rotating_request(req: w.GetTokensFromRefreshTokenRequest, source: Source) -> RotatingRequest:
    """Read a refresh under rotation."""
    return RotatingRequest(
        caller=Caller(client_id=ClientId(req["ClientId"]), source=source),
        token=req["RefreshToken"],
        secret=req.get("ClientSecret"),
        device_key=req.get("DeviceKey"),
        metadata=req.get("ClientMetadata", {}),
    )


def begin_request(req: Initiate, source: Source, pool_id: str | None = None) -> BeginRequest:
    """Read the beginning of a sign-in; with `pool_id` it is an administrator's."""
    return BeginRequest(
        caller=_caller(req, source, pool_id),
        flow=req["AuthFlow"],
        answers=req.get("AuthParameters", {}),
        session=req.get("Session"),
        metadata=req.get("ClientMetadata", {}),
    )


def answer_request(req: Respond, source: Source, pool_id: str | None = None) -> AnswerRequest:
    """Read the answer to a challenge; with `pool_id` it is an administrator's."""
    return AnswerRequest(
        caller=_caller(req, source, pool_id),
        challenge=req["ChallengeName"],
        answers=req.get("ChallengeResponses", {}),
        session=req.get("Session"),
        metadata=req.get("ClientMetadata", {}),
    )


def outcome(value: Outcome) -> w.InitiateAuthResponse:
    """Write what a sign-in came to; the four operations share one response shape."""
    if isinstance(value, SignedIn):
        return signed_in(value)
    return _asked(value)


def signed_in(value: SignedIn) -> w.InitiateAuthResponse:
    """Write tokens. ChallengeParameters is there and empty, as recorded from the service."""
    return {"ChallengeParameters": {}, "AuthenticationResult": authentication_result(value)}


def authentication_result(value: SignedIn) -> w.AuthenticationResultType:
    """Write the tokens alone."""
    tokens = value.tokens
    result: w.AuthenticationResultType = {
        "AccessToken": tokens.access_token,
        "ExpiresIn": tokens.expires_in_s,
        "TokenType": "Bearer",
        "IdToken": tokens.id_token,
    }
    if tokens.refresh_token is not None:
        result["RefreshToken"] = tokens.refresh_token
    if tokens.new_device is not None:
        result["NewDeviceMetadata"] = {
            "DeviceKey": tokens.new_device.key,
            "DeviceGroupKey": tokens.new_device.group_key,
        }
    return result


def _asked(value: ChallengeAsked) -> w.InitiateAuthResponse:
    response: w.InitiateAuthResponse = {
        "ChallengeName": cast("w.ChallengeNameType", value.challenge),
        "ChallengeParameters": {
            name: parameter if isinstance(parameter, str) else orjson.dumps(parameter).decode()
            for name, parameter in value.parameters.items()
        },
    }
    if value.session is not None:
        response["Session"] = value.session
    if value.available:
        response["AvailableChallenges"] = cast("list[w.ChallengeNameType]", [*value.available])
    return response


def _caller(req: Initiate | Respond, source: Source, pool_id: str | None) -> Caller:
    return Caller(
        client_id=ClientId(req["ClientId"]),
        pool_id=PoolId(pool_id) if pool_id else None,
        source=source,
    )
