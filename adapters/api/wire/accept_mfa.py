"""Wire shapes of multi-factor authentication -> domain values.

Not here: rules about what the settings mean (domain.pools, domain.accounts).
"""

from __future__ import annotations

from adapters.api.wire import model as w
from adapters.api.wire.accept_pools import messaging_region
from domain.model.pool import MfaMode, RelyingParty
from domain.pools.mfa_config import EmailFactor, MfaSettings, SmsFactor


def mfa_settings(req: w.SetUserPoolMfaConfigRequest) -> MfaSettings:
    """Return what SetUserPoolMfaConfig asks for. Raises InvalidParameterException."""
    mode = req.get("MfaConfiguration")
    software_token = req.get("SoftwareTokenMfaConfiguration")
    email = req.get("EmailMfaConfiguration")
    return MfaSettings(
        mode=None if mode is None else MfaMode(mode),
        sms=_sms(req),
        software_token=None if software_token is None else software_token.get("Enabled", False),
        email=None
        if email is None
        else EmailFactor(message=email.get("Message"), subject=email.get("Subject")),
        relying_party=_relying_party(req),
    )


def _sms(req: w.SetUserPoolMfaConfigRequest) -> SmsFactor | None:
    given = req.get("SmsMfaConfiguration")
    if given is None:
        return None
    configuration = given.get("SmsConfiguration")
    return SmsFactor(
        message=given.get("SmsAuthenticationMessage"),
        configuration=None if configuration is None else {**configuration},
        region=None if configuration is None else messaging_region(configuration),
    )


def _relying_party(req: w.SetUserPoolMfaConfigRequest) -> RelyingParty | None:
    given = req.get("WebAuthnConfiguration")
    if given is None:
        return None
    return RelyingParty(
        id=given.get("RelyingPartyId"),
        user_verification=given.get("UserVerification"),
        multi_factor=given.get("FactorConfiguration") == "MULTI_FACTOR_WITH_USER_VERIFICATION",
        factor_given="FactorConfiguration" in given,
    )
