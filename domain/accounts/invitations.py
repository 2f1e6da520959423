"""Invitations and welcomes: who is told his user name, and a temporary password, through what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.messages.addressing import EMAIL, PHONE_NUMBER, Address
from domain.messages.compose import Composer
from domain.model.identifiers import Secret
from domain.model.message import INVITATION, OutboxEntry, Reason
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.reporter import Reporter
from domain.triggers.post_confirmation import NO_CLIENT

_MEDIUMS: Final[Mapping[str, str]] = {"SMS": PHONE_NUMBER, "EMAIL": EMAIL}


class Invitations:
    """Writes invitations and welcomes; called while no unit of work is open."""

    def __init__(self, composer: Composer, reporter: Reporter) -> None:
        self._composer = composer
        self._reporter = reporter

    def write(
        self,
        pool: UserPool,
        user: User,
        password: Secret[str],
        mediums: tuple[str, ...],
        client_metadata: Mapping[str, str] | None,
    ) -> tuple[OutboxEntry, ...]:
        """Return one message for each medium that reaches the user, none if none does.

        A text of the pool's that would not tell the user name or the password is not sent, and that
        is reported: the administrator mends it and invites again. Raises
        CodeDeliveryFailureException without a channel, and what a failing trigger raises.
        """
        reason = Reason(purpose=INVITATION, client_id=NO_CLIENT, client_metadata=client_metadata)
        written: list[OutboxEntry] = []
        for address in _addresses(user, mediums):
            message = self._composer.invitation(pool, user, address, reason, password.reveal())
            if message is None:
                self._report(pool, address)
            else:
                written.append(message)
        return tuple(written)

    def welcome(
        self, pool: UserPool, user: User, mediums: tuple[str, ...]
    ) -> tuple[OutboxEntry, ...]:
        """Return a message for each of the mediums that reaches the user: his user name, no more.

        For who has moved in: a message that fails, or that no channel takes, is no reason to keep
        him out.
        """
        if not mediums:
            return ()
        written = [self._composer.welcome(pool, user, each) for each in _addresses(user, mediums)]
        return tuple(message for message in written if message is not None)

    def _report(self, pool: UserPool, address: Address) -> None:
        self._reporter.report(
            "message_not_worded",
            pool_id=pool.id,
            client_id=NO_CLIENT,
            purpose=INVITATION,
            reason=f"the invitation by {address.channel.value} lacks {{username}} or {{####}}",
        )


def _addresses(user: User, mediums: tuple[str, ...]) -> tuple[Address, ...]:
    """Return the wanted addresses that the user has; if none is wanted, telephone before e-mail."""
    wanted = dict.fromkeys(_MEDIUMS[medium] for medium in mediums or _MEDIUMS)
    found = [
        Address(attribute=name, value=user.attributes[name]) for name in wanted if user.has(name)
    ]
    return tuple(found if mediums else found[:1])
