"""AdminUpdateUserAttributes: an administrator changes, adds and deletes attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.attributes import (
    after_change,
    check_deletions,
    check_immutable,
    check_values,
    check_verified,
)
from domain.accounts.find_users import UserFinder
from domain.accounts.retry import once_more
from domain.errors import AliasExistsException
from domain.model.identifiers import PoolId
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken


class UpdateAttributes:
    """Changes attributes and, with them, the names that the user goes by.

    A new address applies at once, unproven unless the administrator says otherwise; no code is
    sent, since nothing answers one yet.
    """

    def __init__(self, ports: Ports, finder: UserFinder) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._finder = finder

    def update_by_admin(self, pool_id: PoolId, username: str, given: Mapping[str, str]) -> None:
        """Set the given attributes; a blank value deletes.

        Raises UserNotFoundException, InvalidParameterException, AliasExistsException if an address
        signs somebody else in.
        """
        once_more(lambda: self._update(pool_id, username, given))

    def _update(self, pool_id: PoolId, username: str, given: Mapping[str, str]) -> None:
        pool, _, user = self._finder.by_admin_name(pool_id, username)
        check_values(pool, given, by_admin=True)
        check_immutable(pool, given, user)
        check_deletions(pool, given)
        attributes = after_change(user, given)
        check_verified(attributes)
        changed = replace(user, attributes=attributes, modified_at_ms=self._clock.now_ms())
        try:
            with self._store.writing() as unit:
                unit.users.save(changed)
                exchange_names(unit, pool, user, changed)
        except Taken as taken:
            raise AliasExistsException(texts.account_exists(taken.what)) from taken
