"""AdminCreateUser: an administrator makes a user, who gets a temporary password by message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.attributes import check_immutable, check_required, check_values, check_verified
from domain.accounts.find_users import UserFinder
from domain.accounts.invitations import Invitations
from domain.accounts.new_password import NewPassword
from domain.accounts.new_user import PASSWORDLESS, NewUser, new_user
from domain.accounts.password_policy import generate
from domain.accounts.retry import once_more
from domain.errors import (
    AliasExistsException,
    CognitoError,
    UsernameExistsException,
)
from domain.messages.lifetimes import temporary_password_ms
from domain.model.identifiers import PoolId, Secret, Sub
from domain.model.message import OutboxEntry
from domain.model.pool import UserPool
from domain.model.user import Credentials, NameKind, User, UserStatus
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken
from domain.triggers.hooks import Occasion
from domain.triggers.post_confirmation import NO_CLIENT
from domain.triggers.pre_sign_up import ADMIN_CREATE_USER, Candidate, PreSignUp

_EXISTS = "User account already exists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an administrator gives. `mediums` are wire words, "SMS" and "EMAIL"; empty: the usual.

    `silent` is MessageAction SUPPRESS.
    """

    pool_id: PoolId
    username: str
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    validation_data: Mapping[str, str] | None = field(default=None, repr=False)
    client_metadata: Mapping[str, str] | None = field(default=None, repr=False)
    temporary_password: Secret[str] | None = None
    mediums: tuple[str, ...] = ()
    force_alias: bool = False
    silent: bool = False


class CreateUser:
    """Makes users for administrators."""

    def __init__(
        self,
        ports: Ports,
        finder: UserFinder,
        new_password: NewPassword,
        invitations: Invitations,
        pre_sign_up: PreSignUp,
    ) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._finder = finder
        self._new_password = new_password
        self._invitations = invitations
        self._pre_sign_up = pre_sign_up

    def create(self, invitation: Invitation) -> User:
        """Store the user with names, temporary password and messages, or nothing.

        Without a password he gets a generated one, or none where the pool's users need none.
        Raises UsernameExistsException, AliasExistsException, InvalidPasswordException,
        InvalidParameterException, CodeDeliveryFailureException, and what the triggers raise.
        """
        return once_more(lambda: self._create(invitation))

    def _create(self, invitation: Invitation) -> User:
        pool, identity = self._admit(invitation)
        self._vet(pool, identity, invitation)
        password = self._password(pool, invitation)
        user = self._user(pool, identity, has_password=password is not None)
        credentials = self._credentials(pool, user, password)
        messages: tuple[OutboxEntry, ...] = ()
        if password is not None and not invitation.silent:
            messages = self._invitations.write(
                pool, user, password, invitation.mediums, invitation.client_metadata
            )
        try:
            with self._store.writing() as unit:
                unit.users.add(user)
                if credentials is not None:
                    unit.credentials.save(credentials)
                exchange_names(unit, pool, None, user, force=invitation.force_alias)
                for message in messages:
                    unit.outbox.add(message)
        except Taken as taken:
            raise _exists(pool, identity, taken.what) from taken
        return user

    def _admit(self, invitation: Invitation) -> tuple[UserPool, NewUser]:
        pool, standing = self._finder.seek_by_admin_name(invitation.pool_id, invitation.username)
        given = invitation.attributes
        identity = new_user(pool, invitation.username, given, Sub(self._entropy.uuid()))
        if standing.user is not None:
            raise UsernameExistsException(_EXISTS)
        check_values(pool, given, by_admin=True)
        check_immutable(pool, given)
        check_verified(identity.attributes)
        if invitation.temporary_password is not None:
            self._new_password.check(pool, invitation.temporary_password, None)
        elif _needs_no_password(pool):
            # He is asked for no new password, and so never for what he still owes.
            check_required(pool, identity.attributes)
        return pool, identity

    def _vet(self, pool: UserPool, identity: NewUser, invitation: Invitation) -> None:
        """Let the operator's function veto; its three flags count at SignUp only."""
        occasion = Occasion(pool=pool, client_id=NO_CLIENT, username=identity.username)
        candidate = Candidate(
            attributes=identity.attributes,
            validation_data=invitation.validation_data,
            client_metadata=invitation.client_metadata,
        )
        self._pre_sign_up.ask(ADMIN_CREATE_USER, occasion, candidate)

    def _password(self, pool: UserPool, invitation: Invitation) -> Secret[str] | None:
        if invitation.temporary_password is not None:
            return invitation.temporary_password
        if _needs_no_password(pool):
            return None
        return generate(pool.password_policy, self._entropy)

    def _user(self, pool: UserPool, identity: NewUser, *, has_password: bool) -> User:
        now_ms = self._clock.now_ms()
        return User(
            pool_id=pool.id,
            sub=identity.sub,
            username=identity.username,
            status=UserStatus.FORCE_CHANGE_PASSWORD if has_password else UserStatus.CONFIRMED,
            attributes=identity.attributes,
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
        )

    def _credentials(
        self, pool: UserPool, user: User, password: Secret[str] | None
    ) -> Credentials | None:
        if password is None:
            return None
        until_ms = user.created_at_ms + temporary_password_ms(pool.password_policy)
        return self._new_password.make(
            pool, user.sub, user.username, password, None, temporary_until_ms=until_ms
        )


def _needs_no_password(pool: UserPool) -> bool:
    return not PASSWORDLESS.isdisjoint(pool.first_factors)


def _exists(pool: UserPool, identity: NewUser, what: str) -> CognitoError:
    """Return the refusal of a name that is somebody else's, by what kind of name it is."""
    if what in {NameKind.USERNAME, identity.named_by}:
        return UsernameExistsException(_EXISTS)
    if what in pool.username_attributes:
        return UsernameExistsException(texts.account_exists(what))
    return AliasExistsException(texts.alias_taken(what))
