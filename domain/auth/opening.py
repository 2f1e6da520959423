"""Opening the sealed attempt that an answer belongs to, wherever it is."""

from __future__ import annotations

from domain.accounts.find_users import UserFinder
from domain.auth.envelope import (
    Envelope,
    NoAttempt,
    client_of,
    from_block,
    from_session,
    is_shortened,
)
from domain.auth.requests import AnswerRequest
from domain.auth.step import Challenge
from domain.catalog import Catalog, Tenancy
from domain.model.attempt import Attempt
from domain.model.pending import attempt_memory
from domain.ports.store import Store


class Opening:
    """Finds attempts in answers and in the store; what they are worth, others check."""

    def __init__(
        self, store: Store, catalog: Catalog, envelope: Envelope, finder: UserFinder
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._envelope = envelope
        self._finder = finder

    def attempt_of(self, challenge: Challenge, request: AnswerRequest) -> Attempt:
        """Return the attempt that was sealed for the client.

        Raises NoAttempt, or ResourceNotFoundException for an unknown client or pool.
        """
        caller = request.caller
        tenancy = self._catalog.remembered(caller.client_id, caller.pool_id)
        if challenge.carries_block:
            block = request.answers["PASSWORD_CLAIM_SECRET_BLOCK"]
            return self._unsealed(tenancy, from_block(block))
        if challenge.waits_as is None:
            return self._unsealed(tenancy, from_session(request.session or ""))
        name = challenge.waits_as(caller.client_id, request.answers)
        if not request.session:
            return self._waiting(tenancy, request, name)
        attempt = self._unsealed(tenancy, from_session(request.session))
        if attempt.state is challenge.state:
            return attempt
        # After a code the older JavaScript library sends the Session that it gave the code with.
        waiting = self._waiting(tenancy, request, name)
        if waiting.sub != attempt.sub:
            raise NoAttempt
        return waiting

    def attempt_in(self, session: str) -> Attempt:
        """Return the attempt in a Session that is presented alone: it names its client itself.

        Raises NoAttempt, or ResourceNotFoundException for an unknown client.
        """
        sealed = from_session(session)
        return self._unsealed(self._catalog.remembered(client_of(sealed)), sealed)

    def _waiting(self, tenancy: Tenancy, request: AnswerRequest, name: str) -> Attempt:
        """Return the attempt that waits for the user under the name.

        Costs three statements whoever is named. Raises NoAttempt.
        """
        caller = request.caller
        sought = self._finder.by_name(caller.client_id, request.answers["USERNAME"], caller.pool_id)
        with self._store.reading() as unit:
            kept = unit.pending.get(sought.pool.id, sought.sub, name)
        if kept is None:
            raise NoAttempt
        return self._unsealed(tenancy, kept.sealed)

    def _unsealed(self, tenancy: Tenancy, sealed: bytes) -> Attempt:
        """Open an attempt, with what it remembers in the store. Raises NoAttempt."""
        try:
            attempt = self._envelope.open(tenancy.pool, tenancy.client, sealed)
        except NoAttempt:
            # Another replica may have sealed it under a key that is newer than our cache.
            fresh = self._catalog.tenancy(tenancy.client.id, tenancy.pool.id)
            if fresh.pool.version == tenancy.pool.version:
                raise
            attempt = self._envelope.open(fresh.pool, fresh.client, sealed)
        if not is_shortened(attempt):
            return attempt
        with self._store.reading() as unit:
            name = attempt_memory(attempt.id)
            kept = unit.pending.get(attempt.pool_id, attempt.sub, name)
        return self._envelope.lengthened(tenancy.pool, attempt, kept)
