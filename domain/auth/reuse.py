"""What follows when a refresh token is used again that rotation replaced."""

from __future__ import annotations

from domain.accounts.endings import end_sign_in
from domain.auth.presented_token import Presented
from domain.ports.clock import Clock
from domain.ports.reporter import Reporter
from domain.ports.store import Store
from domain.tokens.rotation import Use


class ReuseGuard:
    """Ends the family of a token that nobody honest has any more."""

    def __init__(self, store: Store, clock: Clock, reporter: Reporter) -> None:
        self._store = store
        self._clock = clock
        self._reporter = reporter

    def admits(self, presented: Presented) -> bool:
        """Whether the token may give tokens; where it looks stolen, its family is ended first.

        Nobody can tell which of the two that have the token is the thief, so both must sign in
        again (RFC 9700, 4.14.2).
        """
        if presented.use is Use.STOLEN:
            family = presented.family
            with self._store.writing() as unit:
                end_sign_in(unit, family.pool_id, family.sub, family.id, self._clock.now_ms())
            self._reporter.report(
                "refresh_token_reused",
                pool_id=family.pool_id,
                client_id=family.client_id,
                sub=family.sub,
            )
        return presented.use in {Use.NEWEST, Use.REPEATED}
