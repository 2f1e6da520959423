"""Translation between the shapes of the operations on users' factors and the domain's values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled
from domain import texts
from domain.accounts.auth_factors import AuthFactors
from domain.accounts.mfa_preference import Preference, Wish
from domain.errors import InvalidParameterException
from domain.model.factors import SecondFactor, UserFactors

TokenRequest: TypeAlias = w.AssociateSoftwareTokenRequest | w.VerifySoftwareTokenRequest
PreferenceRequest: TypeAlias = w.SetUserMFAPreferenceRequest | w.AdminSetUserMFAPreferenceRequest


def preference(req: PreferenceRequest) -> Preference:
    """Read which factors are wanted."""
    given = {
        SecondFactor.SMS: req.get("SMSMfaSettings"),
        SecondFactor.SOFTWARE_TOKEN: req.get("SoftwareTokenMfaSettings"),
        SecondFactor.EMAIL: req.get("EmailMfaSettings"),
    }
    passkey = req.get("WebAuthnMfaSettings")
    return Preference(
        wishes={
            factor: Wish(enabled=wish.get("Enabled"), preferred=wish.get("PreferredMfa"))
            for factor, wish in given.items()
            if wish is not None
        },
        passkey=None if passkey is None else passkey.get("Enabled", False),
    )


def wants_text_messages(options: Iterable[w.MFAOptionType]) -> bool:
    """Read the older MFAOptions: text messages, or an empty list for none.

    Raises InvalidParameterException for anything else.
    """
    given = list(options)
    for option in given:
        if (option.get("DeliveryMedium"), option.get("AttributeName")) != ("SMS", "phone_number"):
            raise InvalidParameterException(texts.ONLY_TEXT_MESSAGES)
    return bool(given)


def access_token(req: TokenRequest) -> str | None:
    """Read the access token, or None where the request comes by its Session instead.

    Raises InvalidParameterException if it comes by both or neither.
    """
    if ("AccessToken" in req) == ("Session" in req):
        raise InvalidParameterException(texts.EITHER_TOKEN_OR_SESSION)
    return req.get("AccessToken")


def second_factors(factors: UserFactors) -> dict[str, object]:
    """Write what a user has set; every member is absent where there is nothing (recorded)."""
    options = [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]
    preferred = factors.preferred
    return filled(
        {
            "MFAOptions": options if factors.sms_by_settings else None,
            "PreferredMfaSetting": None if preferred is None else preferred.value,
            "UserMFASettingList": [each.value for each in factors.enabled] or None,
        }
    )


def auth_factors(value: AuthFactors) -> w.GetUserAuthFactorsResponse:
    """Write GetUserAuthFactors; the administrator's operation has the same shape."""
    factors = second_factors(value.user.factors)
    factors.pop("MFAOptions", None)
    shape = {
        "Username": value.user.username,
        **factors,
        "ConfiguredUserAuthFactors": list(value.configured),
    }
    return cast("w.GetUserAuthFactorsResponse", shape)
