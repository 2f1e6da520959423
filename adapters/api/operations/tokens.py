"""Tokens of clients by themselves, and taking tokens back."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w
from adapters.api.wire.token_exchange import derived_token, exchange_request
from domain.auth.client_token import ClientTokenRequest
from domain.model.identifiers import ClientId, PoolId, Secret


def get_client_token(call: Call, req: w.GetClientTokenRequest) -> w.GetClientTokenResponse:
    """GetClientToken."""
    given = call.services.auth.client_tokens.issue(
        ClientTokenRequest(
            client_id=ClientId(req["ClientId"]),
            secret=Secret(req["Secret"]),
            scopes=tuple(req.get("Scopes", ())),
            metadata=req.get("ClientMetadata", {}),
        )
    )
    return {
        "ClientAuthenticationResult": {
            "AccessToken": given.access_token,
            "ExpiresIn": given.expires_in_s,
            "TokenType": "Bearer",
        }
    }


def get_derived_token(call: Call, req: w.GetDerivedTokenRequest) -> w.GetDerivedTokenResponse:
    """GetDerivedToken."""
    request = exchange_request(req, is_signed=call.principal is not None)
    return derived_token(call.services.auth.derived_tokens.issue(request))


def revoke_token(call: Call, req: w.RevokeTokenRequest) -> w.RevokeTokenResponse:
    """RevokeToken."""
    call.services.auth.revoke_token.revoke(
        ClientId(req["ClientId"]), req["Token"], req.get("ClientSecret")
    )
    return {}


def global_sign_out(call: Call, req: w.GlobalSignOutRequest) -> w.GlobalSignOutResponse:
    """GlobalSignOut."""
    call.services.auth.sign_out.everywhere(req["AccessToken"])
    return {}


def admin_user_global_sign_out(
    call: Call, req: w.AdminUserGlobalSignOutRequest
) -> w.AdminUserGlobalSignOutResponse:
    """AdminUserGlobalSignOut."""
    call.services.auth.sign_out.everywhere_by_admin(PoolId(req["UserPoolId"]), req["Username"])
    return {}
