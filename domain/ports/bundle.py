"""All ports together, as `app.bootstrap` hands them to the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.model.message import Channel
from domain.ports.callers import Callers
from domain.ports.certificates import CertificateMaker
from domain.ports.clock import Clock
from domain.ports.compromised import CompromisedPasswords
from domain.ports.delivery import Delivery
from domain.ports.entropy import Entropy
from domain.ports.hasher import PasswordHasher
from domain.ports.reporter import Reporter
from domain.ports.sealer import Sealer
from domain.ports.signer import Signer
from domain.ports.srp import ModularPower, VerifierMaker
from domain.ports.store import Store
from domain.ports.style_sheets import StyleSheetReader
from domain.ports.triggers import TriggerRunner
from domain.ports.webauthn import PasskeyVerifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What the domain is given. A channel that is not in `delivery` cannot be used."""

    store: Store
    clock: Clock
    entropy: Entropy
    sealer: Sealer
    hasher: PasswordHasher
    compromised: CompromisedPasswords
    verifiers: VerifierMaker
    modular: ModularPower
    passkeys: PasskeyVerifier
    signer: Signer
    certificates: CertificateMaker
    style_sheets: StyleSheetReader
    triggers: TriggerRunner
    callers: Callers
    delivery: Mapping[Channel, Delivery]
    reporter: Reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """What the operator decided once for the whole service."""

    public_url: str
    region: str
    account_id: str
    srp_verifiers: str = "always"
    """One of "always", "lazy" (only where a client of the pool allows SRP) or "never" (SEC-08)."""

    def issuer(self, pool_id: str) -> str:
        """The `iss` of a pool's tokens, never taken from a request (ruling 24)."""
        return f"{self.public_url}/{pool_id}"
