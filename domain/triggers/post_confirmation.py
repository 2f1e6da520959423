"""PostConfirmation: the pool's own function hears of a confirmed user, after the change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.model.pool import UserPool
from domain.model.user import User
from domain.triggers.hooks import Hooks, Occasion, client_metadata, user_attributes

CONFIRM_SIGN_UP: Final = "PostConfirmation_ConfirmSignUp"
CONFIRM_FORGOT_PASSWORD: Final = "PostConfirmation_ConfirmForgotPassword"

NO_CLIENT: Final = "CLIENT_ID_NOT_APPLICABLE"
"""What events name as the client of an administrator's operation."""


class PostConfirmation:
    """Tells the function. The change stays even if the function fails; the caller hears of it."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def tell(
        self,
        source: str,
        pool: UserPool,
        user: User,
        client_id: str,
        metadata: Mapping[str, str] | None,
    ) -> None:
        """Call the function if the pool names one. Raises what `Hooks.call` raises."""
        request = {
            "userAttributes": user_attributes(pool, user),
            **client_metadata(metadata),
        }
        occasion = Occasion(pool=pool, client_id=client_id, username=user.username)
        self._hooks.call("PostConfirmation", source, occasion, request)
