"""`cognate serve`: the production profile."""

from __future__ import annotations

import sys

import typer

from app import production, serving
from app.serving import Profile


def serve() -> None:
    """Serve in production. Settings come from the environment (COGNATE_...), .env and files.

    Refuses to start with a development key or credential, with pending migrations, and on a plain
    http address that others can reach.
    """
    settings = Profile.PRODUCTION.load()

    def announce(_assembly: object) -> None:
        where = f"{settings.host}:{settings.port}, {settings.origin}"
        for warning in production.warnings(settings):
            print(f"cognate: warning: {warning}", file=sys.stderr)
        print(f"cognate serves on {where}", file=sys.stderr)

    raise typer.Exit(serving.serve(Profile.PRODUCTION, settings, announce))
