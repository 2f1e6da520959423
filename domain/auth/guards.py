"""The named conditions of the sign-in table."""

from __future__ import annotations

from dataclasses import dataclass

from domain.auth.step import FlowStart, Progress
from domain.model.attempt import Factor, State
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


def must_change_password(progress: Progress) -> bool:
    """The password that was proven is a temporary one."""
    user = progress.user
    return user is not None and user.status is UserStatus.FORCE_CHANGE_PASSWORD


def satisfied(progress: Progress) -> bool:
    """Everything that this pool and this user demand has been proven.

    Written without reference to the other rows: if one of them is missing, nobody gets in.
    """
    user = progress.user
    return (
        user is not None
        and user.enabled
        and user.status is UserStatus.CONFIRMED
        and Factor.PASSWORD in progress.attempt.proven
        and progress.pool.mfa is not MfaMode.ON
        and progress.attempt.state is State.PROVED
    )
