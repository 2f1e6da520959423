"""Keeping no SRP verifiers means keeping none of yesterday's either (SEC-08).

A stored verifier is far cheaper to guess at than a password hash; whoever switches them off wants
them gone, not just unused.
"""

from __future__ import annotations

from typing import Final

from domain.ports.store import Store

LIMIT: Final = 10_000
"""Verifiers that one transaction drops; the store bounds how long a statement may take."""


def drop_unwanted(store: Store, setting: str) -> int:
    """Drop every stored verifier under the setting `never`; return how many there were.

    Called before the first request is taken. Raises Unavailable.
    """
    if setting != "never":
        return 0
    dropped = 0
    while True:
        with store.writing() as unit:
            batch = unit.credentials.drop_verifiers(LIMIT)
        dropped += batch
        if batch < LIMIT:
            return dropped
