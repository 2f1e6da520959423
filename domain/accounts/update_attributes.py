"""UpdateUserAttributes and AdminUpdateUserAttributes: attributes are changed, added and deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.accounts.attribute_changes import AttributeChanges, Change
from domain.accounts.attributes import check_values, check_write
from domain.accounts.find_users import UserFinder
from domain.accounts.retry import once_more
from domain.model.identifiers import PoolId
from domain.model.message import CodeDelivery, Reason
from domain.tokens.access import AccessTokens
from domain.triggers.post_confirmation import NO_CLIENT

_PURPOSE: Final = "UpdateUserAttribute"
Metadata = Mapping[str, str] | None


class UpdateAttributes:
    """Changes attributes and, with them, the names that the user goes by.

    A new address is unproven, and where the pool verifies it a code goes there. It applies at once,
    or once it is proven if the pool says so (AttributesRequireVerificationBeforeUpdate).
    """

    def __init__(self, access: AccessTokens, finder: UserFinder, changes: AttributeChanges) -> None:
        self._access = access
        self._finder = finder
        self._changes = changes

    def update_own(
        self, token: str, given: Mapping[str, str], client_metadata: Metadata
    ) -> tuple[CodeDelivery, ...]:
        """Set what the caller's client may write; return where codes went.

        Raises NotAuthorizedException for a bad token and for attributes that the client may not
        write, UserNotFoundException, and what `AttributeChanges.make` raises.
        """
        return once_more(lambda: self._update_own(token, given, client_metadata))

    def update_by_admin(
        self,
        pool_id: PoolId,
        username: str,
        given: Mapping[str, str],
        client_metadata: Metadata = None,
    ) -> None:
        """Set the given attributes; an address that the administrator vouches for needs no code.

        Raises ResourceNotFoundException, UserNotFoundException, and what `AttributeChanges.make`
        raises.
        """
        once_more(lambda: self._update_by_admin(pool_id, username, given, client_metadata))

    def _update_own(
        self, token: str, given: Mapping[str, str], client_metadata: Metadata
    ) -> tuple[CodeDelivery, ...]:
        bearer = self._access.user_of(token)
        check_values(bearer.pool, given)
        check_write(bearer.pool, bearer.client, given)
        reason = Reason(
            purpose=_PURPOSE, client_id=bearer.client.id, client_metadata=client_metadata
        )
        return self._changes.make(
            Change(pool=bearer.pool, user=bearer.user, given=given, reason=reason)
        )

    def _update_by_admin(
        self,
        pool_id: PoolId,
        username: str,
        given: Mapping[str, str],
        client_metadata: Metadata,
    ) -> None:
        pool, _, user = self._finder.by_admin_name(pool_id, username)
        check_values(pool, given, by_admin=True)
        reason = Reason(purpose=_PURPOSE, client_id=NO_CLIENT, client_metadata=client_metadata)
        self._changes.make(Change(pool=pool, user=user, given=given, reason=reason, by_admin=True))
