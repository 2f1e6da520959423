"""GetDerivedToken between the wire and the domain."""

from __future__ import annotations

from typing import Final

from adapters.api.wire import model as w
from domain.auth.exchange_request import ExchangeRequest, Presented
from domain.errors import InvalidParameterException
from domain.model.identifiers import ClientId, Secret
from domain.model.token import DerivedToken

_USES: Final = {"ACCESS_TOKEN": "access", "ID_TOKEN": "id"}
_ACTOR_IN_PART: Final = "ActorToken and ActorTokenType must be given together."
_FOREIGN: Final = "Tokens of other identity providers cannot be exchanged."


def exchange_request(req: w.GetDerivedTokenRequest, *, is_signed: bool) -> ExchangeRequest:
    """Return what is asked for.

    Raises InvalidParameterException for half an actor, and for tokens that are not the pool's.
    """
    if "SubjectTokenProviderName" in req or "ActorTokenProviderName" in req:
        raise InvalidParameterException(_FOREIGN)
    if ("ActorToken" in req) != ("ActorTokenType" in req):
        raise InvalidParameterException(_ACTOR_IN_PART)
    return ExchangeRequest(
        client_id=ClientId(req["ClientId"]),
        secret=Secret(req["ClientSecret"]) if "ClientSecret" in req else None,
        is_signed=is_signed,
        subject=_presented(req["SubjectToken"], req["SubjectTokenType"]),
        actor=(
            _presented(req["ActorToken"], req["ActorTokenType"]) if "ActorToken" in req else None
        ),
        scopes=tuple(req.get("Scopes", ())),
        audience=next(iter(req.get("Audiences", ())), None),
        resource=next(iter(req.get("Resources", ())), None),
        wanted_use=_USES[req.get("RequestedTokenType", "ACCESS_TOKEN")],
    )


def derived_token(derived: DerivedToken) -> w.GetDerivedTokenResponse:
    """Return the answer; an ID token cannot be used as a bearer (RFC 8693, 2.2.1)."""
    if derived.use == "id":
        return {
            "IssuedToken": derived.token,
            "IssuedTokenType": "ID_TOKEN",
            "TokenType": "N_A",
            "ExpiresIn": derived.expires_in_s,
        }
    return {
        "IssuedToken": derived.token,
        "IssuedTokenType": "ACCESS_TOKEN",
        "TokenType": "Bearer",
        "ExpiresIn": derived.expires_in_s,
        "Scopes": [*derived.scopes],
    }


def _presented(token: str, kind: w.TokenTypeIdentifierType) -> Presented:
    if kind not in _USES:
        raise InvalidParameterException(_FOREIGN)
    return Presented(token=Secret(token), use=_USES[kind])
