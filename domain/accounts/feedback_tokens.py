"""Feedback tokens: leave to say of one event of one user whether it was his doing, and no more.

They travel in messages. Whoever has one can do nothing else with it: it is bound to pool, user and
event, and opens no other operation.
"""

from __future__ import annotations

import base64
import binascii

from domain.errors import NotAuthorizedException
from domain.model import contexts
from domain.model.identifiers import Sub
from domain.model.pool import UserPool
from domain.ports.clock import Clock
from domain.ports.sealer import SealBroken, Sealer

LIFETIME_MS = 7 * 86_400_000
"""For how long a token may be used."""

_REFUSED = "Invalid feedback token given."


class FeedbackTokens:
    """Makes tokens and checks them."""

    def __init__(self, sealer: Sealer, clock: Clock) -> None:
        self._sealer = sealer
        self._clock = clock

    def issue(self, pool: UserPool, sub: Sub, event_id: str) -> str:
        """Return a token for the event."""
        plain = str(self._clock.now_ms() + LIFETIME_MS).encode()
        sealed = self._sealer.seal(pool.keys, contexts.feedback(pool.id, sub, event_id), plain)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def check(self, pool: UserPool, sub: Sub, event_id: str, token: str) -> None:
        """Refuse what is not a token for the event. Raises NotAuthorizedException."""
        context = contexts.feedback(pool.id, sub, event_id)
        try:
            sealed = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True)
            expires_at_ms = int(self._sealer.open(pool.keys, context, sealed))
        except (binascii.Error, SealBroken) as broken:
            raise NotAuthorizedException(_REFUSED) from broken
        if expires_at_ms <= self._clock.now_ms():
            raise NotAuthorizedException(_REFUSED)
