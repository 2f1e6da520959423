"""The composition root: from settings to ports, from ports to services, from services to ASGI.

It reads from top to bottom, and it is the only module that names concrete adapters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from importlib.metadata import version
from threading import Event
from typing import Any

from fastapi import FastAPI
from pydantic import SecretStr
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from adapters.api import direct, policy
from adapters.api.callers import RequestCallers
from adapters.api.cors import Cors
from adapters.api.endpoint import Endpoint, Place
from adapters.api.lane import while_waiting
from adapters.api.lanes import Lanes
from adapters.api.limits import Limits
from adapters.api.record import Record
from adapters.api.registry import OPERATIONS
from adapters.api.sigv4 import Credential
from adapters.egress import NAMED_BY_OPERATOR, Egress
from adapters.security.hasher import Argon2Hasher
from adapters.security.master_keys import MasterKeys, parse_master_keys
from adapters.security.modular import best_power
from adapters.security.passkey_verifier import LazyPasskeyVerifier
from adapters.security.password_cost import parse_cost
from adapters.security.sealer import EnvelopeSealer
from adapters.security.srp_verifier import SrpPackageMaker
from adapters.security.system import SystemClock, SystemEntropy
from adapters.storage.sql import SqlStore
from adapters.storage.sql import migrate as sql_migrate
from adapters.telemetry import log, requests
from adapters.telemetry.reporter import LogReporter
from adapters.triggers import configuration
from adapters.triggers.directory import CALLS_MAX, Directory, Route
from adapters.triggers.entry import BadEntry
from adapters.triggers.guarded import Surroundings
from adapters.triggers.observed import Note, ObservedHttp
from adapters.triggers.target import TargetContext
from adapters.web.health import Readiness
from adapters.web.landing import Landing
from adapters.web.outbox import Outbox
from adapters.web.routes import routes
from adapters.web.well_known import WellKnown
from app import plugins
from app.assembly import Assembly
from app.development import DEMO_CLIENT_ID
from app.front import Front
from app.lifespan import lifespan
from app.machine import cores, hash_ms
from app.readiness import checks
from app.refusal import BadConfiguration
from app.settings import Settings
from domain import services as domain_services
from domain.accounts.access_keys import AccessKeys
from domain.model.identifiers import Secret
from domain.model.message import Channel
from domain.ports.bundle import Deployment, Ports
from domain.ports.clock import Clock
from domain.ports.delivery import Delivery, DeliveryContext
from domain.ports.reporter import Reporter
from domain.ports.signer import Signer, SignerContext
from domain.ports.store import Store
from domain.ports.triggers import TriggerRunner
from domain.services import Services


def assemble(settings: Settings) -> Assembly:
    """Put ports and services together. Raises BadConfiguration."""
    reasons = list(malformed(settings))
    if reasons:
        raise BadConfiguration(reasons)
    log.configure(settings.log_format or "json", settings.log_level)
    deployment = Deployment(
        public_url=settings.origin,
        region=settings.region,
        account_id=settings.account_id,
        srp_verifiers=settings.srp_verifiers,
    )
    ports = _ports(settings)
    services = domain_services.build(ports, deployment)
    return Assembly(
        settings=settings, deployment=deployment, ports=ports, services=services, stopping=Event()
    )


def malformed(settings: Settings) -> Iterator[str]:
    """Say in one line each which setting an adapter cannot understand."""
    if settings.sealing_keys is None:
        yield "COGNATE_SEALING_KEYS: missing"
    else:
        yield from _fault("SEALING_KEYS", parse_master_keys, settings.sealing_keys)
    yield from _fault("PASSWORD_HASH", parse_cost, SecretStr(settings.password_hash))
    if settings.workers > 1 and settings.storage_url.get_secret_value().startswith("memory:"):
        yield "COGNATE_WORKERS: memory: is a store of one process; use sqlite: or postgresql:"


def _fault(name: str, parse: Callable[[str], object], text: SecretStr) -> Iterator[str]:
    try:
        parse(text.get_secret_value())
    except ValueError as fault:
        yield f"COGNATE_{name}: {fault}"


def open_store(settings: Settings) -> Store:
    """Open the store of the settings. Raises BadConfiguration."""
    url = settings.storage_url.get_secret_value()
    return plugins.open_port("COGNATE_STORAGE_URL", plugins.STORAGE, url, Store)


def migrate(settings: Settings) -> None:
    """Bring a store of ours to the schema of this version. Raises Unavailable.

    A plug-in brings its own schema up when it is opened.
    """
    if isinstance(open_store(settings), SqlStore):
        sql_migrate.upgrade(settings.storage_url.get_secret_value())


def is_migrated(settings: Settings) -> bool:
    """Whether the store has the schema of this version. Raises Unavailable."""
    if isinstance(open_store(settings), SqlStore):
        return sql_migrate.is_current(settings.storage_url.get_secret_value())
    return True


def _ports(settings: Settings) -> Ports:
    keys = MasterKeys(parse_master_keys(_revealed(settings.sealing_keys)))
    clock, entropy, store = SystemClock(), SystemEntropy(), open_store(settings)
    sealer = EnvelopeSealer(keys, entropy)
    context = SignerContext(
        store=store, sealer=sealer, clock=clock, entropy=entropy, public_url=settings.origin
    )
    signer_url = settings.signer_url.get_secret_value()
    cost, threads = parse_cost(settings.password_hash), cores(settings.workers)
    return Ports(
        store=store,
        clock=clock,
        entropy=entropy,
        sealer=sealer,
        hasher=Argon2Hasher(cost, keys, entropy, threads=threads),
        verifiers=SrpPackageMaker(),
        modular=best_power(),
        passkeys=LazyPasskeyVerifier(),
        signer=plugins.open_port("COGNATE_SIGNER_URL", plugins.SIGNER, signer_url, Signer, context),
        callers=RequestCallers(),
        triggers=open_triggers(settings),
        delivery=dict(_delivery(settings, clock)),
        reporter=LogReporter(),
    )


def open_triggers(settings: Settings) -> TriggerRunner:
    """Return what calls functions, as TRIGGERS_FILE and LAMBDA_URL say. Raises BadConfiguration."""
    context = TargetContext(
        http=Egress(NAMED_BY_OPERATOR, connections=CALLS_MAX),
        clock=SystemClock(),
        entropy=SystemEntropy(),
        reporter=LogReporter(),
    )
    return Directory(_routes(settings, context), Surroundings(while_waiting=while_waiting))


def _routes(settings: Settings, context: TargetContext) -> Sequence[Route]:
    file, lambda_url = settings.triggers_file, _revealed(settings.lambda_url) or None
    try:
        return configuration.routes(file, lambda_url, plugins.kinds_of_targets(), context)
    except BadEntry as fault:
        raise BadConfiguration([f"COGNATE_{reason}" for reason in fault.reasons]) from fault


@contextmanager
def rehearsed_triggers(
    settings: Settings, given: Mapping[str, object] | None, note: Note, reporter: Reporter
) -> Iterator[TriggerRunner]:
    """Have what runs triggers as `settings` say, or all of them as the one entry `given` says.

    `note` is told of every request. Raises BadConfiguration.
    """
    with closing(Egress(NAMED_BY_OPERATOR, connections=1)) as egress:
        http, clock, entropy = ObservedHttp(egress, note), SystemClock(), SystemEntropy()
        context = TargetContext(http=http, clock=clock, entropy=entropy, reporter=reporter)
        yield Directory(_routes(settings, context) if given is None else _one(given, context))


def _one(given: Mapping[str, object], context: TargetContext) -> Sequence[Route]:
    try:
        return [configuration.route(given, plugins.kinds_of_targets(), context)]
    except BadEntry as fault:
        raise BadConfiguration(fault.reasons) from fault


def operate(services: Services, operation: str, members: Mapping[str, object]) -> dict[str, Any]:
    """Do an operation of the API without HTTP. Raises CognitoError."""
    return direct.operate(services, operation, members)


def _delivery(settings: Settings, clock: Clock) -> Iterator[tuple[Channel, Delivery]]:
    for channel, name, url in (
        (Channel.EMAIL, "COGNATE_EMAIL_URL", settings.email_url),
        (Channel.SMS, "COGNATE_SMS_URL", settings.sms_url),
    ):
        if url is not None:
            context = DeliveryContext(channel=channel, clock=clock)
            text = url.get_secret_value()
            yield channel, plugins.open_port(name, plugins.DELIVERY, text, Delivery, context)


def application(assembly: Assembly, *, outbox: bool) -> ASGIApp:
    """Return the whole ASGI application; `outbox` adds the paths of the development profile."""
    settings, ports = assembly.settings, assembly.ports
    lanes = Lanes.of_worker(cores=cores(settings.workers), hash_ms=hash_ms(ports.hasher))
    endpoint = Endpoint(
        operations=OPERATIONS,
        services=assembly.services,
        find=partial(_credential, _root(settings), assembly.services.access_keys),
        clock=ports.clock,
        entropy=ports.entropy,
        lanes=lanes,
        place=Place(region=settings.region, account_id=settings.account_id),
        log=partial(_log_call, requests.CallLog()),
    )
    web = FastAPI(
        title="Cognate",
        openapi_url=None,
        routes=list(_web_routes(assembly, outbox=outbox)),
        lifespan=lifespan(assembly, lanes.close),
    )
    front = Front(endpoint, requests.PageLog(web), settings.origin)
    return Cors(Limits(front, entropy=ports.entropy))


def _web_routes(assembly: Assembly, *, outbox: bool) -> Iterator[BaseRoute]:
    yield from routes(
        Landing(version=version("cognate"), origin=assembly.settings.origin, outbox=outbox),
        Readiness(checks(assembly)),
        WellKnown(assembly.ports.signer.public_keys, assembly.deployment.issuer),
        Outbox(
            assembly.services.mailbox,
            client_id=DEMO_CLIENT_ID,
            is_stopping=assembly.stopping.is_set,
        )
        if outbox
        else None,
    )


def _log_call(call_log: requests.CallLog, record: Record) -> None:
    call_log(
        request_id=record.request_id,
        invocation_id=record.invocation_id,
        operation=record.operation,
        pool_id=record.pool_id,
        client_id=record.client_id,
        access_key_id=record.principal,
        status=record.status,
        error_type=record.error,
        detail=record.detail,
        duration_ms=record.elapsed_ms,
        cause=record.cause,
        undeclared=record.undeclared,
    )


def _root(settings: Settings) -> Credential | None:
    """Return the first credential, allowed everything, if the settings have one."""
    key_id, secret = settings.root_access_key_id, settings.root_secret_access_key
    if not key_id or secret is None:
        return None
    return Credential(
        key_id=key_id, secret=Secret(secret.get_secret_value()), policy=policy.EVERYTHING
    )


def _credential(root: Credential | None, keys: AccessKeys, key_id: str) -> Credential | None:
    if root is not None and key_id == root.key_id:
        return root
    found = keys.live(key_id)
    if found is None:
        return None
    key, secret = found
    return Credential(key_id=key.id, secret=secret, policy=policy.parse(key.policy))


def checked_policy(document: object) -> None:
    """Raise ValueError, saying where and why, for a policy that would not be understood."""
    policy.parse(document)


def _revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""
