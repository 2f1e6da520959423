"""Factors: what a user can prove in a sign-in, and which second ones he and his pool have on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.model.identifiers import PoolId, Sub


class Factor(StrEnum):
    """Something that a user has proven in a sign-in; its tokens remember it (acr, amr)."""

    PASSWORD = "PASSWORD"
    CUSTOM = "CUSTOM"
    SMS = "SMS"
    EMAIL = "EMAIL"
    SOFTWARE_TOKEN = "SOFTWARE_TOKEN"
    PLATFORM_PASSKEY = "PLATFORM_PASSKEY"
    ROAMING_PASSKEY = "ROAMING_PASSKEY"
    USER_VERIFICATION = "USER_VERIFICATION"
    """The authenticator of the passkey verified its user, by PIN or by his body."""
    DEVICE = "DEVICE"


class SecondFactor(StrEnum):
    """A second factor, by its name in UserMFASettingList; the challenge has the same name."""

    SMS = "SMS_MFA"
    SOFTWARE_TOKEN = "SOFTWARE_TOKEN_MFA"
    EMAIL = "EMAIL_OTP"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFactors:
    """What a user has set about second factors.

    `enabled` are those that are switched on, in the order of `SecondFactor`; `preferred` is one of
    them. `token_verified` says that there is a software token whose secret was proven (switched on
    or not) and `token_name` what its user calls it. `passkey_mfa` is WebAuthnMfaSettings.
    `sms_by_settings` says that SMS was switched on by the older SetUserSettings, which GetUser then
    shows as MFAOptions.
    """

    enabled: tuple[SecondFactor, ...] = ()
    preferred: SecondFactor | None = None
    token_verified: bool = False
    token_name: str | None = None
    passkey_mfa: bool = False
    sms_by_settings: bool = False


NO_FACTORS = UserFactors()


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftwareToken:
    """The TOTP secret of a user, sealed, and the last time step that was accepted (SEC-21).

    `id` tells it from an earlier one: a step of that was not used with this.
    """

    pool_id: PoolId
    sub: Sub
    id: str
    sealed_secret: bytes = field(repr=False)
    last_step: int
    created_at_ms: int
