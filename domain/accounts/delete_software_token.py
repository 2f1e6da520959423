"""AdminDeleteSoftwareToken: for a user who has lost what shows his codes."""

from __future__ import annotations

from dataclasses import replace

from domain.accounts.find_users import UserFinder
from domain.accounts.mfa_preference import switched_off
from domain.accounts.retry import once_more
from domain.model.factors import SecondFactor
from domain.model.identifiers import PoolId
from domain.model.pending import SOFTWARE_TOKEN
from domain.ports.bundle import Ports


class DeleteSoftwareToken:
    """Deletes software tokens, and what waits to become one."""

    def __init__(self, ports: Ports, finder: UserFinder) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._finder = finder

    def delete(self, pool_id: PoolId, username: str) -> None:
        """Leave the user without a software token; that he had none is no error.

        Raises ResourceNotFoundException or UserNotFoundException.
        """
        once_more(lambda: self._delete(pool_id, username))

    def _delete(self, pool_id: PoolId, username: str) -> None:
        _, _, user = self._finder.by_admin_name(pool_id, username)
        factors = switched_off(user.factors, SecondFactor.SOFTWARE_TOKEN)
        changed = replace(
            user,
            factors=replace(factors, token_verified=False, token_name=None),
            epoch=user.epoch + 1,
            modified_at_ms=self._clock.now_ms(),
        )
        with self._store.writing() as unit:
            unit.users.save(changed)
            unit.software_tokens.drop(user.pool_id, user.sub)
            unit.pending.take(user.pool_id, user.sub, SOFTWARE_TOKEN)
