"""`cognate sweep`: housekeeping by hand; running servers do it by themselves."""

from __future__ import annotations

import json
import time

import typer

from app import bootstrap, housekeeping
from app import settings as operator
from app.cli.output import AsJson


def sweep(as_json: AsJson = False) -> None:
    """Delete expired codes, spent ids, quiet locks and budgets, and ended sign-ins."""
    store = bootstrap.open_store(operator.load())
    now_ms = time.time_ns() // 1_000_000
    try:
        removed = housekeeping.sweep(store, now_ms, lambda: False)
    finally:
        store.close()
    if as_json:
        typer.echo(json.dumps(removed))
        return
    for kind, count in removed.items():
        typer.echo(f"{kind:12} {count}")
