"""AdminEnableUser and AdminDisableUser: whether a user may sign in at all."""

from __future__ import annotations

from dataclasses import replace

from domain.accounts.endings import end_sign_ins, shut_out
from domain.accounts.find_users import UserFinder
from domain.accounts.retry import once_more
from domain.model.identifiers import PoolId
from domain.ports.bundle import Ports


class UserStatuses:
    """Enables and disables users; doing it again changes nothing that anybody could notice."""

    def __init__(self, ports: Ports, finder: UserFinder) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._finder = finder

    def enable(self, pool_id: PoolId, username: str) -> None:
        """Let the user sign in again; what his disabling revoked stays revoked (ruling 18).

        Raises ResourceNotFoundException or UserNotFoundException.
        """
        once_more(lambda: self._enable(pool_id, username))

    def disable(self, pool_id: PoolId, username: str) -> None:
        """Keep the user out: no sign-in, no open attempt, no token of his works any more.

        Raises ResourceNotFoundException or UserNotFoundException.
        """
        once_more(lambda: self._disable(pool_id, username))

    def _enable(self, pool_id: PoolId, username: str) -> None:
        _, _, user = self._finder.by_admin_name(pool_id, username)
        with self._store.writing() as unit:
            unit.users.save(replace(user, enabled=True, modified_at_ms=self._clock.now_ms()))

    def _disable(self, pool_id: PoolId, username: str) -> None:
        _, _, user = self._finder.by_admin_name(pool_id, username)
        now_ms = self._clock.now_ms()
        with self._store.writing() as unit:
            disabled = unit.users.save(replace(shut_out(user, now_ms), enabled=False))
            end_sign_ins(unit, disabled, now_ms)
