"""Wire shapes of a pool's configuration -> domain values.

Where the wire has two spellings of one setting they are brought together here, and refused when
they do not agree. Not here: rules about what the settings mean (domain.pools).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from adapters.api.wire import model as w
from adapters.api.wire.accept_messages import message_templates
from adapters.api.wire.accept_triggers import TriggerSettings, trigger_settings
from adapters.api.wire.missing import missing
from domain.errors import InvalidParameterException
from domain.model.pool import (
    DeviceTracking,
    DynamicRegistration,
    MfaMode,
    PasswordPolicy,
    PoolSettings,
    RecoveryOption,
)
from domain.model.schema import DataType
from domain.pools.pool_rules import ACR_DEFAULTS
from domain.pools.pools import NewPool
from domain.pools.schema import SchemaEntry

PoolRequest: TypeAlias = w.CreateUserPoolRequest | w.UpdateUserPoolRequest

_DEFAULT_POLICY: Final = PasswordPolicy()

_TWO_LIFETIMES: Final = (
    "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of"
    " UnusedAccountValidityDays"
)
_DEVELOPER_WITHOUT_SOURCE: Final = (
    "SourceArn is required when EmailSendingAccount is set to DEVELOPER."
)
_ONE_SMS_SENDER: Final = "SmsConfiguration needs either SnsCallerArn or EumsSms."


def new_pool(req: w.CreateUserPoolRequest) -> NewPool:
    """Return what CreateUserPool asks for. Raises InvalidParameterException."""
    case = req.get("UsernameConfiguration")
    return NewPool(
        name=req["PoolName"],
        settings=pool_settings(req),
        schema=schema_entries("schema", req.get("Schema", [])),
        username_attributes=tuple(req.get("UsernameAttributes", ())),
        alias_attributes=tuple(req.get("AliasAttributes", ())),
        case_sensitive=None if case is None else case["CaseSensitive"],
    )


def pool_settings(req: PoolRequest) -> PoolSettings:
    """Return the settings; members not given have their defaults.

    Raises InvalidParameterException.
    """
    admin = req.get("AdminCreateUserConfig", {})
    recovery = req.get("AccountRecoverySetting", {})
    updates = req.get("UserAttributeUpdateSettings", {})
    sms = req.get("SmsConfiguration")
    triggers = trigger_settings(req.get("LambdaConfig", {}))
    return PoolSettings(
        password_policy=_password_policy(req),
        first_factors=_first_factors(req),
        auto_verified=tuple(req.get("AutoVerifiedAttributes", ())),
        verify_before_update=tuple(updates.get("AttributesRequireVerificationBeforeUpdate", ())),
        admin_only_sign_up=admin.get("AllowAdminCreateUserOnly", False),
        unused_account_validity_days=_unused_validity_days(req),
        recovery=tuple(
            RecoveryOption(name=option["Name"], priority=option["Priority"])
            for option in recovery.get("RecoveryMechanisms", ())
        ),
        mfa=MfaMode(req.get("MfaConfiguration", "OFF")),
        devices=_devices(req),
        sms_configured=sms is not None,
        sms_region=None if sms is None else messaging_region(sms),
        deletion_protection=req.get("DeletionProtection") == "ACTIVE",
        tier=req.get("UserPoolTier", "ESSENTIALS"),
        threat_protection=_threat_protection(req),
        registration=_registration(req),
        acr_names=_acr_names(req),
        messages=message_templates(req),
        triggers=triggers.arns,
        token_trigger_version=triggers.token_version,
        code_key=triggers.code_key,
        tags=req.get("UserPoolTags", {}),
        kept=_kept(req, triggers),
    )


def unsaid(req: w.UpdateUserPoolRequest) -> frozenset[str]:
    """Return the fields that stay because an update says nothing of them, unlike all others."""
    return frozenset(field for member, field in _STAYING.items() if member not in req)


def schema_entries(member: str, given: Sequence[w.SchemaAttributeType]) -> tuple[SchemaEntry, ...]:
    """Return the entries of a list of attributes; `member` is its name in an error.

    Raises InvalidParameterException for an entry without a name, which the model would allow.
    """
    return tuple(
        _schema_entry(f"{member}.{place}.member.name", entry)
        for place, entry in enumerate(given, start=1)
    )


def _schema_entry(path: str, entry: w.SchemaAttributeType) -> SchemaEntry:
    if "Name" not in entry:
        raise missing(path)
    texts = entry.get("StringAttributeConstraints", {})
    numbers = entry.get("NumberAttributeConstraints", {})
    kind = entry.get("AttributeDataType")
    return SchemaEntry(
        name=entry["Name"],
        data_type=None if kind is None else DataType(kind),
        mutable=entry.get("Mutable"),
        required=entry.get("Required"),
        developer_only=entry.get("DeveloperOnlyAttribute", False),
        min_length=texts.get("MinLength"),
        max_length=texts.get("MaxLength"),
        min_value=numbers.get("MinValue"),
        max_value=numbers.get("MaxValue"),
        string_constraints="StringAttributeConstraints" in entry,
        number_constraints="NumberAttributeConstraints" in entry,
    )


def _password_policy(req: PoolRequest) -> PasswordPolicy:
    """Return the policy. In one that is given in part, what is not asked for is not required.

    The older UnusedAccountValidityDays says the same as TemporaryPasswordValidityDays; 0 of either
    means that nothing was said.
    """
    unused = _unused_validity_days(req)
    given = req.get("Policies", {}).get("PasswordPolicy", {})
    temporary = given.get("TemporaryPasswordValidityDays")
    if temporary and unused:
        raise InvalidParameterException(_TWO_LIFETIMES)
    required = not given
    return PasswordPolicy(
        minimum_length=given.get("MinimumLength", _DEFAULT_POLICY.minimum_length),
        require_uppercase=given.get("RequireUppercase", required),
        require_lowercase=given.get("RequireLowercase", required),
        require_numbers=given.get("RequireNumbers", required),
        require_symbols=given.get("RequireSymbols", required),
        temporary_validity_days=temporary or unused or _DEFAULT_POLICY.temporary_validity_days,
        history_size=given.get("PasswordHistorySize"),
    )


def _unused_validity_days(req: PoolRequest) -> int | None:
    """Return the lifetime by its older name, or None."""
    return req.get("AdminCreateUserConfig", {}).get("UnusedAccountValidityDays") or None


def _devices(req: PoolRequest) -> DeviceTracking | None:
    """Return how devices are tracked: any member switches it on."""
    given = req.get("DeviceConfiguration")
    if not given:
        return None
    return DeviceTracking(
        challenge_on_new=given.get("ChallengeRequiredOnNewDevice", False),
        only_on_prompt=given.get("DeviceOnlyRememberedOnUserPrompt", False),
    )


def _first_factors(req: PoolRequest) -> tuple[str, ...]:
    policy = req.get("Policies", {}).get("SignInPolicy", {})
    return tuple(policy.get("AllowedFirstAuthFactors", ("PASSWORD",)))


def messaging_region(sms: w.SmsConfigurationType) -> str | None:
    """Return the region given for End User Messaging. Raises InvalidParameterException."""
    if bool(sms.get("SnsCallerArn")) == ("EumsSms" in sms):
        raise InvalidParameterException(_ONE_SMS_SENDER)
    return sms["EumsSms"].get("Region") if "EumsSms" in sms else None


def _threat_protection(req: PoolRequest) -> str:
    if "UserPoolAddOns" not in req:
        return "OFF"
    add_ons = req["UserPoolAddOns"]
    more = add_ons.get("AdvancedSecurityAdditionalFlows", {})
    asked_for = {add_ons["AdvancedSecurityMode"], more.get("CustomAuthMode", "OFF")}
    return next(mode for mode in ("ENFORCED", "AUDIT", "OFF") if mode in asked_for)


def _registration(req: PoolRequest) -> DynamicRegistration | None:
    given = req.get("DcrConfiguration")
    if given is None:
        return None
    enabled = given.get("EnableStatus", "Enabled") == "Enabled"
    return DynamicRegistration(enabled=enabled, kept={**given})


def _acr_names(req: PoolRequest) -> dict[str, str]:
    given = {level: name["AcrValue"] for level, name in req.get("AcrConfiguration", {}).items()}
    return {level: name for level, name in given.items() if name != ACR_DEFAULTS[level]}


def _kept(req: PoolRequest, triggers: TriggerSettings) -> dict[str, object]:
    """Return the members that are only given back. Raises InvalidParameterException."""
    email = req.get("EmailConfiguration", {})
    if email.get("EmailSendingAccount") == "DEVELOPER" and not email.get("SourceArn"):
        raise InvalidParameterException(_DEVELOPER_WITHOUT_SOURCE)
    template = req.get("VerificationMessageTemplate", {})
    by_link = {name: value for name, value in template.items() if name in _LINK_MEMBERS}
    kept: dict[str, object] = {
        "LambdaConfig": triggers.kept,
        "VerificationMessageTemplate": by_link,
        **{name: value for name, value in req.items() if name in _KEPT},
    }
    return {name: value for name, value in kept.items() if value}


_KEPT: Final = frozenset(
    {
        "DeviceConfiguration",
        "EmailConfiguration",
        "IssuerConfiguration",
        "KeyConfiguration",
        "SmsConfiguration",
        "UserPoolAddOns",
    }
)
_STAYING: Final = {
    # As documented; tags because Terraform, which sets them by TagResource, never sends them.
    "DcrConfiguration": "registration",
    "UserPoolTags": "tags",
    "UserPoolTier": "tier",
}
_LINK_MEMBERS: Final = frozenset({"DefaultEmailOption", "EmailMessageByLink", "EmailSubjectByLink"})
