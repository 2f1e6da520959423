"""Feature plans: what a pool of a lower plan may not be configured with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from domain import texts
from domain.errors import FeatureUnavailableInTierException, TierChangeNotAllowedException
from domain.model.log_delivery import EventSource
from domain.model.pool import LITE, PoolSettings, SecondFactors, UserPool

ESSENTIALS: Final = "ESSENTIALS"
PLUS: Final = "PLUS"

_RANKS: Final[Mapping[str, int]] = {LITE: 0, ESSENTIALS: 1, PLUS: 2}

ACTIVITY_LOGS: Final = "User activity log export"
SESSION_TRACKING: Final = "User session tracking"
REPLICATION: Final = "Multi-Region replication"
MANAGED_LOGIN: Final = "Managed login"
CHOICE_BASED_SIGN_IN: Final = "Choice-based authentication"


def check(
    settings: PoolSettings, offered: SecondFactors, previous: PoolSettings | None = None
) -> None:
    """Refuse settings and second factors which the plan of the settings does not hold.

    Raises TierChangeNotAllowedException where the plan is being lowered under features that are
    asked for, otherwise FeatureUnavailableInTierException.
    """
    for feature, needed in _features(settings, offered):
        if _RANKS[settings.tier] >= _RANKS[needed]:
            continue
        if previous is not None and _RANKS[settings.tier] < _RANKS[previous.tier]:
            raise _change_refused(settings.tier, feature)
        raise FeatureUnavailableInTierException(texts.feature_unavailable(feature, settings.tier))


def require_choice_based_sign_in(settings: PoolSettings) -> None:
    """Refuse ALLOW_USER_AUTH below Essentials. Raises FeatureUnavailableInTierException."""
    if settings.tier == LITE:
        raise FeatureUnavailableInTierException(texts.feature_unavailable(CHOICE_BASED_SIGN_IN))


def require_session_tracking(settings: PoolSettings) -> None:
    """Refuse session tracking below Essentials. Raises FeatureUnavailableInTierException."""
    if settings.tier == LITE:
        raise FeatureUnavailableInTierException(texts.feature_unavailable(SESSION_TRACKING))


def require_replicas(settings: PoolSettings) -> None:
    """Refuse replicas below Essentials. Raises FeatureUnavailableInTierException."""
    if settings.tier == LITE:
        raise FeatureUnavailableInTierException(texts.feature_unavailable(REPLICATION))


def require_managed_login(settings: PoolSettings) -> None:
    """Refuse managed login below Essentials. Raises FeatureUnavailableInTierException."""
    if settings.tier == LITE:
        raise FeatureUnavailableInTierException(texts.feature_unavailable(MANAGED_LOGIN))


def check_managed_login_stays(settings: PoolSettings) -> None:
    """Refuse to lower the plan of a pool that has managed login.

    Raises TierChangeNotAllowedException.
    """
    if settings.tier == LITE:
        raise _change_refused(LITE, MANAGED_LOGIN)


def check_unsaid(settings: PoolSettings, pool: UserPool) -> None:
    """Refuse to lower the plan of a pool under features that an update says nothing of.

    Raises TierChangeNotAllowedException.
    """
    exports = any(each.source is EventSource.AUTH_EVENTS for each in pool.log_delivery)
    uses = (
        (SESSION_TRACKING, ESSENTIALS, pool.sessions.enabled),
        (ACTIVITY_LOGS, PLUS, exports),
    )
    for feature, needed, is_used in uses:
        if is_used and _RANKS[settings.tier] < _RANKS[needed]:
            raise _change_refused(settings.tier, feature)


def _change_refused(tier: str, feature: str) -> TierChangeNotAllowedException:
    return TierChangeNotAllowedException(
        "The following features need to be disabled for the"
        f" {tier} pricing tier configured: {feature}"
    )


def _features(settings: PoolSettings, offered: SecondFactors) -> Iterator[tuple[str, str]]:
    """Yield each feature in use with the lowest plan that holds it."""
    registration, party = settings.registration, offered.relying_party
    uses = {
        CHOICE_BASED_SIGN_IN: settings.first_factors != ("PASSWORD",),
        "Password history": bool(settings.password_policy.history_size),
        "Access token customization": settings.token_trigger_version != "V1_0",
        "Custom ACR level names": bool(settings.acr_names),
        "Dynamic client registration": registration is not None and registration.enabled,
        "Email MFA": offered.email,
        "Passkey MFA": party is not None and party.multi_factor,
    }
    yield from ((feature, ESSENTIALS) for feature, is_used in uses.items() if is_used)
    if settings.threat_protection != "OFF":
        yield "Threat protection", PLUS
