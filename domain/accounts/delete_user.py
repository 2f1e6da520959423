"""DeleteUser and AdminDeleteUser: nothing personal of a user stays (SEC-80)."""

from __future__ import annotations

from domain.accounts.endings import shut_out
from domain.accounts.find_users import UserFinder
from domain.accounts.names import names_of, names_of_identities, passkey_name
from domain.accounts.retry import once_more
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.bundle import Ports
from domain.tokens.access import AccessTokens


class DeleteUser:
    """Deletes users with everything that is theirs, in one unit of work."""

    def __init__(self, ports: Ports, access: AccessTokens, finder: UserFinder) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._access = access
        self._finder = finder

    def delete_own(self, token: str) -> None:
        """Delete the caller. Raises NotAuthorizedException or UserNotFoundException."""

        def use_case() -> None:
            bearer = self._access.user_of(token)
            self._delete(bearer.pool, bearer.user)

        once_more(use_case)

    def delete_by_admin(self, pool_id: PoolId, username: str) -> None:
        """Delete a user. Raises ResourceNotFoundException or UserNotFoundException."""

        def use_case() -> None:
            pool, _, user = self._finder.by_admin_name(pool_id, username)
            self._delete(pool, user)

        once_more(use_case)

    def _delete(self, pool: UserPool, user: User) -> None:
        with self._store.writing() as unit:
            # Saving first holds the row and refuses a stale read, whose names may be yesterday's:
            # one that was claimed since would stay taken for good.
            unit.users.save(shut_out(user, self._clock.now_ms()))
            passkeys = unit.passkeys.of_user(pool.id, user.sub)
            held = {*names_of(pool, user), *names_of_identities(user)}
            for name in (*held, *(passkey_name(each.id) for each in passkeys)):
                unit.names.release(pool.id, name, user.sub)
            unit.users.remove(pool.id, user.sub)
