"""CustomEmailSender, CustomSMSSender: the pool's own function sends a message (triggers.md 10).

Nobody waits for the function: what it will be told is written while the request goes on, and told
by the courier afterwards. The adapter makes the code unreadable for all but the function.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.model.message import INVITATION, Channel, Errand, Reason
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.delivery import Undeliverable
from domain.ports.triggers import (
    TriggerEvent,
    TriggerGarbled,
    TriggerRefused,
    TriggerRunner,
    TriggerUnreachable,
)
from domain.triggers.hooks import Hooks, Occasion, client_metadata, user_attributes

_TYPES: Final[Mapping[Channel, str]] = {
    Channel.EMAIL_SENDER: "customEmailSenderRequestV1",
    Channel.SMS_SENDER: "customSMSSenderRequestV1",
}


class CustomSenders:
    """Writes what a sender is told, and tells it."""

    def __init__(self, hooks: Hooks, runner: TriggerRunner) -> None:
        self._hooks = hooks
        self._runner = runner

    def event(
        self, pool: UserPool, user: User, sender: Channel, reason: Reason, code: str
    ) -> Mapping[str, object]:
        """Return the whole event, with the user as he is now and the code in clear."""
        request = {
            "type": _TYPES[sender],
            "code": _escaped(code) if reason.purpose == INVITATION else code,
            "userAttributes": user_attributes(pool, user),
            **client_metadata(reason.client_metadata),
        }
        occasion = Occasion(pool=pool, client_id=reason.client_id, username=user.username)
        return self._hooks.event(f"{sender.value}_{reason.purpose}", occasion, request)

    def tell(self, pool: UserPool, errand: Errand) -> None:
        """Run the function that the pool names now; an errand outlives a repaired ARN.

        Raises Undeliverable, also if the pool names no function any more. What the function itself
        said stays here: it may name anybody.
        """
        arn = pool.triggers.get(errand.sender)
        if arn is None:
            raise Undeliverable(f"the pool names no {errand.sender}")
        event = TriggerEvent(
            trigger=errand.sender.value,
            arn=arn,
            event=errand.event,
            waits=False,
            code_key=pool.code_key,
        )
        try:
            self._runner.invoke(event)
        except TriggerRefused as refusal:
            raise Undeliverable("the function raised an error") from refusal
        except TriggerUnreachable as failure:
            raise Undeliverable(str(failure)) from failure
        except TriggerGarbled as failure:
            raise Undeliverable("the function answered what is no answer") from failure


def _escaped(password: str) -> str:
    """Return a temporary password as the service hands it over, ready for a page in HTML."""
    return password.replace("<", "&lt;").replace(">", "&gt;")
