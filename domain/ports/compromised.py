"""Passwords that strangers know."""

from __future__ import annotations

from typing import Protocol

from domain.model.identifiers import Secret


class CompromisedPasswords(Protocol):
    """A list that the operator keeps; threads share it."""

    def contains(self, password: Secret[str]) -> bool:
        """Whether the password is on the list; never where there is no list.

        Raises whatever keeps the list from being read: who cannot look must not say no.
        """
        ...
