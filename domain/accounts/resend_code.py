"""ResendConfirmationCode: a new code for a sign-up that is not confirmed yet."""

from __future__ import annotations

from domain import texts
from domain.accounts.code_sending import CodeSending
from domain.accounts.find_users import Sought
from domain.accounts.named_user import NamedUsers, Naming
from domain.accounts.recorded_events import Act
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    UserNotFoundException,
)
from domain.messages.addressing import (
    Address,
    verification_address,
    verification_attributes,
)
from domain.model.auth_event import EventResponse, EventType
from domain.model.code import CodePurpose
from domain.model.message import CodeDelivery, Reason
from domain.model.user import UserStatus


class ResendCode:
    """Sends another code; the earlier one counts no more."""

    def __init__(self, people: NamedUsers, sending: CodeSending) -> None:
        self._people = people
        self._sending = sending

    def resend(self, naming: Naming) -> CodeDelivery:
        """Return where the code went, or would have gone for a user who does not exist.

        Raises LimitExceededException, InvalidParameterException for a confirmed user,
        NotAuthorizedException if the pool verifies nothing, UserNotFoundException under LEGACY,
        CodeDeliveryFailureException, and what a failing trigger raises.
        """
        sought = self._people.seek(naming)
        reason = Reason(
            purpose="ResendCode",
            client_id=naming.client_id,
            client_metadata=naming.client_metadata,
        )
        attributes = verification_attributes(sought.pool)
        if not attributes:
            raise NotAuthorizedException(texts.CANNOT_RESEND)
        address = _address(sought)
        act = Act(type=EventType.RESEND_CODE, response=EventResponse.PASS)
        recorded = self._people.events.recording(sought, sought.sub, act, naming.source)
        if sought.user is None or address is None:
            return self._sending.pretend(sought, attributes, CodePurpose.SIGN_UP, reason, recorded)
        outgoing = self._sending.prepare(
            sought.pool, sought.user, address, CodePurpose.SIGN_UP, reason
        )
        delivery = self._sending.send(outgoing, reason, recorded)
        self._people.events.tell(recorded)
        return delivery


def _address(sought: Sought) -> Address | None:
    """Return where to send, or None where the client may not learn that there is nobody."""
    user, hides = sought.user, sought.client.hides_users
    if user is None:
        if hides:
            return None
        raise UserNotFoundException(texts.USERNAME_CLIENT_NOT_FOUND)
    if user.status is not UserStatus.UNCONFIRMED:
        raise InvalidParameterException(texts.ALREADY_CONFIRMED)
    address = verification_address(sought.pool, user)
    if address is None and not hides:
        raise NotAuthorizedException(texts.CANNOT_RESEND)
    return address
