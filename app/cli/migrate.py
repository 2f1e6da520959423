"""`cognate migrate`: the schema of the store."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from app import migrations
from app import settings as operator
from app.cli.output import AsJson
from app.refusal import Refused


def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if migrations are pending.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the store to the schema of this version. May be run by several at once."""
    settings = operator.load()
    if not check:
        migrations.upgrade(settings)
    pending = migrations.are_pending(settings)
    if as_json:
        typer.echo(json.dumps({"pending": pending}))
    elif not pending:
        typer.echo("The store has the schema of this version.")
    if pending:
        raise Refused("migrations are pending: run cognate migrate")
