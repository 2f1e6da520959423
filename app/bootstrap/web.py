"""From services to ASGI."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from typing import Final

from fastapi import FastAPI
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from adapters.api import policy
from adapters.api.cors import Cors
from adapters.api.endpoint import Endpoint, Place
from adapters.api.lanes import Lanes
from adapters.api.limits import Limits
from adapters.api.rates import Rates
from adapters.api.record import Record
from adapters.api.registry import OPERATIONS
from adapters.api.sigv4 import Credential
from adapters.telemetry import requests
from adapters.telemetry.metrics import CONTENT_TYPE, Metrics
from adapters.web.health import Readiness
from adapters.web.landing import Landing
from adapters.web.metrics import MetricsPage
from adapters.web.outbox import Outbox
from adapters.web.routes import routes
from adapters.web.uploads import UploadPage
from adapters.web.well_known import WellKnown
from app.assembly import Assembly
from app.development import DEMO_CLIENT_ID
from app.front import Front
from app.lifespan import lifespan
from app.machine import cores, hash_ms
from app.readiness import checks
from app.rounds import Rounds
from app.settings import Settings
from domain.accounts.access_keys import AccessKeys
from domain.model.identifiers import Secret
from domain.ports.sentinels import Unavailable

SAMPLE_EVERY_S: Final = 5.0
"""How old what a worker tells of itself may be, where another one is asked for it."""

LIMITS_EVERY_S: Final = 5.0
"""How soon a limit that was set through another process is taken over."""


def application(assembly: Assembly, metrics: Metrics, *, outbox: bool) -> ASGIApp:
    """Return the whole ASGI application, which tells `metrics`.

    `outbox` adds the paths of the development profile.
    """
    settings, ports = assembly.settings, assembly.ports
    lanes = Lanes.of_worker(cores=cores(settings.workers), hash_ms=hash_ms(ports.hasher))
    for lane in (lanes.quick, lanes.hashing):
        metrics.watch(lane.name, partial(getattr, lane, "load"), lane.size)
    rates = _rates(settings, metrics)
    endpoint = Endpoint(
        operations=OPERATIONS,
        services=assembly.services,
        find=partial(_credential, _root(settings), assembly.services.access_keys),
        clock=ports.clock,
        entropy=ports.entropy,
        lanes=lanes,
        place=Place(region=settings.region, account_id=settings.account_id),
        log=partial(_note_call, requests.CallLog(), metrics),
        rates=rates,
    )
    web = FastAPI(
        title="Cognate",
        openapi_url=None,
        routes=list(_web_routes(assembly, metrics, outbox=outbox)),
        lifespan=lifespan(assembly, lanes.close, list(_rounds(assembly, rates, metrics))),
    )
    front = Front(endpoint, requests.PageLog(web), settings.origin)
    return Cors(Limits(front, entropy=ports.entropy))


def _web_routes(assembly: Assembly, metrics: Metrics, *, outbox: bool) -> Iterator[BaseRoute]:
    yield from routes(
        Landing(version=version("cognate"), origin=assembly.settings.origin, outbox=outbox),
        Readiness(checks(assembly)),
        MetricsPage(metrics.text, CONTENT_TYPE),
        WellKnown(assembly.ports.signer.public_keys, assembly.deployment.issuer),
        UploadPage(assembly.services.imports.uploads),
        Outbox(
            assembly.services.mailbox,
            client_id=DEMO_CLIENT_ID,
            is_stopping=assembly.stopping.is_set,
        )
        if outbox
        else None,
    )


def _rates(settings: Settings, metrics: Metrics) -> Rates | None:
    """Return what limits requests, with the share of one worker process; None if nothing does."""
    if settings.rate_limits == "off":
        return None
    return Rates(
        share=1 / settings.workers,
        address_per_s=settings.rate_per_address,
        refused=metrics.limited,
    )


def _rounds(assembly: Assembly, rates: Rates | None, metrics: Metrics) -> Iterator[Rounds]:
    reporter = assembly.ports.reporter
    if assembly.settings.workers > 1:
        yield Rounds("metrics", metrics.sample, SAMPLE_EVERY_S, reporter)
    if rates is not None:
        limits = assembly.services.provisioned_limits
        yield Rounds("limits", lambda: rates.provision(limits.all()), LIMITS_EVERY_S, reporter)


def _note_call(call_log: requests.CallLog, metrics: Metrics, record: Record) -> None:
    metrics.request(record.operation, record.status, record.error, record.elapsed_ms / 1000)
    if isinstance(record.cause, Unavailable):
        metrics.store_failed()
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
