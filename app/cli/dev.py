"""`cognate dev`: the development profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from importlib.metadata import version

import typer

from app import demo, development, migrations, serving
from app.assembly import Assembly
from app.serving import Profile
from app.settings import Settings


def dev() -> None:
    """Serve for development on this machine: known keys, open outbox, demo pool.

    Needs no settings. Keeps everything under var/ in the current directory.
    """
    settings = Profile.DEVELOPMENT.load()
    migrations.upgrade(settings)

    with ExitStack() as end:

        def prepare(assembly: Assembly) -> None:
            if settings.demo:
                demo.make(assembly)
            state = _state(settings)
            development.write_state(state)
            end.callback(development.remove_state, state)
            typer.echo("\n".join(_banner(settings, state)))

        code = serving.serve(Profile.DEVELOPMENT, settings, prepare)
    raise typer.Exit(code)


def _state(settings: Settings) -> Mapping[str, str]:
    secret = settings.root_secret_access_key
    return {
        "endpoint": settings.origin,
        "region": settings.region,
        "access_key_id": settings.root_access_key_id or "",
        "secret_access_key": secret.get_secret_value() if secret else "",
        "user_pool_id": development.demo_pool_id(settings.region),
        "client_id": development.DEMO_CLIENT_ID,
    }


def _banner(settings: Settings, state: Mapping[str, str]) -> Iterator[str]:
    origin, pool_id = settings.origin, state["user_pool_id"]
    yield ""
    yield f"  Cognate {version('cognate')} - DEVELOPMENT PROFILE: known keys, open outbox,"
    yield "  this machine only. Not for production: see `cognate serve --help`."
    yield ""
    yield f"  Endpoint   {origin}"
    yield f"  Outbox     {origin}/outbox"
    if settings.demo:
        yield f"  Pool       {pool_id}"
        yield f"  Issuer     {origin}/{pool_id}"
        yield f"  Client     {development.DEMO_CLIENT_ID}"
        yield f"  User       {development.DEMO_USERNAME} / {development.DEMO_PASSWORD}"
    yield ""
    for name, key in development.EXPORTS.items():
        yield f"  export {name}={state[key]}"
    yield ""
