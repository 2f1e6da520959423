"""`cognate doctor`: everything that keeps a server from starting, in one list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from app import bootstrap, preflight, server
from app.cli.output import AsJson
from app.refusal import EXIT_BAD_CONFIGURATION, BadConfiguration
from app.serving import Profile
from app.settings import Settings


def doctor(
    dev: Annotated[
        bool, typer.Option("--dev", help="Examine the development profile instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Examine settings, store, keys and address as `cognate serve` would; exit 78 if it refused."""
    profile = Profile.DEVELOPMENT if dev else Profile.PRODUCTION
    findings = {name: list(reasons) for name, reasons in _examine(profile)}
    healthy = not any(findings.values())
    if as_json:
        typer.echo(json.dumps({"healthy": healthy, "findings": findings}, indent=2))
    else:
        for name, reasons in findings.items():
            typer.echo(f"{'BAD' if reasons else 'ok':4}{name}")
            for reason in reasons:
                typer.echo(f"      {reason}")
    raise typer.Exit(0 if healthy else EXIT_BAD_CONFIGURATION)


def _examine(profile: Profile) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each part with what is wrong with it; what rests on a bad part is left out."""
    loaded: list[Settings] = []
    yield "settings", _reasons(lambda: loaded.append(profile.load()))
    if not loaded:
        return
    (settings,) = loaded
    yield "address", _reasons(lambda: server.listen(settings).close())
    yield "store and keys", _reasons(lambda: _try_store(settings))


def _try_store(settings: Settings) -> None:
    assembly = bootstrap.assemble(settings)
    try:
        preflight.require_ready(assembly)
    finally:
        assembly.ports.store.close()


def _reasons(attempt: Callable[[], object]) -> tuple[str, ...]:
    try:
        attempt()
    except BadConfiguration as refusal:
        return refusal.reasons
    return ()
