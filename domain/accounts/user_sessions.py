"""The live sign-ins of a user, listed and ended one by one, by himself or an administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain import texts
from domain.accounts.endings import end_sign_in
from domain.accounts.find_users import UserFinder
from domain.errors import (
    InvalidParameterException,
    OperationNotEnabledException,
    ResourceNotFoundException,
)
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.model.session import UserSession
from domain.model.user import User
from domain.ports.bundle import Ports
from domain.tokens.access import AccessTokens

SESSIONS_MAX: Final = 125
"""What one answer may hold; a user never has as many, since no pool allows more than 100."""

_NO_SESSION: Final = "Session does not exist."
_CURRENT: Final = "The current session cannot be revoked."


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionList:
    """Sessions, the last used first; `current_family` is that of the token that asked."""

    sessions: Sequence[UserSession]
    current_family: str | None = None


class UserSessions:
    """Lists and revokes sessions. There are token sessions only: no page signs anybody in yet.

    Every method raises OperationNotEnabledException where the pool tracks none.
    """

    def __init__(self, ports: Ports, access: AccessTokens, finder: UserFinder) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._access = access
        self._finder = finder

    def list_own(self, token: str) -> SessionList:
        """Return the caller's sessions. Raises NotAuthorizedException or UserNotFoundException."""
        bearer = self._access.user_of(token)
        sessions = self._live(bearer.pool, bearer.user)
        family = bearer.family
        return SessionList(sessions=sessions, current_family=None if family is None else family.id)

    def list_by_admin(self, pool_id: PoolId, username: str) -> SessionList:
        """Return a user's sessions. Raises ResourceNotFoundException or UserNotFoundException."""
        pool, _, user = self._finder.by_admin_name(pool_id, username)
        return SessionList(sessions=self._live(pool, user))

    def revoke_own(self, token: str, session_id: str) -> None:
        """End a sign-in of the caller, but not the one that the token belongs to.

        Raises NotAuthorizedException, UserNotFoundException, ResourceNotFoundException for a
        session that is not his, InvalidParameterException for the current one.
        """
        bearer = self._access.user_of(token)
        session = self._one(bearer.pool, bearer.user, session_id)
        if bearer.family is not None and bearer.family.id == session.family_id:
            raise InvalidParameterException(_CURRENT)
        self._end(session)

    def revoke_by_admin(self, pool_id: PoolId, username: str, session_id: str) -> None:
        """End a sign-in of a user.

        Raises ResourceNotFoundException, also for a session that is not his, or
        UserNotFoundException.
        """
        pool, _, user = self._finder.by_admin_name(pool_id, username)
        self._end(self._one(pool, user, session_id))

    def _live(self, pool: UserPool, user: User) -> Sequence[UserSession]:
        if not pool.sessions.enabled:
            raise OperationNotEnabledException(texts.SESSIONS_NOT_TRACKED)
        with self._store.reading() as unit:
            now_ms = self._clock.now_ms()
            return unit.sessions.of_user(pool.id, user.sub, now_ms, SESSIONS_MAX)

    def _one(self, pool: UserPool, user: User, session_id: str) -> UserSession:
        for session in self._live(pool, user):
            if session.id == session_id:
                return session
        raise ResourceNotFoundException(_NO_SESSION)

    def _end(self, session: UserSession) -> None:
        now_ms = self._clock.now_ms()
        with self._store.writing() as unit:
            end_sign_in(unit, session.pool_id, session.sub, session.family_id, now_ms)
