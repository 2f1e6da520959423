"""Taking tokens back."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w
from domain.model.identifiers import ClientId, PoolId


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
