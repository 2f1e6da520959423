"""Sending a code: written together with the code itself, or made to look as if it were."""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.codes import OneTimeCodes
from domain.accounts.decoy_delivery import simulated_delivery
from domain.accounts.find_users import Sought
from domain.accounts.limits import spend_message
from domain.accounts.recorded_events import NOTHING, Recording
from domain.errors import (
    CodeDeliveryFailureException,
    InvalidEmailRoleAccessPolicyException,
    InvalidSmsRoleAccessPolicyException,
)
from domain.messages.addressing import Address, channel_of
from domain.messages.compose import Composer
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.identifiers import Sub
from domain.model.message import Channel, CodeDelivery, OutboxEntry, Reason
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.bundle import Ports
from domain.ports.store import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A code with its message, to be stored in one unit of work."""

    code: OneTimeCode
    entry: OutboxEntry
    delivery: CodeDelivery

    def store(self, unit: Unit) -> None:
        """Store both; an earlier code of the purpose counts no more."""
        unit.codes.put(self.code)
        unit.outbox.add(self.entry)


class CodeSending:
    """Prepares codes to be sent, and pretends to for users who do not exist."""

    def __init__(self, ports: Ports, codes: OneTimeCodes, composer: Composer) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._sealer = ports.sealer
        self._codes = codes
        self._composer = composer

    def prepare(
        self, pool: UserPool, user: User, address: Address, purpose: CodePurpose, reason: Reason
    ) -> Outgoing:
        """Draw a code and write its message, while no unit is open.

        Raises CodeDeliveryFailureException without a channel, and what a failing trigger raises.
        """
        fresh = self._codes.fresh(pool, user.sub, purpose, address)
        entry = self._composer.code_message(pool, user, address, reason, fresh.digits)
        return Outgoing(code=fresh.row, entry=entry, delivery=address.delivery)

    def prepare_by_admin(
        self, pool: UserPool, user: User, address: Address, purpose: CodePurpose, reason: Reason
    ) -> Outgoing:
        """Do what `prepare` does for an operation that declares no CodeDeliveryFailureException.

        Raises InvalidEmailRoleAccessPolicyException or InvalidSmsRoleAccessPolicyException, which
        say the same of each channel, and what a failing trigger raises.
        """
        try:
            return self.prepare(pool, user, address, purpose, reason)
        except CodeDeliveryFailureException as failure:
            if address.channel is Channel.SMS:
                raise InvalidSmsRoleAccessPolicyException(detail=failure.detail) from failure
            raise InvalidEmailRoleAccessPolicyException(detail=failure.detail) from failure

    def send(
        self, outgoing: Outgoing, reason: Reason, recorded: Recording = NOTHING
    ) -> CodeDelivery:
        """Store code and message by themselves, within the user's budget for such messages.

        With them goes what is recorded of it.
        Raises LimitExceededException.
        """
        with self._store.writing() as unit:
            recorded.store(unit)
            self.spend(unit, outgoing, reason)
            outgoing.store(unit)
        return outgoing.delivery

    def spend(self, unit: Unit, outgoing: Outgoing, reason: Reason) -> None:
        """Take the message from the user's budget. Raises LimitExceededException."""
        code = outgoing.code
        spend_message(unit, code.pool_id, code.sub, reason.purpose, self._clock.now_ms())

    def pretend(
        self,
        sought: Sought,
        attributes: tuple[str, ...],
        purpose: CodePurpose,
        reason: Reason,
        recorded: Recording = NOTHING,
    ) -> CodeDelivery:
        """Do all that sending to a known user does, but tell nobody anything (SEC-52, SEC-53).

        The same budget runs out after as many calls, and a code is stored that nothing matches, so
        that the operation which asks for it behaves as after a real one (ruling 30). Raises
        CodeDeliveryFailureException without a channel, and LimitExceededException.
        """
        delivery = simulated_delivery(self._sealer, sought.pool, sought.name, attributes)
        if not self._composer.can_reach(sought.pool, channel_of(delivery.attribute)):
            raise CodeDeliveryFailureException
        self.lose(sought.pool, sought.sub, purpose, reason, recorded)
        return delivery

    def lose(
        self,
        pool: UserPool,
        sub: Sub,
        purpose: CodePurpose,
        reason: Reason,
        recorded: Recording = NOTHING,
    ) -> None:
        """Do all that sending does but send: what was to be sent cannot be, and nobody may see it.

        Raises LimitExceededException.
        """
        with self._store.writing() as unit:
            recorded.store(unit)
            spend_message(unit, pool.id, sub, reason.purpose, self._clock.now_ms())
            unit.codes.put(self._codes.decoy(pool.id, sub, purpose))
