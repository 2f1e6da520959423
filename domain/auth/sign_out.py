"""Signing out everywhere: all sign-ins of a user end at once, by himself or an administrator."""

from __future__ import annotations

from domain.accounts.endings import end_sign_ins, shut_out
from domain.accounts.find_users import UserFinder
from domain.accounts.retry import once_more
from domain.model.identifiers import PoolId
from domain.model.user import User
from domain.ports.clock import Clock
from domain.ports.store import Store
from domain.tokens.access import AccessTokens


class SignOut:
    """Ends sign-ins. What is acknowledged is stored: no token of it works afterwards."""

    def __init__(
        self, store: Store, finder: UserFinder, access: AccessTokens, clock: Clock
    ) -> None:
        self._store = store
        self._finder = finder
        self._access = access
        self._clock = clock

    def everywhere(self, access_token: str) -> None:
        """End every sign-in of the caller. Raises NotAuthorizedException."""

        def end() -> None:
            self._end_all(self._access.living_user_of(access_token).user)

        once_more(end)

    def everywhere_by_admin(self, pool_id: PoolId, username: str) -> None:
        """End every sign-in of a user, disabled or not. Raises UserNotFoundException."""

        def end() -> None:
            _pool, _standing, user = self._finder.by_admin_name(pool_id, username)
            self._end_all(user)

        once_more(end)

    def _end_all(self, user: User) -> None:
        """End token families and open attempts together."""
        now_ms = self._clock.now_ms()
        with self._store.writing() as unit:
            unit.users.save(shut_out(user, now_ms))
            end_sign_ins(unit, user, now_ms)
