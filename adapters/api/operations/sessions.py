"""User sessions: listed and revoked by their user or an administrator, and configured."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w
from adapters.api.wire import sessions as wire
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, PoolId
from domain.model.pool import SessionTracking, UserPool


def list_user_sessions(call: Call, req: w.ListUserSessionsRequest) -> w.ListUserSessionsResponse:
    """ListUserSessions."""
    wire.refuse_token(req)
    return wire.session_list(call.services.accounts.user_sessions.list_own(req["AccessToken"]))


def admin_list_user_sessions(
    call: Call, req: w.AdminListUserSessionsRequest
) -> w.AdminListUserSessionsResponse:
    """AdminListUserSessions."""
    wire.refuse_token(req)
    listed = call.services.accounts.user_sessions.list_by_admin(
        PoolId(req["UserPoolId"]), req["Username"]
    )
    return wire.session_list(listed)


def revoke_user_session(call: Call, req: w.RevokeUserSessionRequest) -> w.RevokeUserSessionResponse:
    """RevokeUserSession. No session is linked to another as long as no page signs anybody in."""
    call.services.accounts.user_sessions.revoke_own(req["AccessToken"], req["SessionId"])
    return {}


def admin_revoke_user_session(
    call: Call, req: w.AdminRevokeUserSessionRequest
) -> w.AdminRevokeUserSessionResponse:
    """AdminRevokeUserSession."""
    call.services.accounts.user_sessions.revoke_by_admin(
        PoolId(req["UserPoolId"]), req["Username"], req["SessionId"]
    )
    return {}


def get_user_pool_session_configuration(
    call: Call, req: w.GetUserPoolSessionConfigurationRequest
) -> w.GetUserPoolSessionConfigurationResponse:
    """GetUserPoolSessionConfiguration."""
    return _of_pool(call.services.session_config.of_pool(PoolId(req["UserPoolId"])))


def set_user_pool_session_configuration(
    call: Call, req: w.SetUserPoolSessionConfigurationRequest
) -> w.SetUserPoolSessionConfigurationResponse:
    """SetUserPoolSessionConfiguration."""
    tracking = SessionTracking(
        enabled=req["UserSessionTracking"] == "ENABLED",
        max_per_user=req["TokenSession"]["MaxPerUser"],
    )
    return _of_pool(call.services.session_config.set_pool(PoolId(req["UserPoolId"]), tracking))


def get_user_pool_client_session_configuration(
    call: Call, req: w.GetUserPoolClientSessionConfigurationRequest
) -> w.GetUserPoolClientSessionConfigurationResponse:
    """GetUserPoolClientSessionConfiguration."""
    pool_id, client_id = PoolId(req["UserPoolId"]), ClientId(req["ClientId"])
    return _of_client(call.services.session_config.of_client(pool_id, client_id))


def set_user_pool_client_session_configuration(
    call: Call, req: w.SetUserPoolClientSessionConfigurationRequest
) -> w.SetUserPoolClientSessionConfigurationResponse:
    """SetUserPoolClientSessionConfiguration."""
    pool_id, client_id = PoolId(req["UserPoolId"]), ClientId(req["ClientId"])
    minutes = req["SSOSession"]["MaxValidityMinutes"]
    return _of_client(call.services.session_config.set_client(pool_id, client_id, minutes))


def _of_pool(pool: UserPool) -> w.GetUserPoolSessionConfigurationResponse:
    return {
        "UserPoolId": pool.id,
        "UserSessionTracking": "ENABLED" if pool.sessions.enabled else "DISABLED",
        "TokenSession": {"MaxPerUser": pool.sessions.max_per_user},
    }


def _of_client(client: AppClient) -> w.GetUserPoolClientSessionConfigurationResponse:
    return {
        "UserPoolId": client.pool_id,
        "ClientId": client.id,
        "SSOSession": {"MaxValidityMinutes": client.sso_session_min},
    }
