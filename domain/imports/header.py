"""The columns of a file of users (GetCSVHeader)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.model.pool import UserPool

USERNAME: Final = "cognito:username"
MFA_ENABLED: Final = "cognito:mfa_enabled"
PASSWORD_HASH: Final = "cognito:password_hash"
"""Only in files of jobs with a hashing algorithm."""

_NOT_IMPORTED: Final = frozenset({"sub", "identities"})


def columns_of(pool: UserPool) -> tuple[str, ...]:
    """Return the columns of a file for the pool, in the order in which they are shown."""
    attributes = (entry.name for entry in pool.schema if entry.name not in _NOT_IMPORTED)
    return (*attributes, MFA_ENABLED, USERNAME)


def fits(pool: UserPool, columns: Sequence[str], *, with_hashes: bool) -> bool:
    """Whether a file has exactly the columns of the pool, in any order."""
    wanted = (*columns_of(pool), *((PASSWORD_HASH,) if with_hashes else ()))
    return sorted(columns) == sorted(wanted)
