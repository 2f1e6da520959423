"""Password history: the last few passwords of a user, none of which he may choose again."""

from __future__ import annotations

from domain.model.identifiers import Secret
from domain.model.pool import PasswordPolicy
from domain.model.user import Credentials
from domain.ports.hasher import PasswordHasher


def was_used(
    hasher: PasswordHasher,
    policy: PasswordPolicy,
    credentials: Credentials | None,
    password: Secret[str],
) -> bool:
    """Whether the password is one of the last `history_size`, the current one among them.

    Costs one hash for each password compared; callers bound how often they ask.
    """
    size = policy.history_size or 0
    if credentials is None or size == 0:
        return False
    return any(hasher.verify(stored, password) for stored in _hashes(credentials)[:size])


def history_after(policy: PasswordPolicy, previous: Credentials | None) -> tuple[str, ...]:
    """Return the old hashes to keep beside a new one, newest first; none where no rule asks."""
    size = policy.history_size or 0
    if previous is None or size == 0:
        return ()
    return _hashes(previous)[: size - 1]


def _hashes(credentials: Credentials) -> tuple[str, ...]:
    current = () if credentials.password_hash is None else (credentials.password_hash,)
    return (*current, *credentials.history)
