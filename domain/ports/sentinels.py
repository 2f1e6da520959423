"""The four things a store may say instead of answering."""

from __future__ import annotations


class Missing(Exception):  # noqa: N818 (named for what happened, not as an error of ours)
    """The row to change does not exist."""


class Taken(Exception):  # noqa: N818
    """A unique value belongs to somebody else; `what` names it ("username", "email", "pool")."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Stale(Exception):  # noqa: N818
    """The row was changed by somebody else since it was read."""


class Unavailable(Exception):  # noqa: N818
    """The store cannot be reached, or could not promise that a write is kept."""
