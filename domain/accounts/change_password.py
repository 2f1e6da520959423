"""ChangePassword: a signed-in user exchanges his password for another."""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.accounts.limits import CHANGE_PASSWORD
from domain.accounts.new_password import NewPassword
from domain.accounts.recorded_events import Act, EventRecorder, Recording
from domain.accounts.retry import once_more
from domain.errors import (
    InvalidParameterException,
    LimitExceededException,
    NotAuthorizedException,
)
from domain.model.auth_event import EventResponse, EventType
from domain.model.identifiers import Secret
from domain.model.risk import PasswordEvent
from domain.model.source import NOWHERE, Source
from domain.model.user import Credentials
from domain.ports.bundle import Ports
from domain.tokens.access import AccessTokens, Bearer


class ChangePassword:
    """Changes passwords. His tokens go on, open sign-ins do not (ruling 13)."""

    def __init__(
        self,
        ports: Ports,
        access: AccessTokens,
        new_password: NewPassword,
        events: EventRecorder,
    ) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._hasher = ports.hasher
        self._access = access
        self._new_password = new_password
        self._events = events

    def change(
        self,
        token: str,
        previous: Secret[str] | None,
        proposed: Secret[str],
        source: Source = NOWHERE,
    ) -> None:
        """Set `proposed` if `previous` is the user's password; he may have none yet.

        The hourly budget is its own and does not feed the lock (ruling 4). Raises
        NotAuthorizedException for a bad token or a wrong password, LimitExceededException,
        InvalidPasswordException, PasswordHistoryPolicyViolationException,
        InvalidParameterException without a previous password.
        """
        once_more(lambda: self._change(token, previous, proposed, source))

    def _change(
        self, token: str, previous: Secret[str] | None, proposed: Secret[str], source: Source
    ) -> None:
        bearer = self._access.user_of(token)
        pool, user, credentials = bearer.pool, bearer.user, bearer.standing.credentials
        self._new_password.check_policy(pool, proposed)
        is_known = self._new_password.check_exposure(
            bearer, PasswordEvent.PASSWORD_CHANGE, proposed, source
        )
        if not self._is_previous(bearer, credentials, previous):
            self._events.keep(self._recording(bearer, EventResponse.FAIL, source))
            raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
        self._new_password.check(pool, proposed, credentials)
        made = self._new_password.make(pool, user.sub, user.username, proposed, credentials)
        changed = replace(user, epoch=user.epoch + 1, modified_at_ms=self._clock.now_ms())
        recorded = self._recording(bearer, EventResponse.PASS, source, compromised=is_known)
        with self._store.writing() as unit:
            unit.users.save(changed)
            unit.credentials.save(made)
            recorded.store(unit)
        self._events.tell(recorded)

    def _recording(
        self,
        bearer: Bearer,
        response: EventResponse,
        source: Source,
        *,
        compromised: bool = False,
    ) -> Recording:
        act = Act(type=EventType.PASSWORD_CHANGE, response=response, compromised=compromised)
        return self._events.recording(bearer, bearer.user.sub, act, source)

    def _is_previous(
        self, bearer: Bearer, credentials: Credentials | None, previous: Secret[str] | None
    ) -> bool:
        """Compare the previous password, after its try was counted for good (SEC-16)."""
        stored = credentials.password_hash if credentials is not None else None
        if stored is None:
            return True
        if previous is None:
            raise InvalidParameterException(texts.missing_parameter("PreviousPassword"))
        with self._store.writing() as unit:
            user, now_ms = bearer.user, self._clock.now_ms()
            within_budget = unit.budgets.spend(user.pool_id, user.sub, CHANGE_PASSWORD, now_ms)
        if not within_budget:
            raise LimitExceededException(texts.ATTEMPT_LIMIT_EXCEEDED)
        return self._hasher.verify(stored, previous)
