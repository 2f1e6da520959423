"""Where a pool's logs go: set and described."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.errors import (
    FeatureUnavailableInTierException,
    InvalidParameterException,
    TooManyRequestsException,
)
from domain.model.identifiers import PoolId
from domain.model.log_delivery import EventSource, LogDelivery, LogDestination
from domain.model.pool import UserPool
from domain.pools.lookup import no_pool, required_pool
from domain.pools.tiers import ACTIVITY_LOGS, PLUS
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Stale

_LEVELS: Final = {EventSource.NOTIFICATIONS: "ERROR", EventSource.AUTH_EVENTS: "INFO"}
_SOURCE_TWICE: Final = "Only one log configuration is allowed for each event source."


class LogDeliveries:
    """Administration of log delivery. Raises ResourceNotFoundException for an unknown pool."""

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store

    def describe(self, pool_id: PoolId) -> tuple[LogDelivery, ...]:
        """Return all of them, in the order in which they were given."""
        with self._store.reading() as unit:
            return required_pool(unit, pool_id).log_delivery

    def set(self, pool_id: PoolId, given: tuple[LogDelivery, ...]) -> tuple[LogDelivery, ...]:
        """Replace all of them.

        Raises InvalidParameterException, FeatureUnavailableInTierException below Plus, and
        TooManyRequestsException where another change came in between.
        """
        _check(given)
        try:
            with self._store.writing() as unit:
                pool = required_pool(unit, pool_id)
                _check_plan(pool, given)
                return unit.pools.save(replace(pool, log_delivery=given)).log_delivery
        except Missing as missing:
            raise no_pool(pool_id) from missing
        except Stale as stale:
            # The operation declares no ConcurrentModificationException.
            raise TooManyRequestsException from stale


def _check(given: tuple[LogDelivery, ...]) -> None:
    if len({each.source for each in given}) < len(given):
        raise InvalidParameterException(_SOURCE_TWICE)
    for each in given:
        if each.level != _LEVELS[each.source]:
            raise InvalidParameterException(
                f"Log level {each.level} is not supported for event source {each.source}."
            )
        if (
            each.source is EventSource.NOTIFICATIONS
            and each.destination is not LogDestination.CLOUD_WATCH
        ):
            raise InvalidParameterException(
                f"{each.destination} is not supported for event source {each.source}."
            )


def _check_plan(pool: UserPool, given: tuple[LogDelivery, ...]) -> None:
    """Refuse what users did, where the plan has no threat protection to record it."""
    if pool.tier == PLUS:
        return
    if any(each.source is EventSource.AUTH_EVENTS for each in given):
        raise FeatureUnavailableInTierException(texts.feature_unavailable(ACTIVITY_LOGS, pool.tier))
