"""UserMigration: whom the pool's own function brings is stored under the name that was asked for.

What a function says of a user is the operator's word, but not for whom: the name was typed by a
stranger. Who is stored must be found by that very name, nobody who is there already is changed, and
`forceAliasCreation` alone moves an alias. Otherwise a function that answers a sign-in of one person
with the record of another would hand that account over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.attributes import check_immutable, check_values, check_verified
from domain.accounts.invitations import Invitations
from domain.accounts.mfa_preference import Preference, Wish, preferring
from domain.accounts.names import alias_form, canonical, is_sub, is_user_name, kinds_of, names_of
from domain.accounts.new_password import NewPassword
from domain.accounts.new_user import NewUser, new_user
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    ResourceNotFoundException,
    TooManyRequestsException,
)
from domain.messages.addressing import recovery_address
from domain.model.factors import SecondFactor
from domain.model.identifiers import ClientId, Secret, Sub
from domain.model.message import OutboxEntry
from domain.model.pool import UserPool
from domain.model.user import Credentials, User, UserStatus
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Unit
from domain.triggers.answers import unreadable
from domain.triggers.hooks import Hooks, Occasion
from domain.triggers.pre_sign_up import ADMIN_CREATE_USER, Candidate, PreSignUp
from domain.triggers.user_migration import Migrant, Request, UserMigration

_BY_TEXT_MESSAGE: Final = Preference(wishes={SecondFactor.SMS: Wish(enabled=True)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A name that is nobody's, as it was typed, and what came with it for the pool's functions.

    `stand_in` is the `sub` of the simulated user. Without `password` it is one who wants to recover
    his. `is_told` says whether UserMigration hears of the client metadata, as PreSignUp does.
    """

    pool: UserPool
    client_id: ClientId
    typed: str
    stand_in: Sub
    password: Secret[str] | None = None
    validation_data: Mapping[str, str] | None = field(default=None, repr=False)
    client_metadata: Mapping[str, str] | None = field(default=None, repr=False)
    is_told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mover:
    """A user about to move in, with all that is stored with him."""

    user: User
    credentials: Credentials | None
    force_alias: bool
    welcome: tuple[OutboxEntry, ...]


