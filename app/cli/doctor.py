"""`cognate doctor`: everything that keeps a server from starting, in one list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Annotated, Final

import typer
from pydantic import SecretStr

from app import bootstrap, preflight, production, server
from app.assembly import Assembly
from app.cli.output import AsJson
from app.refusal import EXIT_BAD_CONFIGURATION, BadConfiguration
from app.serving import Profile
from app.settings import Settings
from domain.model.message import Channel
from domain.ports.bundle import Ports
from domain.ports.delivery import Examinable, Undeliverable
from domain.ports.signer import SignerContext

_OF_THE_STORE: Final = SecretStr("store:")
"""The signer that is a part of the store."""


_BY_FILES: Final[tuple[tuple[str, Callable[[Settings], object], dict[str, None]], ...]] = (
    ("triggers", bootstrap.open_triggers, {"triggers_file": None, "lambda_url": None}),
    ("compromised passwords", bootstrap.open_compromised, {"compromised_passwords": None}),
)
"""Parts that files of the operator bring: what opens each, and what is unset to go on without."""


def doctor(
    dev: Annotated[
        bool, typer.Option("--dev", help="Examine the development profile instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Examine settings, store, keys, address and mail server; exit 78 if something is wrong.

    Wrong is what `cognate serve` would refuse, and a mail server that does not take our messages.
    """
    profile = Profile.DEVELOPMENT if dev else Profile.PRODUCTION
    warnings: list[str] = []
    findings = {name: list(reasons) for name, reasons in _examine(profile, warnings)}
    healthy = not any(findings.values())
    if as_json:
        found = {"healthy": healthy, "findings": findings, "warnings": warnings}
        typer.echo(json.dumps(found, indent=2))
    else:
        for name, reasons in findings.items():
            typer.echo(f"{'BAD' if reasons else 'ok':4}{name}")
            for reason in reasons:
                typer.echo(f"      {reason}")
        for warning in warnings:
            typer.echo(f"    warning: {warning}")
    raise typer.Exit(0 if healthy else EXIT_BAD_CONFIGURATION)


def _examine(profile: Profile, warnings: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each part with what is wrong with it; what rests on a bad part is left out."""
    loaded: list[Settings] = []
    yield "settings", _reasons(lambda: loaded.append(profile.load()))
    if not loaded:
        return
    (settings,) = loaded
    if profile is Profile.PRODUCTION:
        warnings += production.warnings(settings)
    yield "address", _reasons(lambda: server.listen(settings).close())
    for name, open_it, unset in _BY_FILES:
        if any(getattr(settings, each) is not None for each in unset):
            yield name, _reasons(partial(open_it, settings))
            settings = settings.model_copy(update=unset)
    bad = _bad_channels(settings)
    yield from bad.items()
    settings = settings.model_copy(update={bootstrap.URLS[channel]: None for channel in bad})
    without_signer = settings.model_copy(update={"signer_url": _OF_THE_STORE})
    opened: list[Assembly] = []
    yield "store and keys", _reasons(lambda: opened.append(_open(without_signer)))
    for assembly in opened:
        yield from _examine_opened(settings, assembly.ports)


def _examine_opened(settings: Settings, ports: Ports) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what rests on a store that could be opened, which is closed on the way."""
    if settings.signer_url != _OF_THE_STORE:
        yield "signer", _reasons(partial(_try_signer, settings, ports))
    ports.store.close()
    for channel, way in ports.delivery.items():
        if isinstance(way, Examinable):
            yield channel.value, _reasons(partial(_try_channel, channel, way))


def _bad_channels(settings: Settings) -> Mapping[Channel, tuple[str, ...]]:
    """Return what is wrong with the ways of messages that cannot be opened."""
    tried = {
        channel: _reasons(partial(bootstrap.open_delivery, settings, channel))
        for channel in bootstrap.URLS
    }
    return {channel: reasons for channel, reasons in tried.items() if reasons}


def _open(settings: Settings) -> Assembly:
    assembly = bootstrap.assemble(settings)
    try:
        preflight.require_ready(assembly)
    except BadConfiguration:
        assembly.ports.store.close()
        raise
    return assembly


def _try_signer(settings: Settings, ports: Ports) -> None:
    context = SignerContext(
        store=ports.store,
        sealer=ports.sealer,
        clock=ports.clock,
        entropy=ports.entropy,
        public_url=settings.origin,
    )
    bootstrap.open_signer(settings, context)


def _try_channel(channel: Channel, way: Examinable) -> None:
    try:
        way.examine()
    except Undeliverable as failure:
        raise BadConfiguration([f"COGNATE_{channel.name}_URL: {failure}"]) from failure


def _reasons(attempt: Callable[[], object]) -> tuple[str, ...]:
    try:
        attempt()
    except BadConfiguration as refusal:
        return refusal.reasons
    return ()
