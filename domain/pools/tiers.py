"""Feature plans: what a pool of a lower plan may not be configured with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from domain import texts
from domain.errors import FeatureUnavailableInTierException, TierChangeNotAllowedException
from domain.model.pool import PoolSettings

LITE: Final = "LITE"
ESSENTIALS: Final = "ESSENTIALS"
PLUS: Final = "PLUS"

_RANKS: Final[Mapping[str, int]] = {LITE: 0, ESSENTIALS: 1, PLUS: 2}

CHOICE_BASED_SIGN_IN: Final = "Choice-based authentication"


def check(settings: PoolSettings, previous: PoolSettings | None = None) -> None:
    """Refuse settings which their own plan does not hold.

    Raises TierChangeNotAllowedException where the plan is being lowered under features that are
    asked for, otherwise FeatureUnavailableInTierException.
    """
    for feature, needed in _features(settings):
        if _RANKS[settings.tier] >= _RANKS[needed]:
            continue
        if previous is not None and _RANKS[settings.tier] < _RANKS[previous.tier]:
            raise TierChangeNotAllowedException(
                "The following features need to be disabled for the"
                f" {settings.tier} pricing tier configured: {feature}"
            )
        raise FeatureUnavailableInTierException(texts.feature_unavailable(feature, settings.tier))


def require_choice_based_sign_in(settings: PoolSettings) -> None:
    """Refuse ALLOW_USER_AUTH below Essentials. Raises FeatureUnavailableInTierException."""
    if settings.tier == LITE:
        raise FeatureUnavailableInTierException(texts.feature_unavailable(CHOICE_BASED_SIGN_IN))


def _features(settings: PoolSettings) -> Iterator[tuple[str, str]]:
    """Yield each feature in use with the lowest plan that holds it."""
    if settings.first_factors != ("PASSWORD",):
        yield CHOICE_BASED_SIGN_IN, ESSENTIALS
    if settings.password_policy.history_size:
        yield "Password history", ESSENTIALS
    if settings.token_trigger_version != "V1_0":
        yield "Access token customization", ESSENTIALS
    if settings.acr_names:
        yield "Custom ACR level names", ESSENTIALS
    if settings.registration is not None and settings.registration.enabled:
        yield "Dynamic client registration", ESSENTIALS
    if settings.threat_protection != "OFF":
        yield "Threat protection", PLUS