class MigrateUser:
    """Stores users whom the function of the pool brings. Called while no unit of work is open."""

    def __init__(
        self, ports: Ports, hooks: Hooks, new_password: NewPassword, invitations: Invitations
    ) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._reporter = ports.reporter
        self._function = UserMigration(hooks)
        self._pre_sign_up = PreSignUp(hooks)
        self._new_password = new_password
        self._invitations = invitations

    def bring(self, unknown: Unknown) -> bool:
        """Ask for the user and store him; whether the name is somebody's now.

        That he was stored by another request meanwhile is as good. He is CONFIRMED with his
        password, or RESET_REQUIRED without any. Raises what the functions raise,
        InvalidLambdaResponseException for a user who cannot be stored, InvalidParameterException
        for one who wants to recover his password and has no proven address, and
        TooManyRequestsException; nothing is stored then.
        """
        try:
            return self._bring(unknown)
        except CognitoError as refusal:
            self._reporter.report(
                "user_not_migrated",
                pool_id=unknown.pool.id,
                client_id=unknown.client_id,
                error=type(refusal).__name__,
                reason=refusal.detail or None,
            )
            raise

    def _bring(self, unknown: Unknown) -> bool:
        pool = unknown.pool
        request = Request(
            password=unknown.password,
            validation_data=unknown.validation_data,
            client_metadata=unknown.client_metadata if unknown.is_told else None,
        )
        migrant = self._function.ask(_occasion(unknown, unknown.typed), request)
        if migrant is None:
            return False
        user = self._user(unknown, migrant)
        if unknown.password is None and recovery_address(pool, user) is None:
            raise InvalidParameterException(texts.NO_RECOVERY_ADDRESS)
        self._vet(unknown, user)
        mover = _Mover(
            user=user,
            credentials=self._credentials(unknown, user),
            force_alias=migrant.force_alias,
            welcome=self._invitations.welcome(pool, user, migrant.mediums),
        )
        return self._store_him(unknown, mover)

    def _user(self, unknown: Unknown, migrant: Migrant) -> User:
        """Return the user as he would be stored. Raises InvalidLambdaResponseException."""
        pool = unknown.pool
        try:
            identity = self._identity(unknown, migrant)
            now_ms = self._clock.now_ms()
            confirmed = migrant.confirmed and unknown.password is not None
            user = User(
                pool_id=pool.id,
                sub=identity.sub,
                username=identity.username,
                status=UserStatus.CONFIRMED if confirmed else UserStatus.RESET_REQUIRED,
                attributes=identity.attributes,
                created_at_ms=now_ms,
                modified_at_ms=now_ms,
            )
            if migrant.sms_mfa:
                user = replace(user, factors=preferring(pool, user, _BY_TEXT_MESSAGE))
        except InvalidParameterException as refusal:
            raise unreadable(refusal.text) from refusal
        if canonical(pool, unknown.typed) not in _found_by(pool, user):
            raise unreadable("the user is not the one who was asked for")
        self._check_no_confusion(pool, user)
        return user

    def _identity(self, unknown: Unknown, migrant: Migrant) -> NewUser:
        """Return what the user is called: what the function says, or what was typed.

        An alias that was typed is no user name, and where user names are addresses there is no
        other: then he has his `sub` for one, as such users have. The attributes are those that
        AdminCreateUser would take; immutable ones may be given (ruling 49).
        """
        pool, given = unknown.pool, dict(migrant.attributes)
        check_values(pool, given, by_admin=True)
        check_immutable(pool, given)
        # Before the name that was typed becomes an attribute: of that nothing was proven.
        check_verified(given)
        sub = Sub(self._entropy.uuid())
        typed = unknown.typed
        if not pool.username_attributes:
            by_alias = alias_form(pool, canonical(pool, typed)) is not None
            typed = migrant.username or (sub if by_alias else typed)
        if not is_user_name(typed):
            raise InvalidParameterException("The user name has a form that user names cannot have.")
        return new_user(pool, typed, given, sub)

    def _check_no_confusion(self, pool: UserPool, user: User) -> None:
        """Refuse a user whose name is another's `sub`: administrators and logs name users by it."""
        name = canonical(pool, user.username)
        if name == user.sub or not is_sub(name):
            return
        with self._store.reading() as unit:
            if unit.users.standing(pool.id, Sub(name)).user is not None:
                raise unreadable("the user name is the sub of another user")

    def _vet(self, unknown: Unknown, user: User) -> None:
        """Let PreSignUp veto, as for a user whom an administrator makes; its flags do not count."""
        candidate = Candidate(
            attributes=user.attributes,
            validation_data=unknown.validation_data,
            client_metadata=unknown.client_metadata,
        )
        self._pre_sign_up.ask(ADMIN_CREATE_USER, _occasion(unknown, user.username), candidate)

    def _credentials(self, unknown: Unknown, user: User) -> Credentials | None:
        """Return the stored forms of the password, whatever the policy says of it.

        None for a user who must choose another: nobody says that he knew the old one.
        """
        if unknown.password is None or user.status is not UserStatus.CONFIRMED:
            return None
        return self._new_password.make(
            unknown.pool, user.sub, user.username, unknown.password, None
        )

    def _store_him(self, unknown: Unknown, mover: _Mover) -> bool:
        pool, user = unknown.pool, mover.user
        try:
            with self._store.writing() as unit:
                self._write(unit, pool, mover)
                # The guess that was counted on nobody's lock was right.
                unit.locks.clear(pool.id, unknown.stand_in)
                for message in mover.welcome:
                    unit.outbox.add(message)
        except Taken as taken:
            if self._is_somebodys(pool, unknown.typed):
                return True
            raise unreadable(f"the {taken.what} is another user's") from taken
        except Missing as gone:
            raise ResourceNotFoundException(texts.pool_does_not_exist(pool.id)) from gone
        except Stale as changed:
            raise TooManyRequestsException(detail="an alias changed hands meanwhile") from changed
        self._reporter.report(
            "user_migrated", pool_id=pool.id, client_id=unknown.client_id, sub=user.sub
        )
        return True

    def _write(self, unit: Unit, pool: UserPool, mover: _Mover) -> None:
        unit.users.add(mover.user)
        if mover.credentials is not None:
            unit.credentials.save(mover.credentials)
        exchange_names(unit, pool, None, mover.user, force=mover.force_alias)

    def _is_somebodys(self, pool: UserPool, typed: str) -> bool:
        """Whether somebody was stored under the name since it was looked for."""
        name = canonical(pool, typed)
        with self._store.reading() as unit:
            return unit.names.find(pool.id, None, name, kinds_of(pool, name)).sub is not None


def _occasion(unknown: Unknown, username: str) -> Occasion:
    return Occasion(pool=unknown.pool, client_id=unknown.client_id, username=username)


def _found_by(pool: UserPool, user: User) -> set[str]:
    """Return every name by which a sign-in finds the user."""
    return {name.value for name in names_of(pool, user) if name.kind in kinds_of(pool, name.value)}
