"""ChangePassword: a signed-in user exchanges his password for another."""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.accounts.limits import CHANGE_PASSWORD
from domain.accounts.new_password import NewPassword
from domain.accounts.retry import once_more
from domain.errors import (
    InvalidParameterException,
    LimitExceededException,
    NotAuthorizedException,
)
from domain.model.identifiers import Secret
from domain.model.risk import PasswordEvent
from domain.model.source import NOWHERE, Source
from domain.model.user import Credentials
from domain.ports.bundle import Ports
from domain.tokens.access import AccessTokens, Bearer


class ChangePassword:
    """Changes passwords. His tokens go on, open sign-ins do not (ruling 13)."""

    def __init__(self, ports: Ports, access: AccessTokens, new_password: NewPassword) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._hasher = ports.hasher
        self._access = access
        self._new_password = new_password

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
        self._new_password.check_exposure(bearer, PasswordEvent.PASSWORD_CHANGE, proposed, source)
        self._check_previous(bearer, credentials, previous)
        self._new_password.check(pool, proposed, credentials)
        made = self._new_password.make(pool, user.sub, user.username, proposed, credentials)
        changed = replace(user, epoch=user.epoch + 1, modified_at_ms=self._clock.now_ms())
        with self._store.writing() as unit:
            unit.users.save(changed)
            unit.credentials.save(made)

    def _check_previous(
        self, bearer: Bearer, credentials: Credentials | None, previous: Secret[str] | None
    ) -> None:
        """Compare the previous password, after its try was counted for good (SEC-16)."""
        stored = credentials.password_hash if credentials is not None else None
        if stored is None:
            return
        if previous is None:
            raise InvalidParameterException(texts.missing_parameter("PreviousPassword"))
        with self._store.writing() as unit:
            user, now_ms = bearer.user, self._clock.now_ms()
            within_budget = unit.budgets.spend(user.pool_id, user.sub, CHANGE_PASSWORD, now_ms)
        if not within_budget:
            raise LimitExceededException(texts.ATTEMPT_LIMIT_EXCEEDED)
        if not self._hasher.verify(stored, previous):
            raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
