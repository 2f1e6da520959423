"""AdminSetUserPassword: an administrator gives a user a password, for good or until he signs in."""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.endings import end_sign_ins, shut_out, void_code
from domain.accounts.find_users import UserFinder
from domain.accounts.new_password import NewPassword
from domain.accounts.retry import once_more
from domain.errors import InvalidParameterException
from domain.messages.lifetimes import temporary_password_ms
from domain.model.code import CodePurpose
from domain.model.identifiers import PoolId, Secret
from domain.model.pool import UserPool
from domain.model.user import Credentials, User, UserStatus
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken


class SetPassword:
    """Sets passwords by an administrator's word; nobody is told."""

    def __init__(self, ports: Ports, finder: UserFinder, new_password: NewPassword) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._finder = finder
        self._new_password = new_password

    def set(
        self, pool_id: PoolId, username: str, password: Secret[str], *, permanent: bool
    ) -> None:
        """Set the password; end all tokens, open attempts and recovery codes, lift the lock.

        A temporary one must be changed at the first sign-in and lives as the pool says. Raises
        UserNotFoundException, InvalidPasswordException, PasswordHistoryPolicyViolationException.
        """
        once_more(lambda: self._set(pool_id, username, password, permanent=permanent))

    def _set(
        self, pool_id: PoolId, username: str, password: Secret[str], *, permanent: bool
    ) -> None:
        pool, standing, user = self._finder.by_admin_name(pool_id, username)
        previous, now_ms = standing.credentials, self._clock.now_ms()
        self._new_password.check(pool, password, previous)
        until_ms = None if permanent else now_ms + temporary_password_ms(pool.password_policy)
        made = self._new_password.make(
            pool, user.sub, user.username, password, previous, temporary_until_ms=until_ms
        )
        status = UserStatus.CONFIRMED if permanent else UserStatus.FORCE_CHANGE_PASSWORD
        self._write(pool, user, replace(shut_out(user, now_ms), status=status), made)

    def _write(self, pool: UserPool, user: User, changed: User, made: Credentials) -> None:
        try:
            with self._store.writing() as unit:
                unit.users.save(changed)
                unit.credentials.save(made)
                exchange_names(unit, pool, user, changed)
                end_sign_ins(unit, changed, changed.modified_at_ms)
                unit.locks.clear(pool.id, user.sub)
                void_code(unit, user, CodePurpose.FORGOT_PASSWORD)
        except Taken as taken:
            # The user was unconfirmed, and his proven address is somebody else's alias by now.
            raise InvalidParameterException(texts.alias_taken(taken.what)) from taken
