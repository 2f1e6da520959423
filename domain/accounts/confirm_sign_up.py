"""ConfirmSignUp and AdminConfirmSignUp: an unconfirmed user becomes a confirmed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.codes import Guess, OneTimeCodes, consume, require_same_address
from domain.accounts.endings import void_code
from domain.accounts.find_users import Sought, UserFinder
from domain.accounts.limits import CONFIRM_SIGN_UP as BUDGET
from domain.accounts.named_user import NamedUsers, Naming
from domain.accounts.retry import once_more
from domain.accounts.sign_up_sessions import SignUpSessions
from domain.errors import (
    AliasExistsException,
    CodeMismatchException,
    InvalidParameterException,
    NotAuthorizedException,
    UserNotFoundException,
)
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.model.user import User, UserStatus
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken
from domain.triggers.post_confirmation import CONFIRM_SIGN_UP, NO_CLIENT, PostConfirmation


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What a user answers to SignUp, with the Session that it gave if the client kept that."""

    naming: Naming
    answer: str = field(repr=False)
    force_alias: bool = False
    session: str | None = field(default=None, repr=False)


class ConfirmSignUp:
    """Confirms sign-ups: by the code that was sent, or by an administrator's word."""

    def __init__(
        self,
        ports: Ports,
        people: NamedUsers,
        finder: UserFinder,
        codes: OneTimeCodes,
        post_confirmation: PostConfirmation,
        sessions: SignUpSessions,
    ) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._people = people
        self._finder = finder
        self._codes = codes
        self._post_confirmation = post_confirmation
        self._sessions = sessions

    def confirm(self, confirmation: Confirmation) -> str | None:
        """Confirm the user who knows the code; the address that it went to is verified with it.

        Returns the Session by which he is signed in without another code, where the client has such
        a sign-in. Raises CodeMismatchException, ExpiredCodeException, LimitExceededException,
        NotAuthorizedException for a user who is confirmed and for a Session that is not his,
        AliasExistsException if the address is another user's alias (and `force_alias` is not
        given), UserNotFoundException under LEGACY.
        """
        naming = confirmation.naming
        sought, user, code = once_more(lambda: self._confirm(confirmation))
        self._post_confirmation.tell(
            CONFIRM_SIGN_UP, sought.pool, user, naming.client_id, naming.client_metadata
        )
        return self._sessions.confirmed(sought, user, code)

    def confirm_by_admin(
        self, pool_id: PoolId, username: str, client_metadata: Mapping[str, str] | None
    ) -> None:
        """Confirm a user without a code, and so without verifying anything.

        Raises UserNotFoundException, NotAuthorizedException for a user who is confirmed.
        """
        pool, user = once_more(lambda: self._confirm_by_admin(pool_id, username))
        self._post_confirmation.tell(CONFIRM_SIGN_UP, pool, user, NO_CLIENT, client_metadata)

    def _confirm(self, confirmation: Confirmation) -> tuple[Sought, User, OneTimeCode]:
        sought = self._people.seek(confirmation.naming)
        if confirmation.session is not None:
            self._sessions.check(sought, confirmation.session)
        user = sought.user
        if user is None and not sought.client.hides_users:
            raise UserNotFoundException(texts.USER_DOES_NOT_EXIST)
        if user is not None:
            _require_unconfirmed(user)
        code = self._codes.check(_guess(sought, confirmation.answer), simulated=user is None)
        if user is None:
            raise CodeMismatchException(texts.CODE_MISMATCH)
        require_same_address(code, user)
        confirmed = self._confirmed(user, verified=code.attribute)
        self._write_confirmed(
            sought.pool, user, confirmed, code, force_alias=confirmation.force_alias
        )
        return sought, confirmed, code

    def _write_confirmed(
        self, pool: UserPool, user: User, confirmed: User, code: OneTimeCode, *, force_alias: bool
    ) -> None:
        try:
            with self._store.writing() as unit:
                unit.users.save(confirmed)
                exchange_names(unit, pool, user, confirmed, force=force_alias)
                consume(unit, code)
        except Taken as taken:
            raise AliasExistsException(texts.alias_taken(taken.what)) from taken

    def _confirm_by_admin(self, pool_id: PoolId, username: str) -> tuple[UserPool, User]:
        pool, _, user = self._finder.by_admin_name(pool_id, username)
        _require_unconfirmed(user)
        confirmed = self._confirmed(user, verified=None)
        try:
            with self._store.writing() as unit:
                unit.users.save(confirmed)
                void_code(unit, user, CodePurpose.SIGN_UP)
                exchange_names(unit, pool, user, confirmed)
        except Taken as taken:
            # The model does not declare AliasExistsException for the administrator's operation.
            raise InvalidParameterException(texts.alias_taken(taken.what)) from taken
        return pool, confirmed

    def _confirmed(self, user: User, *, verified: str | None) -> User:
        proven = {} if verified is None else {f"{verified}_verified": "true"}
        return replace(
            user,
            status=UserStatus.CONFIRMED,
            attributes={**user.attributes, **proven},
            modified_at_ms=self._clock.now_ms(),
        )


def _require_unconfirmed(user: User) -> None:
    if user.status is not UserStatus.UNCONFIRMED:
        raise NotAuthorizedException(texts.cannot_confirm(user.status.value))


def _guess(sought: Sought, answer: str) -> Guess:
    return Guess(
        pool=sought.pool,
        sub=sought.sub,
        purpose=CodePurpose.SIGN_UP,
        budget=BUDGET,
        answer=answer,
    )
