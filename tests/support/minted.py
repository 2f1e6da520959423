"""Tokens and Sessions made with a server's own keys that its own code would never issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import jwt

from adapters import signing
from adapters.security.system import SystemClock, SystemEntropy
from adapters.storage import sql
from domain.auth.envelope import Envelope, from_block, from_session, to_block, to_session
from domain.model.identifiers import ClientId, PoolId
from domain.ports.signer import SignerContext
from tests.support.deployments import Deployment
from tests.support.fakes import real_sealer
from tests.support.tenant import Tenant


class Mint:
    """Signs with the keys in a deployment's store, which the master key of the tests opens."""

    def __init__(self, deployment: Deployment) -> None:
        self._store = sql.open(deployment.storage_url)
        self._signer = signing.open(
            "store:",
            SignerContext(
                store=self._store,
                sealer=real_sealer(),
                clock=SystemClock(),
                entropy=SystemEntropy(),
                public_url=deployment.url,
            ),
        )
        self._envelope = Envelope(real_sealer())

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def changed(self, token: str, changes: Mapping[str, Any], use: str = "access") -> str:
        """Return the token with other claims, those that are None left out, signed again.

        The key is that of the pool that issued it, whatever the changes say.
        """
        claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
        pool_id = PoolId(str(claims["iss"]).rpartition("/")[2])
        claims.update(changes)
        kept = {name: value for name, value in claims.items() if value is not None}
        return self._signer.sign(pool_id, use, kept)

    def expired_session(self, session: str, tenant: Tenant) -> str:
        """Return the Session as it would be if its time were over."""
        return to_session(self._expired(from_session(session), tenant))

    def expired_block(self, block: str, tenant: Tenant) -> str:
        """Return the SECRET_BLOCK as it would be if its time were over."""
        return to_block(self._expired(from_block(block), tenant))

    def _expired(self, sealed: bytes, tenant: Tenant) -> bytes:
        with self._store.reading() as unit:
            pool = unit.pools.get(PoolId(tenant.pool_id))
            client = unit.clients.get(ClientId(tenant.client_id))
        if pool is None or client is None:
            raise LookupError(tenant.client_id)
        attempt = self._envelope.open(pool, client, sealed)
        return self._envelope.seal(pool, replace(attempt, expires_at_ms=1))
