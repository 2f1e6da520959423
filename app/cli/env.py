"""`cognate env`: what a shell needs to speak to the running development server."""

from __future__ import annotations

import json
import shlex

import typer

from app import development
from app.cli.output import AsJson


def env(as_json: AsJson = False) -> None:
    """Print export lines for the running development server: eval "$(cognate env)"."""
    state = development.read_state()
    variables = {name: state[key] for name, key in development.EXPORTS.items()}
    if as_json:
        typer.echo(json.dumps(variables, indent=2))
        return
    for name, value in variables.items():
        typer.echo(f"export {name}={shlex.quote(value)}")
