"""Repository of passkeys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.model.identifiers import PoolId, Sub
from domain.model.passkey import Passkey


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyUse:
    """What one sign-in with a passkey changes: counter, state of its backup, time.

    `counted` is the signature counter that was read before the assertion was checked.
    """

    counted: int
    sign_count: int
    backed_up: bool
    at_ms: int


class Passkeys(Protocol):
    """Passkeys by (pool, sub, credential id)."""

    def add(self, passkey: Passkey) -> None:
        """Store a new passkey. Raises Taken("passkey"), or Missing if the user is gone.

        The check holds until the unit commits (the user's row is locked), so that nothing is left
        of a user who is deleted meanwhile (SEC-80).
        """
        ...

    def of_user(self, pool_id: PoolId, sub: Sub) -> Sequence[Passkey]:
        """Return all passkeys of the user, newest first (then by id, descending)."""
        ...

    def use(self, pool_id: PoolId, sub: Sub, passkey_id: str, use: PasskeyUse) -> bool:
        """Note a use, if the stored counter still is `use.counted`; whether it was.

        One conditional statement: of two assertions that were checked against one counter and
        raise it, only one passes (SEC-22). Many authenticators count nothing and stay at 0.
        """
        ...

    def remove(self, pool_id: PoolId, sub: Sub, passkey_id: str) -> None:
        """Delete the passkey. Raises Missing."""
        ...
