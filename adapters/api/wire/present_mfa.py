"""Multi-factor authentication -> wire shapes: what was set, and nothing else."""

from __future__ import annotations

from typing import cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled
from domain.model.pool import RelyingParty, UserPool
from domain.pools.mfa_config import SMS_CONFIGURATION


def mfa_config(pool: UserPool) -> w.GetUserPoolMfaConfigResponse:
    """Return the settings of a pool; the two operations share one shape."""
    offered = pool.second_factors
    sms = {
        "SmsAuthenticationMessage": pool.messages.authentication_sms,
        SMS_CONFIGURATION: pool.kept.get(SMS_CONFIGURATION),
    }
    email = {"Message": offered.email_message, "Subject": offered.email_subject}
    shape = {
        "SmsMfaConfiguration": filled(sms) if offered.sms else None,
        "SoftwareTokenMfaConfiguration": {"Enabled": True} if offered.software_token else None,
        "EmailMfaConfiguration": filled(email) if offered.email else None,
        "MfaConfiguration": pool.mfa.value,
        "WebAuthnConfiguration": _relying_party(offered.relying_party),
    }
    return cast("w.GetUserPoolMfaConfigResponse", filled(shape))


def _relying_party(party: RelyingParty | None) -> dict[str, object] | None:
    if party is None:
        return None
    several = "MULTI_FACTOR_WITH_USER_VERIFICATION" if party.multi_factor else "SINGLE_FACTOR"
    return filled(
        {
            "RelyingPartyId": party.id,
            "UserVerification": party.user_verification,
            "FactorConfiguration": several if party.factor_given else None,
        }
    )
