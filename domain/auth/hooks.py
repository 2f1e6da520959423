"""The triggers that every sign-in calls, with what each is told (triggers.md, auth-flows.md 10)."""

from __future__ import annotations

from domain.auth.occasions import occasion_of
from domain.auth.step import Progress
from domain.triggers.hooks import (
    Hooks,
    client_metadata,
    user_attributes,
    validation_data,
)


class SignInHooks:
    """Calls PreAuthentication and PostAuthentication."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def before(self, progress: Progress) -> None:
        """Let PreAuthentication veto, for unknown users too (they are told by userNotFound).

        Runs before the password is compared; what arrives as ClientMetadata is `validationData`.
        """
        user = progress.user
        request = {
            "userAttributes": user_attributes(progress.pool, user) if user else {},
            **validation_data(progress.metadata),
            **({"userNotFound": user is None} if progress.client.hides_users else {}),
        }
        self._hooks.call(
            "PreAuthentication", "PreAuthentication_Authentication", occasion_of(progress), request
        )

    def after(self, progress: Progress, *, has_new_device: bool) -> None:
        """Let PostAuthentication veto the tokens of a sign-in that is otherwise complete."""
        if progress.user is None:
            return
        self._hooks.call(
            "PostAuthentication",
            "PostAuthentication_Authentication",
            occasion_of(progress),
            {
                "userAttributes": user_attributes(progress.pool, progress.user),
                "newDeviceUsed": has_new_device,
                **client_metadata(progress.metadata),
            },
        )
