"""ConfirmForgotPassword: who reads the code may set a new password, and everybody else is out."""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.codes import Guess, OneTimeCodes, consume, require_same_address
from domain.accounts.endings import end_sign_ins, shut_out
from domain.accounts.find_users import Sought
from domain.accounts.limits import CONFIRM_FORGOT_PASSWORD as BUDGET
from domain.accounts.named_user import NamedUsers, Naming
from domain.accounts.new_password import NewPassword
from domain.accounts.recorded_events import Act, Recording
from domain.accounts.retry import once_more
from domain.errors import (
    CodeMismatchException,
    ExpiredCodeException,
    InvalidParameterException,
    NotAuthorizedException,
    UserNotFoundException,
)
from domain.model.auth_event import EventResponse, EventType
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.identifiers import Secret
from domain.model.pool import UserPool
from domain.model.risk import PasswordEvent
from domain.model.user import Credentials, User, UserStatus
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken
from domain.triggers.post_confirmation import CONFIRM_FORGOT_PASSWORD, PostConfirmation


class ConfirmForgotPassword:
    """Sets a password by a recovery code."""

    def __init__(
        self,
        ports: Ports,
        people: NamedUsers,
        codes: OneTimeCodes,
        new_password: NewPassword,
        post_confirmation: PostConfirmation,
    ) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._people = people
        self._codes = codes
        self._new_password = new_password
        self._post_confirmation = post_confirmation

    def confirm(self, naming: Naming, answer: str, password: Secret[str]) -> None:
        """Set the password; end all tokens and open attempts, and lift the lock (ruling 13).

        Raises CodeMismatchException, ExpiredCodeException, LimitExceededException,
        InvalidPasswordException, PasswordHistoryPolicyViolationException, and under LEGACY
        UserNotFoundException, NotAuthorizedException for a disabled user.
        """
        pool, user = once_more(lambda: self._confirm(naming, answer, password))
        self._post_confirmation.tell(
            CONFIRM_FORGOT_PASSWORD, pool, user, naming.client_id, naming.client_metadata
        )

    def _confirm(self, naming: Naming, answer: str, password: Secret[str]) -> tuple[UserPool, User]:
        sought = self._people.seek(naming)
        pool, user = sought.pool, sought.user
        if not sought.client.hides_users:
            _require_usable(user)
        # What tells nothing about the user. His history is asked after the code.
        self._new_password.check_policy(pool, password)
        source = naming.source.at(sought.client)
        is_known = self._new_password.check_exposure(
            sought, PasswordEvent.PASSWORD_CHANGE, password, source
        )
        code = self._checked(sought, naming, answer)
        if user is None or not user.enabled or user.status is UserStatus.EXTERNAL_PROVIDER:
            # A code from before the disabling is right and yet opens nothing (ruling 30). One that
            # was written while the password was taken would bring it back.
            raise CodeMismatchException(texts.CODE_MISMATCH)
        require_same_address(code, user)
        self._new_password.check(pool, password, sought.credentials)
        made = self._new_password.make(pool, user.sub, user.username, password, sought.credentials)
        changed = self._recovered(user, code)
        recorded = self._recording(sought, naming, EventResponse.PASS, compromised=is_known)
        self._write(pool, user, changed, made, code, recorded)
        self._people.events.tell(recorded)
        return pool, changed

    def _checked(self, sought: Sought, naming: Naming, answer: str) -> OneTimeCode:
        """Return the code that was answered, or record that the answer was wrong."""
        try:
            return self._codes.check(_guess(sought, answer))
        except (CodeMismatchException, ExpiredCodeException):
            self._people.events.keep(self._recording(sought, naming, EventResponse.FAIL))
            raise

    def _recording(
        self,
        sought: Sought,
        naming: Naming,
        response: EventResponse,
        *,
        compromised: bool = False,
    ) -> Recording:
        act = Act(type=EventType.FORGOT_PASSWORD, response=response, compromised=compromised)
        return self._people.events.recording(sought, sought.sub, act, naming.source)

    def _recovered(self, user: User, code: OneTimeCode) -> User:
        proven = {**user.attributes, f"{code.attribute}_verified": "true"}
        return replace(
            shut_out(user, self._clock.now_ms()), status=UserStatus.CONFIRMED, attributes=proven
        )

    def _write(
        self,
        pool: UserPool,
        user: User,
        changed: User,
        made: Credentials,
        code: OneTimeCode,
        recorded: Recording,
    ) -> None:
        try:
            with self._store.writing() as unit:
                unit.users.save(changed)
                unit.credentials.save(made)
                recorded.store(unit)
                exchange_names(unit, pool, user, changed)
                end_sign_ins(unit, changed, changed.modified_at_ms)
                unit.locks.clear(pool.id, user.sub)
                consume(unit, code)
        except Taken as taken:
            raise InvalidParameterException(texts.alias_taken(taken.what)) from taken


def _require_usable(user: User | None) -> None:
    if user is None:
        raise UserNotFoundException(texts.USER_DOES_NOT_EXIST)
    if not user.enabled:
        raise NotAuthorizedException(texts.USER_DISABLED)


def _guess(sought: Sought, answer: str) -> Guess:
    return Guess(
        pool=sought.pool,
        sub=sought.sub,
        purpose=CodePurpose.FORGOT_PASSWORD,
        budget=BUDGET,
        answer=answer,
    )
