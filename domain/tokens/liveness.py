"""Whether a token that has not expired still holds: its sign-in may have been ended meanwhile."""

from __future__ import annotations

from domain.model.token import TokenFamily
from domain.model.user import User


def is_alive(
    user: User, family: TokenFamily | None, family_id: str | None, issued_at_s: int
) -> bool:
    """Whether a token of the user holds; `family` is what the store has under `family_id`.

    Not if its sign-in was revoked, nor if the user was disabled.
    """
    if not user.enabled:
        return False
    if family_id is not None:
        return family is not None and family.revoked_at_ms is None
    # Without a family only whole seconds are known; within the second of a sign-out every token is
    # refused, since a token from before it must not live on.
    return issued_at_s > (user.signed_out_at_ms or 0) // 1000
