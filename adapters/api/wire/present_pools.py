"""User pools -> wire shapes: what was set, and the documented defaults (ruling 53).

Nothing is invented beyond those: infrastructure tools take every member of an answer for something
that somebody wanted, and send it back.
"""

from __future__ import annotations

from typing import Final, cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled, listed, seconds
from domain.model.pool import PasswordPolicy, UserPool
from domain.model.schema import AttributeSchema
from domain.paging import Page
from domain.pools.pool_rules import ACR_DEFAULTS
from domain.pools.pools import DescribedPool

_ONLY_KEPT: Final = (
    "DeviceConfiguration",
    "IssuerConfiguration",
    "KeyConfiguration",
    "SmsConfiguration",
    "UserPoolAddOns",
)


def user_pool(described: DescribedPool) -> w.UserPoolType:
    """Return the whole description of a pool."""
    pool = described.pool
    shape = {
        "Id": pool.id,
        "Name": pool.name,
        "Arn": described.arn,
        "CreationDate": seconds(pool.created_at_ms),
        "LastModifiedDate": seconds(pool.modified_at_ms),
        "EstimatedNumberOfUsers": described.users,
        "SchemaAttributes": [schema_attribute(attribute) for attribute in pool.schema],
        "AliasAttributes": listed(pool.alias_attributes),
        "UsernameAttributes": listed(pool.username_attributes),
        "UsernameConfiguration": _username_configuration(pool),
        **_domains(described),
        **_settings(pool),
        **_messages(pool),
        **{name: pool.kept.get(name) for name in _ONLY_KEPT},
    }
    return cast("w.UserPoolType", filled(shape))


def listed_pool(pool: UserPool) -> w.UserPoolDescriptionType:
    """Return the short form of a pool that ListUserPools shows."""
    return {
        "Id": pool.id,
        "Name": pool.name,
        "LambdaConfig": cast("w.LambdaConfigType", pool.kept.get("LambdaConfig", {})),
        "CreationDate": seconds(pool.created_at_ms),
        "LastModifiedDate": seconds(pool.modified_at_ms),
    }


def pools_page(page: Page[UserPool]) -> w.ListUserPoolsResponse:
    """Return a page of ListUserPools."""
    shape = {"UserPools": [listed_pool(pool) for pool in page.items], "NextToken": page.next_token}
    return cast("w.ListUserPoolsResponse", filled(shape))


def schema_attribute(attribute: AttributeSchema) -> w.SchemaAttributeType:
    """Return one attribute of the schema; its constraints are texts on the wire."""
    texts = {"MinLength": attribute.min_length, "MaxLength": attribute.max_length}
    numbers = {"MinValue": attribute.min_value, "MaxValue": attribute.max_value}
    shape = {
        "Name": attribute.name,
        "AttributeDataType": attribute.data_type.value,
        "DeveloperOnlyAttribute": attribute.developer_only,
        "Mutable": attribute.mutable,
        "Required": attribute.required,
        "StringAttributeConstraints": filled(texts) if attribute.string_constraints else None,
        "NumberAttributeConstraints": filled(numbers) if attribute.number_constraints else None,
    }
    return cast("w.SchemaAttributeType", filled(shape))


def _domains(described: DescribedPool) -> dict[str, object]:
    return {
        "CustomDomain" if domain.is_custom else "Domain": domain.name
        for domain in described.domains
    }


def _settings(pool: UserPool) -> dict[str, object]:
    return {
        "Policies": {
            "PasswordPolicy": _password_policy(pool),
            "SignInPolicy": {"AllowedFirstAuthFactors": list(pool.first_factors)},
        },
        "DeletionProtection": "ACTIVE" if pool.deletion_protection else "INACTIVE",
        "LambdaConfig": pool.kept.get("LambdaConfig", {}),
        "AutoVerifiedAttributes": listed(pool.auto_verified),
        "UserAttributeUpdateSettings": {
            "AttributesRequireVerificationBeforeUpdate": list(pool.verify_before_update)
        },
        "MfaConfiguration": pool.mfa.value,
        "EmailConfiguration": {
            "EmailSendingAccount": "COGNITO_DEFAULT",
            **cast("w.EmailConfigurationType", pool.kept.get("EmailConfiguration", {})),
        },
        "UserPoolTags": dict(pool.tags),
        "AccountRecoverySetting": _recovery(pool),
        "UserPoolTier": pool.tier,
        "DcrConfiguration": None if pool.registration is None else pool.registration.kept,
        "AcrConfiguration": {
            level: {"AcrValue": name} for level, name in {**ACR_DEFAULTS, **pool.acr_names}.items()
        },
    }


def _password_policy(pool: UserPool) -> dict[str, object]:
    """Return the policy; its lifetime is left out where the older member gave it.

    The service refuses both together, and what is described can be sent back in an update.
    """
    policy: PasswordPolicy = pool.password_policy
    by_older_member = pool.unused_account_validity_days is not None
    return filled(
        {
            "MinimumLength": policy.minimum_length,
            "RequireUppercase": policy.require_uppercase,
            "RequireLowercase": policy.require_lowercase,
            "RequireNumbers": policy.require_numbers,
            "RequireSymbols": policy.require_symbols,
            "PasswordHistorySize": policy.history_size,
            "TemporaryPasswordValidityDays": (
                None if by_older_member else policy.temporary_validity_days
            ),
        }
    )


def _messages(pool: UserPool) -> dict[str, object]:
    """Return the texts that were set, those of verification in both of their places."""
    messages = pool.messages
    by_link = cast("dict[str, object]", pool.kept.get("VerificationMessageTemplate", {}))
    template = {
        "DefaultEmailOption": "CONFIRM_WITH_CODE",
        "EmailMessage": messages.verification_email,
        "EmailSubject": messages.verification_subject,
        "SmsMessage": messages.verification_sms,
        **by_link,
    }
    invitation = filled(
        {
            "EmailMessage": messages.invitation_email,
            "EmailSubject": messages.invitation_subject,
            "SMSMessage": messages.invitation_sms,
        }
    )
    admin = {
        "AllowAdminCreateUserOnly": pool.admin_only_sign_up,
        "UnusedAccountValidityDays": pool.unused_account_validity_days,
        "InviteMessageTemplate": invitation or None,
    }
    return {
        "EmailVerificationMessage": messages.verification_email,
        "EmailVerificationSubject": messages.verification_subject,
        "SmsVerificationMessage": messages.verification_sms,
        "SmsAuthenticationMessage": messages.authentication_sms,
        "VerificationMessageTemplate": filled(template),
        "AdminCreateUserConfig": filled(admin),
    }


def _recovery(pool: UserPool) -> dict[str, object] | None:
    options = [{"Name": option.name, "Priority": option.priority} for option in pool.recovery]
    return {"RecoveryMechanisms": options} if options else None


def _username_configuration(pool: UserPool) -> dict[str, object] | None:
    return {"CaseSensitive": pool.case_sensitive} if pool.case_sensitivity_given else None
