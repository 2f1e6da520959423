"""ForgotPassword: a code to an address that the user has proven to be his."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.accounts.code_sending import CodeSending
from domain.accounts.find_users import Sought
from domain.accounts.migrate_user import MigrateUser, Unknown
from domain.accounts.named_user import NamedUsers, Naming
from domain.accounts.recorded_events import Act, Recording
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    LimitExceededException,
    NotAuthorizedException,
    UserNotFoundException,
)
from domain.messages.addressing import Address, recovery_address, recovery_attributes
from domain.model.auth_event import EventResponse, EventType
from domain.model.code import CodePurpose
from domain.model.message import CodeDelivery, Reason
from domain.model.pool import UserPool
from domain.model.user import User, UserStatus
from domain.ports.reporter import Reporter
from domain.triggers.hooks import REFUSALS_OF_FUNCTIONS

_MIGRATION_FAILED: Final = (
    *REFUSALS_OF_FUNCTIONS,
    InvalidParameterException,
    LimitExceededException,
)


class ForgotPassword:
    """Sends recovery codes. Where users are hidden, everybody seems to get one (SEC-52)."""

    def __init__(
        self,
        people: NamedUsers,
        sending: CodeSending,
        migration: MigrateUser,
        reporter: Reporter,
    ) -> None:
        self._people = people
        self._sending = sending
        self._migration = migration
        self._reporter = reporter

    def send(self, naming: Naming) -> CodeDelivery:
        """Return where the code went, or would have gone.

        The code goes to the stored address and never to what was typed. Raises
        LimitExceededException, NotAuthorizedException (no self-service, a state that cannot be
        recovered), CodeDeliveryFailureException, and under LEGACY what a failing trigger raises,
        UserNotFoundException, NotAuthorizedException for a disabled user, InvalidParameterException
        for one without a proven address.
        """
        sought = self._people.seek(naming)
        attributes = recovery_attributes(sought.pool)
        if not attributes:
            raise NotAuthorizedException(texts.CONTACT_ADMINISTRATOR)
        reason = Reason(
            purpose="ForgotPassword",
            client_id=naming.client_id,
            client_metadata=naming.client_metadata,
        )
        if sought.user is None and self._is_brought(sought, naming):
            sought = self._people.seek(naming)
        refusal, address = _address(sought.pool, sought.user)
        if refusal is not None and not sought.client.hides_users:
            raise refusal
        act = Act(type=EventType.FORGOT_PASSWORD, response=EventResponse.IN_PROGRESS)
        recorded = self._people.events.recording(sought, sought.sub, act, naming.source)
        if sought.user is None or address is None:
            return self._sending.pretend(
                sought, attributes, CodePurpose.FORGOT_PASSWORD, reason, recorded
            )
        delivery = self._sent(sought, sought.user, address, reason, recorded)
        self._people.events.tell(recorded)
        return delivery

    def _sent(
        self, sought: Sought, user: User, address: Address, reason: Reason, recorded: Recording
    ) -> CodeDelivery:
        """Return where the code went.

        CustomMessage is asked for users who exist alone: where they are hidden, its failure would
        tell one. It is reported, and no code was sent.
        """
        pool, purpose = sought.pool, CodePurpose.FORGOT_PASSWORD
        try:
            outgoing = self._sending.prepare(pool, user, address, purpose, reason)
        except REFUSALS_OF_FUNCTIONS as refusal:
            if not sought.client.hides_users:
                raise
            self._report_failure(sought, reason, refusal)
            self._sending.lose(pool, user.sub, purpose, reason, recorded)
            return address.delivery
        return self._sending.send(outgoing, reason, recorded)

    def _report_failure(self, sought: Sought, reason: Reason, refusal: CognitoError) -> None:
        """Tell the operator what the client is not told, but for the function's own words."""
        self._reporter.report(
            "message_not_worded",
            pool_id=sought.pool.id,
            client_id=sought.client.id,
            purpose=reason.purpose,
            error=type(refusal).__name__,
            reason=refusal.detail or None,
        )

    def _is_brought(self, sought: Sought, naming: Naming) -> bool:
        """Whether the pool's function has brought the user meanwhile.

        How it failed is told only where users are not hidden (ruling 56).
        """
        unknown = Unknown(
            pool=sought.pool,
            client_id=sought.client.id,
            typed=sought.typed,
            stand_in=sought.sub,
            client_metadata=naming.client_metadata,
        )
        try:
            return self._migration.bring(unknown)
        except _MIGRATION_FAILED:
            if not sought.client.hides_users:
                raise
            return False


def _address(pool: UserPool, user: User | None) -> tuple[CognitoError | None, Address | None]:
    """Return where to send, or the refusal that a client which hides users must not see.

    Raises NotAuthorizedException where the state itself forbids it: the real service tells that
    under both settings.
    """
    if user is None:
        return UserNotFoundException(texts.USERNAME_CLIENT_NOT_FOUND), None
    if not user.enabled:
        return NotAuthorizedException(texts.USER_DISABLED), None
    if user.status is UserStatus.FORCE_CHANGE_PASSWORD:
        raise NotAuthorizedException(texts.PASSWORD_NOT_RESETTABLE)
    if user.status is UserStatus.EXTERNAL_PROVIDER:
        return NotAuthorizedException(texts.PASSWORD_NOT_RESETTABLE), None
    address = None if user.status is UserStatus.UNCONFIRMED else recovery_address(pool, user)
    if address is None:
        return InvalidParameterException(texts.NO_RECOVERY_ADDRESS), None
    return None, address
