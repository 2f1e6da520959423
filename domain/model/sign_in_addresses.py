"""Which addresses of a user sign him in, by the rules of his pool."""

from __future__ import annotations

from typing import Final

from domain.model.pool import UserPool
from domain.model.user import User

_ADDRESSES: Final = ("email", "phone_number")


def sign_in_addresses(pool: UserPool, user: User) -> tuple[str, ...]:
    """Return those of `email` and `phone_number` whose values sign the user in.

    In pools where they are the user name they count verified or not (ruling 50); as an alias only
    when verified.
    """
    return tuple(
        name
        for name in _ADDRESSES
        if (name in pool.username_attributes and user.has(name))
        or (name in pool.alias_attributes and user.is_verified(name))
    )
