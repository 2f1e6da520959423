"""Password hashing, bounded and peppered (SEC-06, SEC-07)."""

from __future__ import annotations

from typing import Protocol

from domain.model.identifiers import Secret


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

    def is_current(self, stored: str) -> bool:
        """Whether the form has today's cost and pepper, or should be renewed at a sign-in."""
        ...
