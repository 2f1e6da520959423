"""`cognate access-key`: credentials that sign administrative requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.cli.assembled import assembled
from app.cli.output import AsJson
from app.refusal import Refused
from domain.model.access_key import AccessKey
from domain.ports.sentinels import Missing

access_key = typer.Typer(
    help="Make, list and disable access keys for signed requests.", no_args_is_help=True
)


@access_key.command()
def create(
    allow: Annotated[
        list[str] | None,
        typer.Option(help="Action pattern, such as 'cognito-idp:Admin*'. Repeatable."),
    ] = None,
    on: Annotated[
        list[str] | None, typer.Option(help="ARN (pattern) that the actions may touch. Repeatable.")
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(help="File with an IAM policy (JSON), instead of --allow, --on.")
    ] = None,
    note: Annotated[str, typer.Option(help="What the key is for; shown by `list`.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make an access key and show its secret, this once."""
    document = _document(allow, on, policy)
    with assembled() as assembly:
        made = assembly.services.access_keys.create(document, note)
    shown = {"access_key_id": made.id, "secret_access_key": made.secret.reveal()}
    if as_json:
        typer.echo(json.dumps(shown, indent=2))
        return
    for name, value in shown.items():
        typer.echo(f"{name.replace('_', ' '):18}{value}")
    typer.echo("The secret is not shown again.", err=True)


@access_key.command(name="list")
def show(as_json: AsJson = False) -> None:
    """List all access keys, never their secrets."""
    with assembled() as assembly:
        keys = [_shown(key) for key in assembly.services.access_keys.all()]
    if as_json:
        typer.echo(json.dumps(keys, indent=2))
        return
    for key in keys:
        state = f"disabled {key['disabled_at']}" if key["disabled_at"] else "enabled"
        typer.echo(f"{key['access_key_id']}  {key['created_at']}  {state}  {key['note']}")


@access_key.command()
def disable(access_key_id: str) -> None:
    """Disable an access key for good."""
    with assembled() as assembly:
        try:
            assembly.services.access_keys.disable(access_key_id)
        except Missing as missing:
            raise Refused(f"there is no access key {access_key_id}") from missing
    typer.echo(f"{access_key_id} is disabled.")


def _document(
    allow: list[str] | None, on: list[str] | None, policy: Path | None
) -> Mapping[str, object]:
    if policy is not None and not (allow or on):
        document = _read(policy)
    elif allow and on and policy is None:
        statement = {"Effect": "Allow", "Action": allow, "Resource": on}
        document = {"Version": "2012-10-17", "Statement": [statement]}
    else:
        raise typer.BadParameter("give --allow with --on, or --policy alone")
    try:
        bootstrap.checked_policy(document)
    except ValueError as fault:
        raise typer.BadParameter(f"the policy cannot be used: {fault}") from fault
    return document


def _read(policy: Path) -> Mapping[str, object]:
    try:
        document: Mapping[str, object] = json.loads(policy.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise typer.BadParameter(f"cannot read {policy} as JSON") from fault
    return document


def _shown(key: AccessKey) -> dict[str, object]:
    return {
        "access_key_id": key.id,
        "created_at": _instant(key.created_at_ms),
        "disabled_at": _instant(key.disabled_at_ms),
        "note": key.note,
        "policy": key.policy,
    }


def _instant(at_ms: int | None) -> str | None:
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")
