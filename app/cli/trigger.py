"""`cognate trigger`: functions of pools, tried without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from app import bootstrap, rehearsal
from app import settings as operator
from app.cli import trigger_report
from app.cli.output import AsJson
from app.refusal import EXIT_REFUSED, BadConfiguration, Refused
from app.settings import Settings
from domain.errors import CognitoError
from domain.ports.triggers import TriggerRunner

trigger = typer.Typer(help="Try the functions that pools call.", no_args_is_help=True)

_ARN_PARTS: Final = 6

Told = list[Mapping[str, Any]]


class Version(StrEnum):
    """Versions of the event of PreTokenGeneration."""

    V1_0 = "V1_0"
    V2_0 = "V2_0"
    V3_0 = "V3_0"


def _known(name: str) -> str:
    if name not in rehearsal.TRIGGERS:
        raise typer.BadParameter(f"none of {', '.join(rehearsal.TRIGGERS)}")
    return name


def _well_formed(arn: str | None) -> str | None:
    if arn is not None and len(arn.split(":")) < _ARN_PARTS:
        raise typer.BadParameter("not an ARN")
    return arn


Name = Annotated[
    str,
    typer.Argument(
        metavar="TRIGGER",
        callback=_known,
        autocompletion=lambda: rehearsal.TRIGGERS,
        help=f"One of {', '.join(rehearsal.TRIGGERS)}.",
    ),
]
Url = Annotated[str | None, typer.Option(help="Where the function is.")]
Kind = Annotated[
    str,
    typer.Option(
        help="How --url is called: webhook, lambda, or an installed kind that needs no other keys."
        " Any other is tried by --arn."
    ),
]
SigningSecret = Annotated[str | None, typer.Option(help="Signs webhooks: whsec_...")]
SecretFile = Annotated[Path | None, typer.Option(help="A file that holds the secret.")]
Arn = Annotated[
    str | None,
    typer.Option(
        callback=_well_formed,
        help="The function: looked up in COGNATE_TRIGGERS_FILE, or called so at --url.",
    ),
]
EventVersion = Annotated[Version, typer.Option(help="The event of PreTokenGeneration.")]


@trigger.command(name="test")
def try_out(  # noqa: PLR0913, PLR0917 - typer makes an option of each parameter
    name: Name,
    url: Url = None,
    kind: Kind = "webhook",
    secret: SigningSecret = None,
    secret_file: SecretFile = None,
    arn: Arn = None,
    version: EventVersion = Version.V1_0,
    as_json: AsJson = False,
) -> None:
    """Send one event about a sample user, and show what Cognate makes of the answer.

    Exits with 0 if the answer is taken, with 1 if it is refused or does not come. Nothing is kept.
    """
    settings, told = operator.load(), Told()
    given = _entry(url, kind, secret, secret_file)
    if given is None and arn is None:
        raise typer.BadParameter("give --url, or --arn of a function in COGNATE_TRIGGERS_FILE")
    if given is None and settings.triggers_file is None and settings.lambda_url is None:
        raise typer.BadParameter(
            "neither COGNATE_TRIGGERS_FILE nor COGNATE_LAMBDA_URL is set, where --arn is looked up"
        )
    function = arn or f"arn:aws:lambda:{settings.region}:{settings.account_id}:function:function"
    with _runner(settings, given, told, function) as runner:
        try:
            verdict = rehearsal.perform(name, function, version.value, settings, runner)
        except CognitoError as refusal:
            raise Refused(f"no pool can have this function: {refusal.text}") from refusal
    report = trigger_report.as_json if as_json else trigger_report.as_text
    typer.echo(report(told, verdict))
    raise typer.Exit(0 if verdict.is_accepted else EXIT_REFUSED)


def _entry(
    url: str | None, kind: str, secret: str | None, secret_file: Path | None
) -> Mapping[str, object] | None:
    """Return what TRIGGERS_FILE would say of a function at --url."""
    given = {"secret": secret, "secret_file": str(secret_file) if secret_file else None}
    said = {name: value for name, value in given.items() if value is not None}
    if said and kind == "lambda":
        raise typer.BadParameter("a secret signs webhooks, not --kind lambda")
    if url is not None:
        # The code that a custom sender is told here opens nothing.
        return {"arn": "*", "url": url, "kind": kind, "code": "plain", **said}
    if said:
        raise typer.BadParameter("a secret belongs to a --url")
    return None


@contextmanager
def _runner(
    settings: Settings, given: Mapping[str, object] | None, told: Told, arn: str
) -> Iterator[TriggerRunner]:
    with ExitStack() as end:
        try:
            runner = end.enter_context(
                bootstrap.rehearsed_triggers(settings, given, told.append, rehearsal.SILENCE)
            )
        except BadConfiguration as fault:
            if given is None:
                raise
            raise typer.BadParameter("; ".join(fault.reasons)) from fault
        if not runner.knows(arn):
            raise Refused(f"no trigger of {settings.triggers_file} fits {arn}")
        yield runner
