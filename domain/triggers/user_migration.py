"""UserMigration: the pool's own function is asked for a user that the pool does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.model.identifiers import Secret
from domain.triggers.hooks import Hooks, Occasion

_FORGOT_PASSWORD: Final = "UserMigration_ForgotPassword"
_AUTHENTICATION: Final = "UserMigration_Authentication"


class UserMigration:
    """Asks the function. What it brings is stored by nobody yet: the user stays unknown."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def at_sign_in(
        self, occasion: Occasion, password: Secret[str], validation_data: Mapping[str, str]
    ) -> bool:
        """Ask for the user who signs in with a password; whether there was a function to ask.

        Raises what `Hooks.call` raises.
        """
        request: dict[str, object] = {
            "password": password.reveal(),
            "validationData": dict(validation_data),
        }
        answer = self._hooks.call("UserMigration", _AUTHENTICATION, occasion, request)
        return answer is not None

    def at_forgot_password(
        self, occasion: Occasion, client_metadata: Mapping[str, str] | None
    ) -> None:
        """Ask for the user who wants to recover his password. Raises what `Hooks.call` raises."""
        request: dict[str, object] = {"password": None, "validationData": None}
        if client_metadata is not None:
            request["clientMetadata"] = dict(client_metadata)
        self._hooks.call("UserMigration", _FORGOT_PASSWORD, occasion, request)
