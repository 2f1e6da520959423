"""What the settings of a pool must satisfy together (users-and-pools.md 3, triggers.md 1).

Ranges and enumerations are checked with the request. Not here: the schema (schema), feature plans
(tiers).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.errors import InvalidParameterException, UserPoolTaggingException
from domain.model.pool import MfaMode, PoolSettings, SecondFactors
from domain.tokens.assurance import DEFAULT_NAMES

ACR_DEFAULTS: Final = {f"Level{level}": name for level, name in DEFAULT_NAMES.items()}
"""The names of the levels of assurance where a pool renames none (oauth-oidc.md 3.6)."""

_TAGS_MAX: Final = 50
_RESERVED_TAG: Final = "aws:"
_ARN_REGION: Final = 3
_ADMIN_ONLY: Final = "admin_only"

_ONE_KIND_OF_NAME: Final = (
    "Only one of the aliasAttributes or usernameAttributes can be set in a user pool."
)
_ALIAS_REQUIRED: Final = (
    "preferred_username cannot be a required attribute, since it is configured as an alias."
)
_PASSWORD_MISSING: Final = "Password should be configured as one of the allowed first auth factors."
_SOFTWARE_TOKEN_FIRST: Final = "SOFTWARE_TOKEN is not supported as a first auth factor."
_SMS_FOR_VERIFICATION: Final = (
    "SMS configuration is required when phone_number is selected for auto verification"
)
_SMS_FOR_MFA: Final = (
    "SMS configuration and Auto verification for phone_number are required when MFA is"
    " required/optional"
)
_SMS_REGION: Final = "The Region of EumsSms must be the Region of the user pool."
_NOT_AUTO_VERIFIED: Final = (
    "AttributesRequireVerificationBeforeUpdate can only hold attributes that are in"
    " AutoVerifiedAttributes."
)
_RECOVERY: Final = "Invalid account recovery setting parameter. "
_ADMIN_ONLY_ALONE: Final = (
    _RECOVERY + "Account recovery setting cannot use admin_only setting with any other recovery"
    " mechanisms."
)
_RECOVERY_TWICE: Final = _RECOVERY + "Names and priorities of recovery mechanisms must be distinct."
_CROSS_REGION: Final = "Cross-region lambda functions are not supported"
_ACR_TWICE: Final = "AcrConfiguration needs a different name for each of the four levels."
_TOO_MANY_TAGS: Final = f"A user pool can have at most {_TAGS_MAX} tags."
_TAG_RESERVED: Final = f"Tag keys cannot begin with {_RESERVED_TAG}"


def check_names(username: tuple[str, ...], alias: tuple[str, ...], required: set[str]) -> None:
    """Refuse attributes as user names beside aliases, and an alias that everybody must have.

    `required` are the names of the required attributes. Raises InvalidParameterException.
    """
    if username and alias:
        raise InvalidParameterException(_ONE_KIND_OF_NAME)
    if "preferred_username" in alias and "preferred_username" in required:
        raise InvalidParameterException(_ALIAS_REQUIRED)


def check_settings(settings: PoolSettings, offered: SecondFactors, region: str) -> None:
    """Check the settings of a pool in that region, beside the second factors that it offers.

    Raises InvalidParameterException or UserPoolTaggingException.
    """
    _check_first_factors(settings)
    check_sms(settings, offered, region)
    _check_verification(settings)
    _check_recovery(settings)
    _check_triggers(settings, region)
    _check_acr_names(settings)
    check_tags(settings.tags)


def _check_first_factors(settings: PoolSettings) -> None:
    if "PASSWORD" not in settings.first_factors:
        raise InvalidParameterException(_PASSWORD_MISSING)
    if "SOFTWARE_TOKEN" in settings.first_factors:
        raise InvalidParameterException(_SOFTWARE_TOKEN_FIRST)


def check_sms(settings: PoolSettings, offered: SecondFactors, region: str) -> None:
    """Refuse what needs text messages in a pool that says nothing of them.

    Multi-factor authentication does, unless it is by other factors alone; those are set by
    SetUserPoolMfaConfig. Raises InvalidParameterException.
    """
    if "phone_number" in settings.auto_verified and not settings.sms_configured:
        raise InvalidParameterException(_SMS_FOR_VERIFICATION)
    by_other_factors = not offered.sms and (offered.software_token or offered.email)
    if settings.mfa is not MfaMode.OFF and not settings.sms_configured and not by_other_factors:
        raise InvalidParameterException(_SMS_FOR_MFA)
    if settings.sms_region not in {None, region}:
        raise InvalidParameterException(_SMS_REGION)


def _check_verification(settings: PoolSettings) -> None:
    if not set(settings.verify_before_update) <= set(settings.auto_verified):
        raise InvalidParameterException(_NOT_AUTO_VERIFIED)


def _check_recovery(settings: PoolSettings) -> None:
    names = {option.name for option in settings.recovery}
    priorities = {option.priority for option in settings.recovery}
    if _ADMIN_ONLY in names and len(settings.recovery) > 1:
        raise InvalidParameterException(_ADMIN_ONLY_ALONE)
    if not len(names) == len(priorities) == len(settings.recovery):
        raise InvalidParameterException(_RECOVERY_TWICE)


def _check_triggers(settings: PoolSettings, region: str) -> None:
    for arn in settings.triggers.values():
        if arn.split(":")[_ARN_REGION] not in {"", region}:
            raise InvalidParameterException(_CROSS_REGION)


def _check_acr_names(settings: PoolSettings) -> None:
    effective = {**ACR_DEFAULTS, **settings.acr_names}
    if len(set(effective.values())) != len(effective):
        raise InvalidParameterException(_ACR_TWICE)


def check_tags(tags: Mapping[str, str]) -> None:
    """Check all tags of a pool or a replica together. Raises UserPoolTaggingException."""
    refusal = tags_refused(tags)
    if refusal is not None:
        raise UserPoolTaggingException(refusal)


def tags_refused(tags: Mapping[str, str]) -> str | None:
    """Say why these cannot be all tags of a pool together; None if they can."""
    if len(tags) > _TAGS_MAX:
        return _TOO_MANY_TAGS
    return _TAG_RESERVED if any(key.startswith(_RESERVED_TAG) for key in tags) else None
