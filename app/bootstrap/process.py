"""One process: its settings are checked, its ports opened, its services built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from threading import Event

from pydantic import SecretStr

from adapters.security.master_keys import parse_master_keys
from adapters.security.password_cost import parse_cost
from adapters.telemetry import log
from adapters.telemetry.metrics import Metrics, Seat
from adapters.telemetry.reporter import LogReporter
from app.assembly import Assembly
from app.bootstrap.ports import open_ports
from app.refusal import BadConfiguration
from app.settings import Settings
from domain import services as domain_services
from domain.ports.bundle import Deployment

__all__ = ["Metrics", "assemble", "malformed", "open_metrics"]


def assemble(settings: Settings, metrics: Metrics | None = None) -> Assembly:
    """Put ports and services together; `metrics` counts what they report.

    Raises BadConfiguration.
    """
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
    ports = open_ports(settings, LogReporter(metrics.fact) if metrics else LogReporter())
    services = domain_services.build(ports, deployment)
    return Assembly(
        settings=settings, deployment=deployment, ports=ports, services=services, stopping=Event()
    )


def open_metrics(directory: Path | None = None, number: int = 0) -> Metrics:
    """Return what counts for this process.

    Of several workers each has another number and all one directory; it is called once in each.
    """
    seat = None if directory is None else Seat(directory, number)
    return Metrics(version("cognate"), seat)


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
