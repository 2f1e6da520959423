"""SetUserMFAPreference and SetUserSettings: a user's second factors, by him or an administrator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from domain.accounts.find_users import UserFinder
from domain.accounts.mfa_preference import Preference, by_text_message, preferring
from domain.accounts.retry import once_more
from domain.errors import InternalErrorException
from domain.model.factors import UserFactors
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.bundle import Ports
from domain.tokens.access import AccessTokens

Change = Callable[[UserPool, User], UserFactors]


class SetMfaPreference:
    """Changes what users have set about second factors; sign-ins that are open end with it.

    Of the operations none declares an error for who is overtaken twice: they answer
    InternalErrorException then, which every SDK repeats.
    """

    def __init__(self, ports: Ports, access: AccessTokens, finder: UserFinder) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._access = access
        self._finder = finder

    def prefer(self, token: str, preference: Preference) -> None:
        """Change the caller's own factors. Raises NotAuthorizedException, and as `preferring`."""
        self._own(token, lambda pool, user: preferring(pool, user, preference))

    def prefer_by_admin(self, pool_id: PoolId, username: str, preference: Preference) -> None:
        """Change a user's factors. Raises UserNotFoundException, and as `preferring`."""
        self._by_admin(pool_id, username, lambda pool, user: preferring(pool, user, preference))

    def set_text_messages(self, token: str, *, wanted: bool) -> None:
        """Switch the caller's text messages by the older operation; raises as `prefer`."""
        self._own(token, partial(by_text_message, wanted=wanted))

    def set_text_messages_by_admin(self, pool_id: PoolId, username: str, *, wanted: bool) -> None:
        """Switch a user's text messages by the older operation; raises as `prefer_by_admin`."""
        self._by_admin(pool_id, username, partial(by_text_message, wanted=wanted))

    def _own(self, token: str, change: Change) -> None:
        def act() -> None:
            bearer = self._access.user_of(token)
            self._save(bearer.user, change(bearer.pool, bearer.user))

        once_more(act, InternalErrorException)

    def _by_admin(self, pool_id: PoolId, username: str, change: Change) -> None:
        def act() -> None:
            pool, _, user = self._finder.by_admin_name(pool_id, username)
            self._save(user, change(pool, user))

        once_more(act, InternalErrorException)

    def _save(self, user: User, factors: UserFactors) -> None:
        if factors == user.factors:
            return
        changed = replace(
            user, factors=factors, epoch=user.epoch + 1, modified_at_ms=self._clock.now_ms()
        )
        with self._store.writing() as unit:
            unit.users.save(changed)
