"""The command `cognate`: one module per command, nothing but options and output in them."""

from __future__ import annotations

import sys

import typer

from app.cli.access_key import access_key
from app.cli.dev import dev
from app.cli.doctor import doctor
from app.cli.env import env
from app.cli.feedback_token import feedback_token
from app.cli.import_jobs import import_jobs
from app.cli.migrate import migrate
from app.cli.serve import serve
from app.cli.sweep import sweep
from app.cli.trigger import trigger
from app.refusal import EXIT_BAD_CONFIGURATION, EXIT_REFUSED, BadConfiguration, Refused, tell
from domain.ports.sentinels import Unavailable

cli = typer.Typer(
    help="A self-hosted identity service that speaks the Amazon Cognito user pool API.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (dev, serve, migrate, doctor, env, sweep, feedback_token):
    cli.command()(command)
cli.add_typer(access_key, name="access-key")
cli.add_typer(import_jobs, name="import")
cli.add_typer(trigger, name="trigger")


def main() -> None:
    """Run a command; exit codes are those of the operator's contract."""
    try:
        cli()
    except BadConfiguration as refusal:
        tell(refusal)
        sys.exit(EXIT_BAD_CONFIGURATION)
    except Unavailable as failure:
        tell(BadConfiguration([f"COGNATE_STORAGE_URL: {failure}"]))
        sys.exit(EXIT_BAD_CONFIGURATION)
    except Refused as refusal:
        print(f"cognate: {refusal}", file=sys.stderr)
        sys.exit(EXIT_REFUSED)
