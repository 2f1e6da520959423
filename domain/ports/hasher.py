"""Password hashing, bounded and peppered (SEC-06, SEC-07)."""

from __future__ import annotations

from typing import Protocol

from domain.model.identifiers import Secret
from domain.model.import_job import HashAlgorithm


class PasswordHasher(Protocol):
    """argon2id over HMAC(pepper, password); the pepper's key id is part of the stored form."""

    def hash(self, password: Secret[str]) -> str:
        """Return the form to store, with all its parameters."""
        ...

    def verify(self, stored: str, password: Secret[str]) -> bool:
        """Whether the password is the one that was hashed. An unreadable form is no."""
        ...

    def verify_nobody(self, password: Secret[str]) -> bool:
        """Cost as much as `verify` and return False: for users who do not exist (SEC-53)."""
        ...

    def adopt(self, algorithm: HashAlgorithm, text: str) -> str | None:
        """Return the form to store of a hash that was made elsewhere; it can be verified as ours.

        None if it is no hash of the algorithm in its usual text form, or costs more than a sign-in
        may. It is never current.
        """
        ...

    def is_current(self, stored: str) -> bool:
        """Whether the form has today's cost and pepper, or should be renewed at a sign-in."""
        ...
