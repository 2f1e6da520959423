"""The named conditions of the sign-in table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.auth import second_factors
from domain.auth.srp_proof import PUBLIC
from domain.auth.step import FlowStart, Progress
from domain.model.attempt import Flow, State
from domain.model.factors import Factor, SecondFactor
from domain.model.user import User, UserStatus
from domain.tokens.assurance import level
from domain.triggers.custom_auth import Verdict

_PASSWORD: Final = frozenset({Factor.PASSWORD})
_BEGINNINGS: Final[Mapping[Flow, frozenset[Factor]]] = {
    Flow.USER_SRP_AUTH: _PASSWORD,
    Flow.USER_PASSWORD_AUTH: _PASSWORD,
    Flow.ADMIN_USER_PASSWORD_AUTH: _PASSWORD,
    Flow.ADMIN_NO_SRP_AUTH: _PASSWORD,
    Flow.CUSTOM_AUTH: frozenset({Factor.CUSTOM}),
    Flow.USER_AUTH: _PASSWORD
    | {Factor.EMAIL, Factor.SMS, Factor.PLATFORM_PASSKEY, Factor.ROAMING_PASSKEY},
}
"""What must have been proven in a sign-in that began by a flow: one of these, whatever else was."""


def always(_progress: Progress) -> bool:
    """No condition."""
    return True


@dataclass(frozen=True, slots=True)
class Begins:
    """The attempt began by this flow; naming a flow here is what registers it."""

    start: FlowStart

    @property
    def __name__(self) -> str:
        return f"begins {self.start.flow}"

    def __call__(self, progress: Progress) -> bool:
        """Whether the attempt began by the flow."""
        return progress.attempt.flow is self.start.flow


@dataclass(frozen=True, slots=True)
class BeginsProven(Begins):
    """The attempt began by this flow, and its first request proved something."""

    @property
    def __name__(self) -> str:
        return f"begins {self.start.flow} with a proof"

    def __call__(self, progress: Progress) -> bool:
        """Whether there is nothing left to ask of the flow itself."""
        attempt = progress.attempt
        return attempt.flow is self.start.flow and bool(attempt.proven)


@dataclass(frozen=True, slots=True)
class Chose:
    """The client has chosen this challenge in the request."""

    state: State

    @property
    def __name__(self) -> str:
        return f"chose {self.state}"

    def __call__(self, progress: Progress) -> bool:
        """Whether the choice is this one."""
        return progress.choice is self.state


@dataclass(frozen=True, slots=True)
class MfaIs:
    """A second factor is owed, and it can only be this one."""

    factor: SecondFactor

    @property
    def __name__(self) -> str:
        return f"MFA is {self.factor}"

    def __call__(self, progress: Progress) -> bool:
        """Whether this factor is to be asked for."""
        return second_factors.is_open(progress) and second_factors.choices(progress) == (
            self.factor,
        )


@dataclass(frozen=True, slots=True)
class TriggerAsks:
    """The pool's own function asks for this challenge."""

    verdict: Verdict

    @property
    def __name__(self) -> str:
        return f"trigger asks for {self.verdict}"

    def __call__(self, progress: Progress) -> bool:
        """Whether DefineAuthChallenge named it."""
        return progress.verdict is self.verdict


def trigger_issues_tokens(progress: Progress) -> bool:
    """The pool's own function has seen enough."""
    return progress.verdict is Verdict.ISSUE_TOKENS


def has_begun(progress: Progress) -> bool:
    """A first factor was proven, and after it all that is owed and aimed at can be reached."""
    attempt = progress.attempt
    reach = second_factors.within_reach(progress, attempt.proven)
    return bool(attempt.fresh) and reach >= attempt.target_level


def credit_leads_on(progress: Progress) -> bool:
    """What an earlier sign-in proved is not enough, and becomes enough by a second factor."""
    return second_factors.leads_on_from_credit(progress)


def brings_srp(progress: Progress) -> bool:
    """The client has chosen PASSWORD_SRP, and has sent what it answers with too."""
    return progress.choice is State.PASSWORD_SRP and PUBLIC in progress.attempt.memory


def must_change_password(progress: Progress) -> bool:
    """The password that was proven is a temporary one."""
    user = progress.user
    return (
        user is not None
        and user.status is UserStatus.FORCE_CHANGE_PASSWORD
        and not second_factors.is_custom_alone(progress)
    )


def must_choose_mfa(progress: Progress) -> bool:
    """A second factor is owed, and the user has several."""
    return second_factors.is_open(progress) and len(second_factors.choices(progress)) > 1


def must_set_up_mfa(progress: Progress) -> bool:
    """A second factor is owed, the user has none, and the pool offers one that he can set up."""
    return second_factors.may_set_up(progress) and bool(progress.pool.offers)


def device_stands_in(progress: Progress) -> bool:
    """A remembered device was named that takes the place of the second factor."""
    return second_factors.is_device_open(progress) and second_factors.stands_in(progress)


def must_prove_device(progress: Progress) -> bool:
    """A remembered device was named, and nothing else is owed."""
    return second_factors.is_device_open(progress) and not second_factors.is_open(progress)


def satisfied(progress: Progress) -> bool:
    """Everything that this pool and this user demand has been proven.

    Written without reference to the other rows: if one of them is missing, nobody gets in. What
    was proven for an access token earlier counts, but never alone: who has stolen one must not get
    a refresh token for it.
    """
    user, attempt = progress.user, progress.attempt
    return (
        user is not None
        and user.enabled
        and _is_in_order(progress, user)
        and attempt.state is State.PROVED
        and not _BEGINNINGS[attempt.flow].isdisjoint(attempt.proven)
        and (attempt.flow is Flow.CUSTOM_AUTH) is (Factor.CUSTOM in attempt.proven)
        and bool(set(attempt.fresh) - {Factor.DEVICE, Factor.USER_VERIFICATION})
        and level(attempt.proven) >= attempt.target_level
        and not second_factors.is_open(progress)
        and not second_factors.is_device_open(progress)
    )


def _is_in_order(progress: Progress, user: User) -> bool:
    """Whether the user's status lets him have tokens.

    A temporary password is no obstacle to who did not use it but met the pool's own challenges.
    """
    if user.status is UserStatus.FORCE_CHANGE_PASSWORD:
        return second_factors.is_custom_alone(progress)
    return user.status is UserStatus.CONFIRMED
