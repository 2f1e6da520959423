"""UserMigration: the pool's own function is asked for a user that the pool does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.triggers.hooks import Hooks, Occasion

_FORGOT_PASSWORD: Final = "UserMigration_ForgotPassword"


class UserMigration:
    """Asks the function. What it brings is stored by nobody yet: the user stays unknown."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def at_forgot_password(
        self, occasion: Occasion, client_metadata: Mapping[str, str] | None
    ) -> None:
        """Ask for the user who wants to recover his password. Raises what `Hooks.call` raises."""
        request: dict[str, object] = {"password": None, "validationData": None}
        if client_metadata is not None:
            request["clientMetadata"] = dict(client_metadata)
        self._hooks.call("UserMigration", _FORGOT_PASSWORD, occasion, request)
