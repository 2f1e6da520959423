"""Pools that cannot be, each with the error and the text of its rule."""

from __future__ import annotations

import pytest

from tests.api.administration import Administrator
from tests.api.pool_shapes import FUNCTION, INVALID, NO_NAME, ROLE_ARN
from tests.api.stage import Members

LIFETIMES = (
    "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of"
    " UnusedAccountValidityDays"
)


ONE_KIND_OF_NAME = (
    "Only one of the aliasAttributes or usernameAttributes can be set in a user pool."
)
ONE_FUNCTION = "PreTokenGeneration and the LambdaArn of PreTokenGenerationConfig must be the same."
ONE_SENDER = "SmsConfiguration needs either SnsCallerArn or EumsSms."
SOURCE_MISSING = "SourceArn is required when EmailSendingAccount is set to DEVELOPER."
SMS_REGION = "The Region of EumsSms must be the Region of the user pool."
KEY_MISSING = "KMSKeyID is required when a custom sender is configured."
THREAT_PROTECTION = (
    "The following feature is not available for the ESSENTIALS pricing tier configured: Threat"
    " protection"
)
SUBJECT = "s" * 141
SUBJECT_TOO_LONG = (
    f"1 validation error detected: Value '{SUBJECT}' at 'verificationMessageTemplate.emailSubject'"
    " failed to satisfy constraint: Member must have length less than or equal to 140"
)
LIFETIME_TOO_LONG = (
    "1 validation error detected: Value '366' at 'adminCreateUserConfig.unusedAccountValidityDays'"
    " failed to satisfy constraint: Member must have value less than or equal to 365"
)
NAME = "n" * 21
NAME_TOO_LONG = (
    f"1 validation error detected: Value '{NAME}' at 'schema.1.member.name' failed to satisfy"
    " constraint: Member must have length less than or equal to 20"
)

OTHER_FUNCTION = {"LambdaVersion": "V1_0", "LambdaArn": FUNCTION + "2"}
END_USER_MESSAGING = {"CallerArn": ROLE_ARN, "Region": "eu-west-1"}

REFUSED: list[tuple[Members, str]] = [
    ({"AliasAttributes": ["email"], "UsernameAttributes": ["email"]}, ONE_KIND_OF_NAME),
    ({"Schema": [{"AttributeDataType": "String"}]}, NO_NAME),
    ({"Schema": [{"Name": NAME, "AttributeDataType": "String"}]}, NAME_TOO_LONG),
    (
        {
            "Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 7}},
            "AdminCreateUserConfig": {"UnusedAccountValidityDays": 7},
        },
        LIFETIMES,
    ),
    ({"AdminCreateUserConfig": {"UnusedAccountValidityDays": 366}}, LIFETIME_TOO_LONG),
    ({"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"}}, SOURCE_MISSING),
    ({"SmsConfiguration": {"ExternalId": "outside"}}, ONE_SENDER),
    (
        {"SmsConfiguration": {"SnsCallerArn": ROLE_ARN, "EumsSms": END_USER_MESSAGING}},
        ONE_SENDER,
    ),
    ({"SmsConfiguration": {"EumsSms": END_USER_MESSAGING}}, SMS_REGION),
    (
        {
            "LambdaConfig": {
                "PreTokenGeneration": FUNCTION,
                "PreTokenGenerationConfig": OTHER_FUNCTION,
            }
        },
        ONE_FUNCTION,
    ),
    ({"LambdaConfig": {"CustomSMSSender": OTHER_FUNCTION}}, KEY_MISSING),
    ({"LambdaConfig": {"CustomEmailSender": OTHER_FUNCTION}}, KEY_MISSING),
    ({"VerificationMessageTemplate": {"EmailSubject": SUBJECT}}, SUBJECT_TOO_LONG),
]


@pytest.mark.parametrize(("members", "text"), REFUSED, ids=str)
def test_a_refused_pool_is_told_why(admin: Administrator, members: Members, text: str) -> None:
    """Settings that cannot be are refused in the words of their rule, and nothing is made."""
    assert admin.refused("CreateUserPool", PoolName="people", **members) == (INVALID, text)
    assert admin("ListUserPools", MaxResults=1) == {"UserPools": []}


def test_a_feature_above_the_plan_is_named(admin: Administrator) -> None:
    """What the plan of a pool does not hold is refused with the feature's name."""
    members = {"UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}}

    assert admin.refused("CreateUserPool", PoolName="people", **members) == (
        "FeatureUnavailableInTierException",
        THREAT_PROTECTION,
    )


def test_reserved_tags_are_refused(admin: Administrator) -> None:
    """A tag under aws: is refused by an update as well, which then changes nothing."""
    pool = admin.new_pool()

    refusal = admin.refused(
        "UpdateUserPool", UserPoolId=pool["Id"], UserPoolTags={"aws:team": "people"}
    )

    assert refusal == ("UserPoolTaggingException", "Tag keys cannot begin with aws:")
    assert admin.pool(pool["Id"]) == pool


def test_a_plan_is_not_lowered_under_a_kept_feature(admin: Administrator) -> None:
    """Dynamic registration, which an update keeps, has to be switched off before Lite."""
    pool = admin.new_pool(DcrConfiguration={})

    error, _ = admin.refused("UpdateUserPool", UserPoolId=pool["Id"], UserPoolTier="LITE")

    assert error == "TierChangeNotAllowedException"
    assert admin.pool(pool["Id"]) == pool
    admin(
        "UpdateUserPool",
        UserPoolId=pool["Id"],
        UserPoolTier="LITE",
        DcrConfiguration={"EnableStatus": "Disabled"},
    )
