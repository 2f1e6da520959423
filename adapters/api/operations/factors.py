"""Second factors of users: preferred, listed and taken away."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import factors as wire
from adapters.api.wire import model as w
from domain.model.identifiers import PoolId


def set_user_mfa_preference(
    call: Call, req: w.SetUserMFAPreferenceRequest
) -> w.SetUserMFAPreferenceResponse:
    """SetUserMFAPreference."""
    call.services.accounts.set_mfa_preference.prefer(req["AccessToken"], wire.preference(req))
    return {}


def admin_set_user_mfa_preference(
    call: Call, req: w.AdminSetUserMFAPreferenceRequest
) -> w.AdminSetUserMFAPreferenceResponse:
    """AdminSetUserMFAPreference."""
    call.services.accounts.set_mfa_preference.prefer_by_admin(
        PoolId(req["UserPoolId"]), req["Username"], wire.preference(req)
    )
    return {}


def set_user_settings(call: Call, req: w.SetUserSettingsRequest) -> w.SetUserSettingsResponse:
    """SetUserSettings."""
    wanted = wire.wants_text_messages(req["MFAOptions"])
    call.services.accounts.set_mfa_preference.set_text_messages(req["AccessToken"], wanted=wanted)
    return {}


def admin_set_user_settings(
    call: Call, req: w.AdminSetUserSettingsRequest
) -> w.AdminSetUserSettingsResponse:
    """AdminSetUserSettings."""
    wanted = wire.wants_text_messages(req["MFAOptions"])
    call.services.accounts.set_mfa_preference.set_text_messages_by_admin(
        PoolId(req["UserPoolId"]), req["Username"], wanted=wanted
    )
    return {}


def get_user_auth_factors(
    call: Call, req: w.GetUserAuthFactorsRequest
) -> w.GetUserAuthFactorsResponse:
    """GetUserAuthFactors."""
    return wire.auth_factors(call.services.accounts.auth_factors.own(req["AccessToken"]))


def admin_get_user_auth_factors(
    call: Call, req: w.AdminGetUserAuthFactorsRequest
) -> w.AdminGetUserAuthFactorsResponse:
    """AdminGetUserAuthFactors."""
    pool_id = PoolId(req["UserPoolId"])
    found = call.services.accounts.auth_factors.by_admin(pool_id, req["Username"])
    return {**wire.auth_factors(found)}


def admin_delete_software_token(
    call: Call, req: w.AdminDeleteSoftwareTokenRequest
) -> w.AdminDeleteSoftwareTokenResponse:
    """AdminDeleteSoftwareToken."""
    call.services.accounts.delete_software_token.delete(PoolId(req["UserPoolId"]), req["Username"])
    return {}
