"""`cognate feedback-token`: what a message of yours asks its user about an auth event with."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.assembled import assembled
from app.refusal import Refused
from domain.errors import CognitoError
from domain.model.identifiers import PoolId


def feedback_token(
    pool_id: Annotated[str, typer.Argument(help="The user pool.")],
    username: Annotated[str, typer.Argument(help="The user, as administrators name him.")],
    event_id: Annotated[str, typer.Argument(help="EventId, as AdminListUserAuthEvents shows it.")],
) -> None:
    """Print a token by which the user may judge the event (UpdateAuthEventFeedback), for a week."""
    with assembled() as assembly:
        try:
            token = assembly.services.accounts.auth_events.feedback_token(
                PoolId(pool_id), username, event_id
            )
        except CognitoError as refusal:
            raise Refused(refusal.text) from refusal
    typer.echo(token.reveal())
