"""Feature plans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import FeatureUnavailableInTierException, TierChangeNotAllowedException
from domain.model.pool import (
    DynamicRegistration,
    PasswordPolicy,
    PoolSettings,
    RelyingParty,
    SecondFactors,
)
from domain.pools.tiers import check, require_choice_based_sign_in

NONE = SecondFactors()
ABOVE_LITE = [
    (PoolSettings(first_factors=("PASSWORD", "EMAIL_OTP")), "Choice-based authentication"),
    (PoolSettings(password_policy=PasswordPolicy(history_size=3)), "Password history"),
    (PoolSettings(token_trigger_version="V2_0"), "Access token customization"),
    (PoolSettings(acr_names={"Level1": "low"}), "Custom ACR level names"),
    (PoolSettings(registration=DynamicRegistration(enabled=True)), "Dynamic client registration"),
]


def of_tier(settings: PoolSettings, tier: str) -> PoolSettings:
    """The same settings under another plan."""
    return replace(settings, tier=tier)


@pytest.mark.parametrize(("settings", "feature"), ABOVE_LITE)
def test_lite_lacks_features_that_essentials_holds(settings: PoolSettings, feature: str) -> None:
    """A feature of Essentials is refused under Lite, by name, and accepted above it."""
    check(of_tier(settings, "ESSENTIALS"), NONE)
    check(of_tier(settings, "PLUS"), NONE)

    with pytest.raises(FeatureUnavailableInTierException) as caught:
        check(of_tier(settings, "LITE"), NONE)

    assert caught.value.text == (
        "The following feature is not available for the LITE pricing tier configured: " + feature
    )


@pytest.mark.parametrize("mode", ["AUDIT", "ENFORCED"])
def test_threat_protection_needs_plus(mode: str) -> None:
    """Threat protection is refused under Essentials and accepted under Plus."""
    settings = PoolSettings(threat_protection=mode)
    check(of_tier(settings, "PLUS"), NONE)

    with pytest.raises(FeatureUnavailableInTierException) as caught:
        check(settings, NONE)

    assert caught.value.text == (
        "The following feature is not available for the ESSENTIALS pricing tier configured: Threat"
        " protection"
    )


def test_lite_holds_what_uses_no_feature() -> None:
    """Settings without features, or with features switched off, are fine under every plan."""
    check(
        PoolSettings(
            tier="LITE",
            password_policy=PasswordPolicy(history_size=0),
            registration=DynamicRegistration(enabled=False),
        ),
        SecondFactors(sms=True, software_token=True, relying_party=RelyingParty(id="example.com")),
    )


@pytest.mark.parametrize(
    ("offered", "feature"),
    [
        (SecondFactors(email=True), "Email MFA"),
        (SecondFactors(relying_party=RelyingParty(multi_factor=True)), "Passkey MFA"),
    ],
)
def test_lite_lacks_second_factors_of_essentials(offered: SecondFactors, feature: str) -> None:
    """E-mail and passkeys as second factors are refused under Lite, and its plan under them."""
    check(PoolSettings(), offered)

    with pytest.raises(FeatureUnavailableInTierException) as caught:
        check(PoolSettings(tier="LITE"), offered)
    assert caught.value.text == (
        "The following feature is not available for the LITE pricing tier configured: " + feature
    )
    with pytest.raises(TierChangeNotAllowedException):
        check(PoolSettings(tier="LITE"), offered, previous=PoolSettings())


def test_a_plan_is_not_lowered_under_a_feature() -> None:
    """Lowering the plan while a feature is asked for is refused as a change of plan."""
    settings = PoolSettings(tier="LITE", first_factors=("PASSWORD", "EMAIL_OTP"))

    with pytest.raises(TierChangeNotAllowedException):
        check(settings, NONE, previous=PoolSettings())
    with pytest.raises(FeatureUnavailableInTierException):
        check(settings, NONE, previous=PoolSettings(tier="LITE"))


def test_choice_based_sign_in_needs_essentials() -> None:
    """A client of a Lite pool cannot have ALLOW_USER_AUTH."""
    require_choice_based_sign_in(PoolSettings())

    with pytest.raises(FeatureUnavailableInTierException):
        require_choice_based_sign_in(PoolSettings(tier="LITE"))
