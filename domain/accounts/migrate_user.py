"""UserMigration: whom the pool's own function brings is stored, with all that he brings along.

Nobody who is there already is changed; `forceAliasCreation` alone moves an alias.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.decoy import sub_of_likeness
from domain.accounts.invitations import Invitations
from domain.accounts.limits import RECOVERIES
from domain.accounts.migrants import groups_of, user_of
from domain.accounts.names import (
    canonical,
    is_sub,
    kinds_of,
    likeness,
    may_be_known_elsewhere,
)
from domain.accounts.new_password import NewPassword
from domain.accounts.retry import once_more
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    LimitExceededException,
    NotAuthorizedException,
)
from domain.messages.addressing import recovery_address
from domain.model.group import Group
from domain.model.identifiers import ClientId, Secret, Sub
from domain.model.message import OutboxEntry
from domain.model.pool import UserPool
from domain.model.user import Credentials, NameKind, User, UserStatus
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken
from domain.ports.store import Unit
from domain.triggers.answers import unreadable
from domain.triggers.hooks import Hooks, Occasion
from domain.triggers.pre_sign_up import ADMIN_CREATE_USER, Candidate, PreSignUp
from domain.triggers.user_migration import (
    Migrant,
    Request,
    UserMigration,
    is_open_to_migrants,
)


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
    groups: tuple[Group, ...]
    welcome: tuple[OutboxEntry, ...]
    force_alias: bool


class MigrateUser:
    """Stores users whom the function of the pool brings. Called while no unit of work is open."""

    def __init__(
        self, ports: Ports, hooks: Hooks, new_password: NewPassword, invitations: Invitations
    ) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._sealer = ports.sealer
        self._reporter = ports.reporter
        self._function = UserMigration(hooks)
        self._pre_sign_up = PreSignUp(hooks)
        self._new_password = new_password
        self._invitations = invitations

    def bring(self, unknown: Unknown) -> bool:
        """Ask for the user and store him; whether the name is somebody's now.

        A name that could be nobody's here is not asked for. That he was stored by another request
        meanwhile is as good. He is CONFIRMED with his password, or RESET_REQUIRED without any.
        Raises NotAuthorizedException for one guess too many and LimitExceededException for one
        recovery, which must not be told where users are hidden; what the functions raise,
        InvalidLambdaResponseException for a user who cannot be stored, InvalidParameterException
        for one who wants to recover his password and has no proven address, and
        TooManyRequestsException. Nothing is stored then.
        """
        try:
            return self._bring(unknown)
        except CognitoError as refusal:
            if refusal.detail:
                self._report_failure(unknown, refusal)
            raise

    def _bring(self, unknown: Unknown) -> bool:
        pool = unknown.pool
        if not (is_open_to_migrants(pool) and may_be_known_elsewhere(pool, unknown.typed)):
            return False
        self._claim(unknown)
        request = Request(
            password=unknown.password,
            validation_data=unknown.validation_data,
            client_metadata=unknown.client_metadata if unknown.is_told else None,
        )
        migrant = self._function.ask(_occasion(unknown, unknown.typed), request)
        if migrant is None:
            return False
        try:
            self._move_in(unknown, migrant)
        except CognitoError:
            # Another request may have brought the same user meanwhile.
            if not self._is_somebodys(unknown.pool, unknown.typed):
                raise
        return True

    def _claim(self, unknown: Unknown) -> None:
        """Count that the function is asked, for a name in any spelling.

        Anybody may send any name, each costs the directory behind the function a call, and what it
        answers to a guess would tell every password there (SEC-16). Counted beside what is counted
        on the name as it is spelled, since that is told, and guesses at other spellings do not
        count on a user. Never cleared: the password of another spelling may be another person's.
        Raises NotAuthorizedException or LimitExceededException.
        """
        pool, now_ms = unknown.pool, self._clock.now_ms()
        sub = sub_of_likeness(self._sealer, pool, likeness(unknown.typed))
        with self._store.writing() as unit:
            if unknown.password is not None:
                if not unit.locks.claim(pool.id, sub, now_ms):
                    raise NotAuthorizedException(texts.PASSWORD_ATTEMPTS_EXCEEDED)
            elif not unit.budgets.spend(pool.id, sub, RECOVERIES, now_ms):
                raise LimitExceededException(texts.ATTEMPT_LIMIT_EXCEEDED)

    def _move_in(self, unknown: Unknown, migrant: Migrant) -> None:
        pool, user = unknown.pool, self._user(unknown, migrant)
        if unknown.password is None and recovery_address(pool, user) is None:
            raise InvalidParameterException(
                texts.NO_RECOVERY_ADDRESS, detail="the user has no proven address"
            )
        self._vet(unknown, user)
        mover = _Mover(
            user=user,
            credentials=self._credentials(unknown, user),
            groups=groups_of(pool, migrant, user.created_at_ms),
            welcome=self._invitations.welcome(pool, user, migrant.mediums),
            force_alias=migrant.force_alias,
        )
        once_more(lambda: self._store_him(unknown, mover))

    def _user(self, unknown: Unknown, migrant: Migrant) -> User:
        """Return the user as he would be stored. Raises InvalidLambdaResponseException."""
        if unknown.password is None:
            migrant = replace(migrant, confirmed=False)
        sub, now_ms = Sub(self._entropy.uuid()), self._clock.now_ms()
        user = user_of(unknown.pool, unknown.typed, migrant, sub, now_ms)
        self._check_no_confusion(unknown.pool, user)
        return user

    def _check_no_confusion(self, pool: UserPool, user: User) -> None:
        """Refuse a user whose name is another's `sub`, or whose `sub` is another's name.

        Administrators, logs and applications name users by it.
        """
        name = canonical(pool, user.username)
        with self._store.reading() as unit:
            by_sub = is_sub(name) and unit.users.standing(pool.id, Sub(name)).user is not None
            holder = unit.names.find(pool.id, None, user.sub, (NameKind.USERNAME,)).sub
        if by_sub or holder is not None:
            raise unreadable("the user name is the sub of another user, or his sub another's name")

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

    def _store_him(self, unknown: Unknown, mover: _Mover) -> None:
        pool, user = unknown.pool, mover.user
        try:
            with self._store.writing() as unit:
                self._write(unit, pool, mover)
                # The guess that was counted on nobody's lock was right.
                unit.locks.clear(pool.id, unknown.stand_in)
                for message in mover.welcome:
                    unit.outbox.add(message)
        except Taken as taken:
            raise unreadable(f"the {taken.what} is another user's") from taken
        self._reporter.report(
            "user_migrated", pool_id=pool.id, client_id=unknown.client_id, sub=user.sub
        )

    def _write(self, unit: Unit, pool: UserPool, mover: _Mover) -> None:
        unit.users.add(mover.user)
        for group in sorted(mover.groups, key=lambda each: each.name):
            _join(unit, mover.user, group)
        if mover.credentials is not None:
            unit.credentials.save(mover.credentials)
        exchange_names(unit, pool, None, mover.user, force=mover.force_alias)

    def _report_failure(self, unknown: Unknown, refusal: CognitoError) -> None:
        """Tell the operator what the client is not told: why somebody who is known stays out."""
        self._reporter.report(
            "user_not_migrated",
            pool_id=unknown.pool.id,
            client_id=unknown.client_id,
            error=type(refusal).__name__,
            reason=refusal.detail,
        )

    def _is_somebodys(self, pool: UserPool, typed: str) -> bool:
        """Whether somebody was stored under the name since it was looked for."""
        name = canonical(pool, typed)
        with self._store.reading() as unit:
            return unit.names.find(pool.id, None, name, kinds_of(pool, name)).sub is not None


def _join(unit: Unit, user: User, group: Group) -> None:
    """Put the user into the group of that name, which is made if it is not there."""
    if unit.groups.get(group.pool_id, group.name) is None:
        # That another made it meanwhile is as good; the unit goes on.
        with suppress(Taken):
            unit.groups.add(group)
    unit.memberships.add(group.pool_id, user.sub, group.name)


def _occasion(unknown: Unknown, username: str) -> Occasion:
    return Occasion(pool=unknown.pool, client_id=unknown.client_id, username=username)
