"""The four things a store may say instead of answering."""

from __future__ import annotations


class Missing(Exception):
    """The row to change does not exist."""


class Taken(Exception):
    """A unique value belongs to somebody else; `what` names it ("username", "email", "pool")."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Stale(Exception):
    """The row was changed by somebody else since it was read."""


class Unavailable(Exception):
    """The store cannot be reached, or could not promise that a write is kept."""
