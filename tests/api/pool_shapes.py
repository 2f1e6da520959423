"""User pools as the wire shows them: with every member set, and with the defaults alone."""

from __future__ import annotations

from typing import Final

from tests.api.stage import Members

INVALID: Final = "InvalidParameterException"
NO_NAME: Final = (
    "1 validation error detected: Value at 'schema.1.member.name' failed to satisfy constraint:"
    " Member must not be null"
)
FUNCTION: Final = "arn:aws:lambda:us-east-1:000000000000:function:hook"
ROLE_ARN: Final = "arn:aws:iam::000000000000:role/sms"
KEY_ARN: Final = "arn:aws:kms:us-east-1:000000000000:key/1"
SOURCE_ARN: Final = "arn:aws:ses:us-east-1:000000000000:identity/no-reply@example.com"
SMS: Final = {"SnsCallerArn": ROLE_ARN, "ExternalId": "outside", "SnsRegion": "us-east-1"}

FULL: Final[Members] = {
    "Policies": {
        "PasswordPolicy": {
            "MinimumLength": 12,
            "RequireUppercase": False,
            "RequireLowercase": True,
            "RequireNumbers": True,
            "RequireSymbols": False,
            "PasswordHistorySize": 3,
            "TemporaryPasswordValidityDays": 2,
        },
        "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]},
    },
    "DeletionProtection": "ACTIVE",
    "LambdaConfig": {
        "PreSignUp": FUNCTION,
        "PreTokenGeneration": FUNCTION,
        "PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": FUNCTION},
        "CustomEmailSender": {"LambdaVersion": "V1_0", "LambdaArn": FUNCTION},
        "KMSKeyID": KEY_ARN,
    },
    "AutoVerifiedAttributes": ["phone_number", "email"],
    "SmsVerificationMessage": "Code {####}",
    "EmailVerificationMessage": "Your code {####}",
    "EmailVerificationSubject": "A code",
    "VerificationMessageTemplate": {
        "SmsMessage": "Code {####}",
        "EmailMessage": "Your code {####}",
        "EmailSubject": "A code",
        "EmailMessageByLink": "Press {##here##}",
        "EmailSubjectByLink": "A link",
        "DefaultEmailOption": "CONFIRM_WITH_LINK",
    },
    "SmsAuthenticationMessage": "Sign in with {####}",
    "MfaConfiguration": "OPTIONAL",
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True},
    "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER", "SourceArn": SOURCE_ARN},
    "SmsConfiguration": SMS,
    "UserPoolTags": {"team": "people"},
    "AdminCreateUserConfig": {
        "AllowAdminCreateUserOnly": True,
        "InviteMessageTemplate": {
            "SMSMessage": "{username} {####}",
            "EmailMessage": "{username} {####}",
            "EmailSubject": "Welcome",
        },
    },
    "UserPoolAddOns": {
        "AdvancedSecurityMode": "AUDIT",
        "AdvancedSecurityAdditionalFlows": {"CustomAuthMode": "ENFORCED"},
    },
    "DcrConfiguration": {"EnableStatus": "Enabled", "OpenDcrEnabled": False},
    "AccountRecoverySetting": {
        "RecoveryMechanisms": [
            {"Priority": 1, "Name": "verified_email"},
            {"Priority": 2, "Name": "verified_phone_number"},
        ]
    },
    "UserPoolTier": "PLUS",
    "KeyConfiguration": {"KeyType": "AWS_OWNED_KEY"},
    "IssuerConfiguration": {"Type": "UPDATED"},
    "AcrConfiguration": {
        "Level1": {"AcrValue": "low"},
        "Level2": {"AcrValue": "urn:cognito:loa:2"},
        "Level3": {"AcrValue": "urn:cognito:loa:3"},
        "Level4": {"AcrValue": "high"},
    },
}
"""Every member that both operations take, with a value that is not its default."""

CREATED_ONLY: Final[Members] = {
    "AliasAttributes": ["email", "preferred_username"],
    "UsernameConfiguration": {"CaseSensitive": False},
}

DEFAULTS: Final[Members] = {
    "Name": "people",
    "EstimatedNumberOfUsers": 0,
    "Policies": {
        "PasswordPolicy": {
            "MinimumLength": 8,
            "RequireUppercase": True,
            "RequireLowercase": True,
            "RequireNumbers": True,
            "RequireSymbols": True,
            "TemporaryPasswordValidityDays": 7,
        },
        "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
    },
    "DeletionProtection": "INACTIVE",
    "LambdaConfig": {},
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": []},
    "MfaConfiguration": "OFF",
    "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
    "UserPoolTags": {},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False},
    "UserPoolTier": "ESSENTIALS",
    "AcrConfiguration": {
        f"Level{level}": {"AcrValue": f"urn:cognito:loa:{level}"} for level in range(1, 5)
    },
}

UPDATABLE: Final = (*FULL, "PoolName")


def updatable(pool: Members) -> Members:
    """Those members of a description that an update takes."""
    return {name: value for name, value in pool.items() if name in UPDATABLE}


def without(pool: Members, *names: str) -> Members:
    """The description but for some members."""
    return {name: value for name, value in pool.items() if name not in names}
