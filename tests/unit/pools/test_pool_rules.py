"""Rules about the settings of a pool, each with its text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import InvalidParameterException, UserPoolTaggingException
from domain.model.pool import MfaMode, PoolSettings, RecoveryOption, SecondFactors
from domain.pools.pool_rules import check_names, check_settings

FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:hook"
EMAIL = RecoveryOption(name="verified_email", priority=1)
PHONE = RecoveryOption(name="verified_phone_number", priority=2)
ADMIN = RecoveryOption(name="admin_only", priority=2)
SMS_FOR_MFA = (
    "SMS configuration and Auto verification for phone_number are required when MFA is"
    " required/optional"
)
NOT_AUTO_VERIFIED = (
    "AttributesRequireVerificationBeforeUpdate can only hold attributes that are in"
    " AutoVerifiedAttributes."
)
NONE = SecondFactors()
RECOVERY = "Invalid account recovery setting parameter. "
DISTINCT = "Names and priorities of recovery mechanisms must be distinct."


def settings(**members: Any) -> PoolSettings:  # noqa: ANN401 - any member
    """Settings that differ from the default in the members given."""
    return PoolSettings(**members)


@pytest.mark.parametrize(
    "accepted",
    [
        settings(),
        settings(auto_verified=("email",), verify_before_update=("email",)),
        settings(auto_verified=("phone_number",), sms_configured=True),
        settings(mfa=MfaMode.OPTIONAL, sms_configured=True, sms_region="eu-west-1"),
        settings(first_factors=("PASSWORD", "WEB_AUTHN")),
        settings(recovery=(EMAIL, PHONE)),
        settings(recovery=(ADMIN,)),
        settings(triggers={"PreSignUp": FUNCTION}),
        settings(acr_names={"Level1": "urn:cognito:loa:2", "Level2": "urn:cognito:loa:1"}),
        settings(tags={"team": "aws"}),
        settings(tags={str(each): "" for each in range(50)}),
    ],
)
def test_settings_that_go_together_are_accepted(accepted: PoolSettings) -> None:
    """The rules let pass what breaks none of them."""
    check_settings(accepted, NONE, "eu-west-1")


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        (
            settings(first_factors=("EMAIL_OTP",)),
            "Password should be configured as one of the allowed first auth factors.",
        ),
        (
            settings(first_factors=("PASSWORD", "SOFTWARE_TOKEN")),
            "SOFTWARE_TOKEN is not supported as a first auth factor.",
        ),
        (
            settings(auto_verified=("phone_number",)),
            "SMS configuration is required when phone_number is selected for auto verification",
        ),
        (settings(mfa=MfaMode.ON), SMS_FOR_MFA),
        (settings(mfa=MfaMode.OPTIONAL), SMS_FOR_MFA),
        (
            settings(sms_configured=True, sms_region="us-east-1"),
            "The Region of EumsSms must be the Region of the user pool.",
        ),
        (
            settings(auto_verified=("email",), verify_before_update=("phone_number",)),
            NOT_AUTO_VERIFIED,
        ),
        (
            settings(recovery=(EMAIL, ADMIN)),
            RECOVERY + "Account recovery setting cannot use admin_only setting with any other"
            " recovery mechanisms.",
        ),
        (settings(recovery=(EMAIL, EMAIL)), RECOVERY + DISTINCT),
        (
            settings(recovery=(EMAIL, RecoveryOption(name="verified_phone_number", priority=1))),
            RECOVERY + DISTINCT,
        ),
        (
            settings(triggers={"PreSignUp": FUNCTION.replace("eu-west-1", "us-east-1")}),
            "Cross-region lambda functions are not supported",
        ),
        (
            settings(acr_names={"Level1": "urn:cognito:loa:2"}),
            "AcrConfiguration needs a different name for each of the four levels.",
        ),
    ],
)
def test_settings_that_clash_are_refused(refused: PoolSettings, expected: str) -> None:
    """Each rule refuses what breaks it, with its own text."""
    with pytest.raises(InvalidParameterException) as caught:
        check_settings(refused, NONE, "eu-west-1")

    assert caught.value.text == expected


@pytest.mark.parametrize("offered", [SecondFactors(software_token=True), SecondFactors(email=True)])
def test_other_factors_need_no_text_messages(offered: SecondFactors) -> None:
    """A pool that offers tokens or e-mail, and no text messages, says nothing of these."""
    check_settings(settings(mfa=MfaMode.ON), offered, "eu-west-1")

    with pytest.raises(InvalidParameterException) as caught:
        check_settings(settings(mfa=MfaMode.ON), replace(offered, sms=True), "eu-west-1")
    assert caught.value.text == SMS_FOR_MFA


@pytest.mark.parametrize("tags", [{"aws:team": "people"}, {str(each): "" for each in range(51)}])
def test_reserved_and_too_many_tags_are_refused(tags: dict[str, str]) -> None:
    """Tags under aws: and more than fifty of them cannot be set."""
    with pytest.raises(UserPoolTaggingException):
        check_settings(settings(tags=tags), NONE, "eu-west-1")


def test_names_are_attributes_or_aliases() -> None:
    """A pool has UsernameAttributes or AliasAttributes, not both."""
    check_names(("email",), (), set())
    with pytest.raises(InvalidParameterException) as caught:
        check_names(("email",), ("phone_number",), set())

    assert caught.value.text == (
        "Only one of the aliasAttributes or usernameAttributes can be set in a user pool."
    )


def test_a_preferred_username_is_required_or_an_alias() -> None:
    """preferred_username as an alias can only be set later, so it cannot be required."""
    check_names((), ("preferred_username",), {"email"})

    with pytest.raises(InvalidParameterException):
        check_names((), ("preferred_username",), {"preferred_username"})
