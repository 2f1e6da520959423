"""DeleteUserAttributes and AdminDeleteUserAttributes: attributes lose their values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.accounts.attribute_changes import AttributeChanges, Change
from domain.accounts.attributes import check_values, check_write
from domain.accounts.find_users import UserFinder
from domain.accounts.retry import once_more
from domain.model.identifiers import PoolId
from domain.model.message import Reason
from domain.tokens.access import AccessTokens
from domain.triggers.post_confirmation import NO_CLIENT

_PURPOSE: Final = "DeleteUserAttributes"
"""Never told to anybody: what is deleted is proven to nobody."""


class DeleteAttributes:
    """Deletes attributes; with an address go its proof, its name and a change that waits."""

    def __init__(self, access: AccessTokens, finder: UserFinder, changes: AttributeChanges) -> None:
        self._access = access
        self._finder = finder
        self._changes = changes

    def delete_own(self, token: str, names: Iterable[str]) -> None:
        """Delete what the caller's client may write; what has no value is no error.

        Raises NotAuthorizedException for a bad token and for attributes that the client may not
        write, UserNotFoundException, InvalidParameterException for what the schema does not know
        and for required and immutable attributes.
        """
        once_more(lambda: self._delete_own(token, dict.fromkeys(names, "")))

    def delete_by_admin(self, pool_id: PoolId, username: str, names: Iterable[str]) -> None:
        """Delete attributes; what has no value is no error.

        Raises ResourceNotFoundException, UserNotFoundException, InvalidParameterException as
        `delete_own` does.
        """
        once_more(lambda: self._delete_by_admin(pool_id, username, dict.fromkeys(names, "")))

    def _delete_own(self, token: str, given: dict[str, str]) -> None:
        bearer = self._access.user_of(token)
        check_values(bearer.pool, given)
        check_write(bearer.pool, bearer.client, given)
        reason = Reason(purpose=_PURPOSE, client_id=bearer.client.id)
        self._changes.make(Change(pool=bearer.pool, user=bearer.user, given=given, reason=reason))

    def _delete_by_admin(self, pool_id: PoolId, username: str, given: dict[str, str]) -> None:
        pool, _, user = self._finder.by_admin_name(pool_id, username)
        check_values(pool, given, by_admin=True)
        reason = Reason(purpose=_PURPOSE, client_id=NO_CLIENT)
        self._changes.make(Change(pool=pool, user=user, given=given, reason=reason, by_admin=True))
