"""SetUserPoolMfaConfig and GetUserPoolMfaConfig, from outside."""

from __future__ import annotations

import pytest

from tests.api.administration import Administrator
from tests.api.pool_shapes import INVALID, SMS, updatable
from tests.api.stage import Members

FULL: Members = {
    "MfaConfiguration": "OPTIONAL",
    "SmsMfaConfiguration": {
        "SmsAuthenticationMessage": "Sign in with {####}",
        "SmsConfiguration": SMS,
    },
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
    "EmailMfaConfiguration": {"Message": "Use {####}", "Subject": "A code"},
    "WebAuthnConfiguration": {
        "RelyingPartyId": "example.com",
        "UserVerification": "required",
        "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
    },
}
OFF_WITH_FACTORS = (
    "Invalid MFA configuration given, can't turn off MFA and configure an MFA together."
)
NOTHING_OFFERED = (
    "Invalid MFA configuration given, can't disable all MFAs with a required or optional"
    " configuration."
)
EMAIL_ON_LITE = (
    "The following feature is not available for the LITE pricing tier configured: Email MFA"
)


@pytest.fixture
def pool_id(admin: Administrator) -> str:
    """A plain pool."""
    return str(admin.new_pool()["Id"])


def test_a_plain_pool_asks_for_nothing(admin: Administrator, pool_id: str) -> None:
    """A pool for which nothing was set shows that, and no member more."""
    assert admin("GetUserPoolMfaConfig", UserPoolId=pool_id) == {"MfaConfiguration": "OFF"}


def test_everything_that_was_set_is_shown(admin: Administrator, pool_id: str) -> None:
    """Both operations answer with what was set, member for member."""
    assert admin("SetUserPoolMfaConfig", UserPoolId=pool_id, **FULL) == FULL
    assert admin("GetUserPoolMfaConfig", UserPoolId=pool_id) == FULL


def test_what_was_set_can_be_sent_back(admin: Administrator, pool_id: str) -> None:
    """Setting what is shown changes nothing."""
    shown = admin("SetUserPoolMfaConfig", UserPoolId=pool_id, **FULL)

    assert admin("SetUserPoolMfaConfig", UserPoolId=pool_id, **shown) == FULL


def test_empty_blocks_are_shown_empty(admin: Administrator, pool_id: str) -> None:
    """A block without members is a factor with the usual texts, or nothing said of passkeys."""
    asked: Members = {
        "MfaConfiguration": "ON",
        "EmailMfaConfiguration": {},
        "WebAuthnConfiguration": {},
    }

    assert admin("SetUserPoolMfaConfig", UserPoolId=pool_id, **asked) == asked


def test_text_messages_are_one_setting_in_two_places(admin: Administrator, pool_id: str) -> None:
    """What sends them, and their text, is shown by both operations wherever it was set."""
    admin("SetUserPoolMfaConfig", UserPoolId=pool_id, **FULL)

    pool = admin.pool(pool_id)
    assert pool["MfaConfiguration"] == "OPTIONAL"
    assert pool["SmsConfiguration"] == SMS
    assert pool["SmsAuthenticationMessage"] == "Sign in with {####}"
    assert "WebAuthnConfiguration" not in pool
    other = {**SMS, "ExternalId": "another"}
    admin("UpdateUserPool", UserPoolId=pool_id, **{**updatable(pool), "SmsConfiguration": other})
    shown = admin("GetUserPoolMfaConfig", UserPoolId=pool_id)
    assert shown["SmsMfaConfiguration"]["SmsConfiguration"] == other


@pytest.mark.parametrize("mode", ["ON", "OPTIONAL"])
def test_a_pool_made_with_text_messages_offers_them(admin: Administrator, mode: str) -> None:
    """CreateUserPool with MFA and an SmsConfiguration switches codes by text message on."""
    pool = admin.new_pool(MfaConfiguration=mode, SmsConfiguration=SMS)

    assert admin("GetUserPoolMfaConfig", UserPoolId=pool["Id"]) == {
        "MfaConfiguration": mode,
        "SmsMfaConfiguration": {"SmsConfiguration": SMS},
    }


def test_a_pool_with_tokens_alone_is_updated(admin: Administrator, pool_id: str) -> None:
    """UpdateUserPool takes what DescribeUserPool shows of a pool without text messages."""
    request: Members = {
        "MfaConfiguration": "ON",
        "SoftwareTokenMfaConfiguration": {"Enabled": True},
    }
    admin("SetUserPoolMfaConfig", UserPoolId=pool_id, **request)

    admin("UpdateUserPool", UserPoolId=pool_id, **updatable(admin.pool(pool_id)))

    assert admin("GetUserPoolMfaConfig", UserPoolId=pool_id) == request


REFUSED: list[tuple[Members, str]] = [
    (FULL | {"MfaConfiguration": "OFF"}, OFF_WITH_FACTORS),
    ({"MfaConfiguration": "ON"}, NOTHING_OFFERED),
    (
        {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": False}},
        NOTHING_OFFERED,
    ),
    (
        {"MfaConfiguration": "ON", "SmsMfaConfiguration": {"SmsConfiguration": {}}},
        "SmsConfiguration needs either SnsCallerArn or EumsSms.",
    ),
    (
        {"WebAuthnConfiguration": {"RelyingPartyId": "https://example.com"}},
        "RelyingPartyId must be a domain name below a public suffix, without scheme and port.",
    ),
]


@pytest.mark.parametrize(("request_members", "text"), REFUSED)
def test_settings_that_clash_are_refused(
    admin: Administrator, pool_id: str, request_members: Members, text: str
) -> None:
    """Each refusal has its text, and nothing was changed."""
    refused = admin.refused("SetUserPoolMfaConfig", UserPoolId=pool_id, **request_members)

    assert refused == (INVALID, text)
    assert admin("GetUserPoolMfaConfig", UserPoolId=pool_id) == {"MfaConfiguration": "OFF"}


def test_texts_without_a_place_for_the_code_are_refused(admin: Administrator, pool_id: str) -> None:
    """The model's own bounds hold for the texts."""
    error, text = admin.refused(
        "SetUserPoolMfaConfig", UserPoolId=pool_id, EmailMfaConfiguration={"Message": "no place"}
    )

    assert error == INVALID
    assert "emailMfaConfiguration.message" in text


def test_email_needs_a_higher_plan(admin: Administrator) -> None:
    """A pool of the plan Lite cannot have codes by e-mail."""
    pool = admin.new_pool(UserPoolTier="LITE")
    request: Members = {"MfaConfiguration": "ON", "EmailMfaConfiguration": {}}

    assert admin.refused("SetUserPoolMfaConfig", UserPoolId=pool["Id"], **request) == (
        "FeatureUnavailableInTierException",
        EMAIL_ON_LITE,
    )


def test_an_unknown_pool_is_told(admin: Administrator) -> None:
    """Both operations name the pool that does not exist."""
    nowhere = "us-east-1_none00000"
    expected = ("ResourceNotFoundException", f"User pool {nowhere} does not exist.")

    assert admin.refused("GetUserPoolMfaConfig", UserPoolId=nowhere) == expected
    assert admin.refused("SetUserPoolMfaConfig", UserPoolId=nowhere) == expected
