"""User pools: the tenant boundary, with the policies that decide what its users may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.model.factors import SecondFactor
from domain.model.identifiers import PoolId
from domain.model.keys import PoolKeys
from domain.model.log_delivery import LogDelivery
from domain.model.risk import RiskConfiguration
from domain.model.schema import AttributeSchema

LITE: Final = "LITE"
"""The lowest feature plan."""


class MfaMode(StrEnum):
    """Whether a pool asks for a second factor."""

    OFF = "OFF"
    ON = "ON"
    OPTIONAL = "OPTIONAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """What a new password must satisfy, and how long a temporary one lives."""

    minimum_length: int = 8
    require_uppercase: bool = True
    require_lowercase: bool = True
    require_numbers: bool = True
    require_symbols: bool = True
    temporary_validity_days: int = 7
    history_size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryOption:
    """One way to recover a password: verified_email, verified_phone_number or admin_only."""

    name: str
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTemplates:
    """Texts that a pool sends; None means the default text of `domain.messages.templates`."""

    verification_email: str | None = None
    verification_subject: str | None = None
    verification_sms: str | None = None
    invitation_email: str | None = None
    invitation_subject: str | None = None
    invitation_sms: str | None = None
    authentication_sms: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicRegistration:
    """Whether applications may register clients themselves; `kept` is the member as given."""

    enabled: bool
    kept: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTracking:
    """Whether devices are asked for, and when they are remembered (DeviceConfiguration).

    With `challenge_on_new` a remembered device stands in for the second factor; with
    `only_on_prompt` a device is remembered when its user says so, else as soon as it is confirmed.
    """

    challenge_on_new: bool = False
    only_on_prompt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RelyingParty:
    """How passkeys are made and asked for (WebAuthnConfiguration); None where nothing was said.

    With `multi_factor` a passkey that verified its user satisfies multi-factor authentication.
    """

    id: str | None = None
    user_verification: str | None = None
    multi_factor: bool = False
    factor_given: bool = False

    @property
    def requires_verification(self) -> bool:
        """Whether the authenticator must verify its user."""
        return self.user_verification == "required"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactors:
    """Which second factors a pool offers: what SetUserPoolMfaConfig replaces as a whole.

    UpdateUserPool, which replaces all other settings, leaves this as it is.
    """

    sms: bool = False
    software_token: bool = False
    email: bool = False
    email_message: str | None = None
    email_subject: str | None = None
    relying_party: RelyingParty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTracking:
    """Whether a pool records its users' sign-ins, and how many of one user may live at once.

    What SetUserPoolSessionConfiguration replaces as a whole; UpdateUserPool leaves it as it is.
    """

    enabled: bool = False
    max_per_user: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """Everything about a pool that UpdateUserPool replaces as a whole.

    What a rule of ours reads has a field; every other member of Create and UpdateUserPool is in
    `kept`, as it was given, and is only returned. `triggers` maps a trigger name of LambdaConfig
    ("PreSignUp") to the ARN of its function, whatever the form it was given in; `kept` holds the
    whole LambdaConfig. `acr_names` holds only the levels that were renamed ("Level1").
    """

    password_policy: PasswordPolicy = PasswordPolicy()
    first_factors: tuple[str, ...] = ("PASSWORD",)
    auto_verified: tuple[str, ...] = ()
    verify_before_update: tuple[str, ...] = ()
    admin_only_sign_up: bool = False
    unused_account_validity_days: int | None = None
    recovery: tuple[RecoveryOption, ...] = ()
    mfa: MfaMode = MfaMode.OFF
    devices: DeviceTracking | None = None
    sms_configured: bool = False
    sms_region: str | None = None
    """The region that the SMS configuration names for End User Messaging, if it names one."""
    deletion_protection: bool = False
    tier: str = "ESSENTIALS"
    threat_protection: str = "OFF"
    """One of "OFF", "AUDIT" or "ENFORCED": the strictest mode that is asked for anywhere."""
    registration: DynamicRegistration | None = None
    acr_names: Mapping[str, str] = field(default_factory=dict)
    messages: MessageTemplates = MessageTemplates()
    triggers: Mapping[str, str] = field(default_factory=dict)
    token_trigger_version: str = "V1_0"
    """The event version that the PreTokenGeneration function is called with."""
    code_key: str | None = None
    """The KMS key under which custom senders are told codes (KMSKeyID)."""
    tags: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserPool(PoolSettings):
    """One user pool: its settings, and what is decided once, when it is made.

    `case_sensitivity_given` tells a pool that was made with UsernameConfiguration from one that
    has the default; only the former shows it.
    """

    id: PoolId
    name: str
    keys: PoolKeys
    created_at_ms: int
    modified_at_ms: int
    version: int = 1
    schema: tuple[AttributeSchema, ...]
    username_attributes: tuple[str, ...] = ()
    alias_attributes: tuple[str, ...] = ()
    case_sensitive: bool = True
    case_sensitivity_given: bool = False
    second_factors: SecondFactors = SecondFactors()
    sessions: SessionTracking = SessionTracking()
    risk: RiskConfiguration | None = None
    log_delivery: tuple[LogDelivery, ...] = ()

    @property
    def offers(self) -> tuple[SecondFactor, ...]:
        """The second factors that its users may have; none while it asks for none."""
        if self.mfa is MfaMode.OFF:
            return ()
        given = self.second_factors
        offered = {
            SecondFactor.SMS: given.sms,
            SecondFactor.SOFTWARE_TOKEN: given.software_token,
            SecondFactor.EMAIL: given.email,
        }
        return tuple(factor for factor in SecondFactor if offered[factor])

    @property
    def srp_name(self) -> str:
        """The part of the id that Cognito's SRP hashes: everything after the first `_`."""
        return self.id.partition("_")[2]

    def attribute(self, name: str) -> AttributeSchema | None:
        """The schema of one attribute by its full name, or None."""
        return next((entry for entry in self.schema if entry.name == name), None)
