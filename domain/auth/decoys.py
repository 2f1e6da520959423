"""SRP verifiers for users who do not exist: as costly as real ones, never passed."""

from __future__ import annotations

from typing import Final

from domain.accounts.decoy import simulated_salt, simulated_verifier_exponent
from domain.crypto import srp
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.ports.sealer import Sealer
from domain.ports.srp import ModularPower, SrpVerifier

_CACHED_MAX: Final = 10_000


class Decoys:
    """One verifier a pool and one salt a name, the same each time (RFC 5054 section 2.5.1.3).

    The verifier is computed once a pool, so that a simulated sign-in costs as many exponentiations
    as a real one. Its exponent is secret, and an answer to it is refused even if it is right.
    """

    def __init__(self, sealer: Sealer, modular: ModularPower) -> None:
        self._sealer = sealer
        self._modular = modular
        self._verifiers: dict[PoolId, int] = {}

    def verifier(self, pool: UserPool, name: str) -> SrpVerifier:
        """Return salt and verifier for a canonical name of the pool."""
        verifier = self._verifiers.get(pool.id)
        if verifier is None:
            exponent = simulated_verifier_exponent(self._sealer, pool)
            verifier = srp.power_of_g(self._modular, exponent)
            if len(self._verifiers) >= _CACHED_MAX:
                self._verifiers.clear()
            self._verifiers[pool.id] = verifier
        return SrpVerifier(salt=simulated_salt(self._sealer, pool, name), verifier=verifier)
