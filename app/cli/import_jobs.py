"""`cognate import`: what became of users that were imported from files."""

from __future__ import annotations

import csv
import json
import sys
from typing import Annotated

import typer

from app.cli.assembled import assembled
from app.cli.output import AsJson
from app.refusal import Refused
from domain.errors import CognitoError
from domain.imports.report import Outcome, RowReport
from domain.model.identifiers import PoolId

import_jobs = typer.Typer(help="Look at imports of users.", no_args_is_help=True)


@import_jobs.callback()
def group() -> None:
    """Look at imports of users."""


@import_jobs.command()
def report(
    pool_id: Annotated[str, typer.Argument(help="The pool.")],
    job_id: Annotated[str, typer.Argument(help="The job: import-...")],
    left_out: Annotated[
        bool, typer.Option("--left-out", help="Only rows that were not imported.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print what became of each row so far, as CSV: its line in the file, the outcome, and why.

    With --json one object a line.
    """
    writer = csv.writer(sys.stdout)
    with assembled() as assembly:
        try:
            rows = assembly.services.imports.reports.rows(PoolId(pool_id), job_id)
            if not as_json:
                writer.writerow(("line", "outcome", "reason"))
            for row in rows:
                if left_out and row.outcome is Outcome.IMPORTED:
                    continue
                if as_json:
                    typer.echo(json.dumps(_shown(row)))
                else:
                    writer.writerow(_shown(row).values())
        except CognitoError as refusal:
            raise Refused(refusal.text) from refusal


def _shown(row: RowReport) -> dict[str, object]:
    return {"line": row.line, "outcome": row.outcome.value, "reason": row.reason}
