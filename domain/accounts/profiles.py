"""Reading one user: by himself (GetUser) and by an administrator (AdminGetUser)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.accounts.attributes import readable
from domain.accounts.find_users import UserFinder
from domain.model.identifiers import PoolId
from domain.model.user import User
from domain.tokens.access import AccessTokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A user with those attributes that the reader may see, `sub` first."""

    user: User
    attributes: Mapping[str, str] = field(repr=False)


class Profiles:
    """Reads profiles."""

    def __init__(self, access: AccessTokens, finder: UserFinder) -> None:
        self._access = access
        self._finder = finder

    def own(self, token: str) -> Profile:
        """Return the caller's profile as his client may read it. Costs one statement.

        Raises NotAuthorizedException for a bad token, UserNotFoundException for a deleted user.
        """
        bearer = self._access.user_of(token)
        seen = readable(bearer.pool, bearer.client, bearer.user)
        return Profile(user=bearer.user, attributes={"sub": bearer.user.sub, **seen})

    def by_admin(self, pool_id: PoolId, username: str) -> Profile:
        """Return a whole profile. Raises ResourceNotFoundException, UserNotFoundException."""
        _, _, user = self._finder.by_admin_name(pool_id, username)
        return whole(user)


def whole(user: User) -> Profile:
    """Return everything about a user that an administrator may see."""
    return Profile(user=user, attributes={"sub": user.sub, **user.shown})
