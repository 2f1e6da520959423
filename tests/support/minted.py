"""Tokens that a server's own keys sign but its own code would never issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt

from adapters import signing
from adapters.security.system import SystemClock, SystemEntropy
from adapters.storage import sql
from domain.model.identifiers import PoolId
from domain.ports.signer import SignerContext
from tests.support.deployments import Deployment
from tests.support.fakes import real_sealer


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

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def changed(self, token: str, changes: Mapping[str, Any], use: str = "access") -> str:
        """Return the token with other claims, those that are None left out, signed again."""
        claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
        pool_id = PoolId(str(claims["iss"]).rpartition("/")[2])
        claims.update(changes)
        kept = {name: value for name, value in claims.items() if value is not None}
        return self._signer.sign(pool_id, use, kept)
