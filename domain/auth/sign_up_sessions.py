"""The Sessions of SignUp and ConfirmSignUp: attempts that begin before the sign-in does.

The second kind carries the confirmation code as a proven factor, once: whoever read the code need
not read another (auth-flows.md 4.6).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts.find_users import Sought
from domain.accounts.names import brief
from domain.auth import second_factors
from domain.auth.envelope import Envelope, NoAttempt, from_session, to_session
from domain.auth.flow_access import may_choose
from domain.auth.step import Progress
from domain.errors import NotAuthorizedException
from domain.messages.addressing import EMAIL, PHONE_NUMBER
from domain.messages.lifetimes import CODE_LIFETIME_MS
from domain.model.attempt import Attempt, Flow, State
from domain.model.client import AppClient
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.factors import Factor
from domain.model.identifiers import Sub
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.clock import Clock
from domain.ports.entropy import Entropy

_ID_BYTES: Final = 16
_PROVES: Final = {EMAIL: Factor.EMAIL, PHONE_NUMBER: Factor.SMS}
_COUNTS_WHERE: Final = {Factor.EMAIL: State.EMAIL_OTP, Factor.SMS: State.SMS_OTP}


class SealedSignUps:
    """Fulfils `SignUpSessions` for the accounts, and opens for the sign-in what that made."""

    def __init__(self, envelope: Envelope, clock: Clock, entropy: Entropy) -> None:
        self._envelope = envelope
        self._clock = clock
        self._entropy = entropy

    def signed_up(self, sought: Sought, user: User) -> str | None:
        """Return a Session in which nothing is proven; it begins no sign-in."""
        if not may_choose(sought.pool, sought.client):
            return None
        validity_ms = CODE_LIFETIME_MS[CodePurpose.SIGN_UP]
        return self._sealed(sought.pool, self._attempt(sought, user, validity_ms))

    def check(self, sought: Sought, session: str) -> None:
        """Refuse what `signed_up` did not make for this user. Raises NotAuthorizedException."""
        attempt = self._opened(sought.pool, sought.client, session, State.START)
        _require_same_user(attempt, sought.sub, sought.user)

    def confirmed(self, sought: Sought, user: User, code: OneTimeCode) -> str | None:
        """Return a Session in which the code is proven, and remembered where it was sent."""
        if not may_choose(sought.pool, sought.client):
            return None
        validity_ms = sought.client.auth_session_validity_min * 60_000
        attribute, to = code.attribute or "", code.destination or ""
        attempt = replace(
            self._attempt(sought, user, validity_ms),
            state=State.SIGNED_UP,
            proven=(_PROVES[attribute],),
            memory={"attribute": attribute, "to": to},
        )
        return self._sealed(sought.pool, attempt)

    def opened(self, progress: Progress, session: str) -> Attempt:
        """Return the attempt that `confirmed` made for the user of this sign-in.

        An address that is no longer his was proven in vain. That it is used once the settlement
        sees to. Raises NotAuthorizedException.
        """
        attempt = self._opened(progress.pool, progress.client, session, State.SIGNED_UP)
        user = progress.user
        _require_same_user(attempt, progress.attempt.sub, user)
        attribute = attempt.memory["attribute"]
        if user is None or user.attributes.get(attribute) != attempt.memory["to"]:
            raise NotAuthorizedException(texts.INVALID_SESSION)
        return attempt

    def _attempt(self, sought: Sought, user: User, validity_ms: int) -> Attempt:
        return Attempt(
            id=self._entropy.bytes(_ID_BYTES).hex(),
            pool_id=user.pool_id,
            client_id=sought.client.id,
            sub=user.sub,
            name=brief(sought.name),
            username=user.username,
            flow=Flow.USER_AUTH,
            by_admin=False,
            epoch=user.epoch,
            expires_at_ms=self._clock.now_ms() + validity_ms,
        )

    def _sealed(self, pool: UserPool, attempt: Attempt) -> str:
        return to_session(self._envelope.seal(pool, attempt))

    def _opened(self, pool: UserPool, client: AppClient, session: str, state: State) -> Attempt:
        try:
            attempt = self._envelope.open(pool, client, from_session(session))
        except NoAttempt as nothing:
            raise NotAuthorizedException(texts.INVALID_SESSION) from nothing
        if attempt.state is not state:
            raise NotAuthorizedException(texts.INVALID_SESSION)
        if attempt.expires_at_ms <= self._clock.now_ms():
            raise NotAuthorizedException(texts.SESSION_EXPIRED)
        return attempt


def after_sign_up(progress: Progress, signed_up: Attempt) -> Progress:
    """Return the progress as it begins after a sign-up: with its code proven.

    The code counts where a code by that medium may be what a sign-in begins with, unless it is all
    that could be asked for as second factor after it.
    """
    allowed = progress.pool.first_factors
    proven = tuple(factor for factor in signed_up.proven if _COUNTS_WHERE[factor] in allowed)
    attempt = replace(progress.attempt, state=State.SIGNED_UP, proven=proven)
    after = replace(progress, attempt=attempt)
    if second_factors.can_follow(after):
        return after
    return replace(after, attempt=replace(attempt, proven=()))


def _require_same_user(attempt: Attempt, sub: Sub, user: User | None) -> None:
    """Refuse a Session of somebody else, or from before a change that ended open attempts."""
    if user is None or attempt.sub != sub or attempt.epoch != user.epoch:
        raise NotAuthorizedException(texts.INVALID_SESSION)
