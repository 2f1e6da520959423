"""Whether a pool tracks its users' sessions, and what that means for each of its clients."""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.errors import ConcurrentModificationException, OperationNotEnabledException
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, PoolId
from domain.model.pool import SessionTracking, UserPool
from domain.pools import tiers
from domain.pools.lookup import no_client, no_pool, required_client, required_pool
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Stale


class SessionConfig:
    """Reads and replaces the configuration of sessions.

    Every method raises ResourceNotFoundException for an unknown pool or client; what writes raises
    FeatureUnavailableInTierException below Essentials, and ConcurrentModificationException.
    """

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._clock = ports.clock

    def of_pool(self, pool_id: PoolId) -> UserPool:
        """Return the pool."""
        with self._store.reading() as unit:
            return required_pool(unit, pool_id)

    def of_client(self, pool_id: PoolId, client_id: ClientId) -> AppClient:
        """Return the client, whose own setting sleeps while the pool tracks nothing."""
        with self._store.reading() as unit:
            required_pool(unit, pool_id)
            return required_client(unit, pool_id, client_id)

    def set_pool(self, pool_id: PoolId, tracking: SessionTracking) -> UserPool:
        """Replace what the pool does. Sessions that live already live on."""
        try:
            with self._store.writing() as unit:
                pool = required_pool(unit, pool_id)
                tiers.require_session_tracking(pool)
                now_ms = self._clock.now_ms()
                return unit.pools.save(replace(pool, sessions=tracking, modified_at_ms=now_ms))
        except Missing as missing:
            raise no_pool(pool_id) from missing
        except Stale as stale:
            raise ConcurrentModificationException from stale

    def set_client(self, pool_id: PoolId, client_id: ClientId, sso_session_min: int) -> AppClient:
        """Set for how many minutes the client may reuse a browser's session.

        Raises OperationNotEnabledException where the pool tracks no sessions.
        """
        try:
            with self._store.writing() as unit:
                pool = required_pool(unit, pool_id)
                tiers.require_session_tracking(pool)
                client = required_client(unit, pool_id, client_id)
                if not pool.sessions.enabled:
                    raise OperationNotEnabledException(texts.SESSIONS_NOT_TRACKED)
                now_ms = self._clock.now_ms()
                changed = replace(client, sso_session_min=sso_session_min, modified_at_ms=now_ms)
                return unit.clients.save(changed)
        except Missing as missing:
            raise no_client(client_id) from missing
        except Stale as stale:
            raise ConcurrentModificationException from stale
