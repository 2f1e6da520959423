"""From settings to ports."""

from __future__ import annotations

from adapters.api.callers import RequestCallers
from adapters.security.hasher import Argon2Hasher
from adapters.security.master_keys import MasterKeys, parse_master_keys
from adapters.security.modular import best_power
from adapters.security.passkey_verifier import LazyPasskeyVerifier
from adapters.security.password_cost import parse_cost
from adapters.security.sealer import EnvelopeSealer
from adapters.security.srp_verifier import SrpPackageMaker
from adapters.security.system import SystemClock, SystemEntropy
from adapters.signing.certificates import X509Maker
from adapters.styles.reader import CssReader
from app.bootstrap.compromised import open_compromised
from app.bootstrap.deliveries import open_deliveries
from app.bootstrap.signers import open_signer
from app.bootstrap.stores import open_store
from app.bootstrap.triggers import open_triggers
from app.machine import cores
from app.settings import Settings, revealed
from domain.ports.bundle import Ports
from domain.ports.reporter import Reporter
from domain.ports.signer import SignerContext


def open_ports(settings: Settings, reporter: Reporter) -> Ports:
    """Open what the settings name. Raises BadConfiguration."""
    keys = MasterKeys(parse_master_keys(revealed(settings.sealing_keys)))
    clock, entropy, store = SystemClock(), SystemEntropy(), open_store(settings)
    sealer = EnvelopeSealer(keys, entropy)
    context = SignerContext(
        store=store, sealer=sealer, clock=clock, entropy=entropy, public_url=settings.origin
    )
    cost, threads = parse_cost(settings.password_hash), cores(settings.workers)
    return Ports(
        store=store,
        clock=clock,
        entropy=entropy,
        sealer=sealer,
        hasher=Argon2Hasher(cost, keys, entropy, threads=threads),
        compromised=open_compromised(settings),
        verifiers=SrpPackageMaker(),
        modular=best_power(),
        passkeys=LazyPasskeyVerifier(),
        signer=open_signer(settings, context),
        certificates=X509Maker(),
        style_sheets=CssReader(),
        callers=RequestCallers(),
        triggers=open_triggers(settings, reporter),
        delivery=open_deliveries(settings),
        reporter=reporter,
    )
