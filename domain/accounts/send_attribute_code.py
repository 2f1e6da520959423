"""GetUserAttributeVerificationCode: another code for an address of the caller's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from domain.accounts.attribute_codes import CHANGING, VERIFYING, require_verifiable
from domain.accounts.attributes import after_change
from domain.accounts.code_sending import CodeSending, Outgoing
from domain.accounts.endings import void_code
from domain.accounts.retry import once_more
from domain.errors import InvalidParameterException
from domain.messages.addressing import EMAIL, Address
from domain.model.code import OneTimeCode
from domain.model.message import CodeDelivery, Reason
from domain.model.user import User
from domain.ports.bundle import Ports
from domain.ports.sentinels import Stale
from domain.tokens.access import AccessTokens

_KINDS: Final[Mapping[str, str]] = {EMAIL: "email address"}


class SendAttributeCode:
    """Sends a code to the address that waits for its proof, or else to the one that is there."""

    def __init__(self, ports: Ports, access: AccessTokens, sending: CodeSending) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._access = access
        self._sending = sending

    def send(
        self, token: str, attribute: str, client_metadata: Mapping[str, str] | None
    ) -> CodeDelivery:
        """Return where the code went; an earlier one counts no more.

        Raises NotAuthorizedException for a bad token, UserNotFoundException,
        InvalidParameterException for another attribute and one without a value,
        LimitExceededException, CodeDeliveryFailureException, and what a failing trigger raises.
        """
        require_verifiable(attribute)
        return once_more(lambda: self._send(token, attribute, client_metadata))

    def _send(
        self, token: str, attribute: str, client_metadata: Mapping[str, str] | None
    ) -> CodeDelivery:
        bearer = self._access.user_of(token)
        user = bearer.user
        change = self._change(user, attribute)
        value = user.attributes.get(attribute) if change is None else change.destination
        if not value:
            raise InvalidParameterException(
                f"User does not have a valid registered {_KINDS.get(attribute, 'phone number')}"
            )
        told = replace(user, attributes=after_change(user, {attribute: value}))
        reason = Reason(
            purpose="VerifyUserAttribute",
            client_id=bearer.client.id,
            client_metadata=client_metadata,
        )
        purpose = (VERIFYING if change is None else CHANGING)[attribute]
        address = Address(attribute=attribute, value=value)
        outgoing = self._sending.prepare(bearer.pool, told, address, purpose, reason)
        self._write(user, attribute, change, outgoing, reason)
        return outgoing.delivery

    def _change(self, user: User, attribute: str) -> OneTimeCode | None:
        """Return the code of a change that still waits, or None."""
        with self._store.reading() as unit:
            code = unit.codes.get(user.pool_id, user.sub, CHANGING[attribute])
        return None if code is None or code.expires_at_ms <= self._clock.now_ms() else code

    def _write(
        self,
        user: User,
        attribute: str,
        change: OneTimeCode | None,
        outgoing: Outgoing,
        reason: Reason,
    ) -> None:
        with self._store.writing() as unit:
            self._sending.spend(unit, outgoing, reason)
            if change is None:
                void_code(unit, user, CHANGING[attribute])
            elif not unit.codes.consume(user.pool_id, user.sub, change.purpose, change.id):
                # Settled meanwhile: what an administrator took back must not wait again.
                raise Stale
            outgoing.store(unit)
