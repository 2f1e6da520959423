"""The named conditions of the sign-in table."""

from __future__ import annotations

from dataclasses import dataclass

from domain.auth import second_factors
from domain.auth.step import FlowStart, Progress
from domain.model.attempt import State
from domain.model.factors import Factor, SecondFactor
from domain.model.pool import MfaMode
from domain.model.user import UserStatus


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


def must_change_password(progress: Progress) -> bool:
    """The password that was proven is a temporary one."""
    user = progress.user
    return user is not None and user.status is UserStatus.FORCE_CHANGE_PASSWORD


def must_choose_mfa(progress: Progress) -> bool:
    """A second factor is owed, and the user has several."""
    return second_factors.is_open(progress) and len(second_factors.choices(progress)) > 1


def must_set_up_mfa(progress: Progress) -> bool:
    """A second factor is owed, the user has none, and the pool offers one that he can set up."""
    return (
        second_factors.is_open(progress)
        and progress.pool.mfa is MfaMode.ON
        and not second_factors.choices(progress)
        and bool(second_factors.offered(progress.pool))
    )


def satisfied(progress: Progress) -> bool:
    """Everything that this pool and this user demand has been proven.

    Written without reference to the other rows: if one of them is missing, nobody gets in.
    """
    user = progress.user
    return (
        user is not None
        and user.enabled
        and user.status is UserStatus.CONFIRMED
        and progress.attempt.state is State.PROVED
        and bool(set(progress.attempt.proven) - {Factor.DEVICE, Factor.USER_VERIFICATION})
        and not second_factors.is_open(progress)
        and not second_factors.is_device_open(progress)
    )
