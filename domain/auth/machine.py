"""The machine: opens an attempt, checks it, fires the table, and asks or completes.

The shared phases of every flow and challenge are here, once, for the public and the Admin
operations alike, so that no step can forget one (architecture.md 4.4). What comes next is the
table's alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain import texts
from domain.accounts.client_proof import ClientProof
from domain.accounts.find_users import Sought, UserFinder
from domain.accounts.names import brief
from domain.auth.answers import require, username_in
from domain.auth.arrival import Arrival, shown_name
from domain.auth.completion import Completion
from domain.auth.envelope import Envelope, to_block, to_session
from domain.auth.flow_access import check_flow
from domain.auth.hooks import SignInHooks
from domain.auth.requests import AnswerRequest, BeginRequest, ChallengeAsked, Outcome
from domain.auth.settlement import Due, Settlement
from domain.auth.standing import check_after_credential, check_before_credential
from domain.auth.step import Challenge, Event, FlowStart, Kit, Progress, Row
from domain.auth.table import FLOWS, HUBS, ROWS
from domain.errors import InvalidParameterException, InvalidUserPoolConfigurationException
from domain.model.attempt import Attempt
from domain.model.identifiers import Secret

_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the machine is made of."""

    finder: UserFinder
    proof: ClientProof
    arrival: Arrival
    envelope: Envelope
    hooks: SignInHooks
    settlement: Settlement
    completion: Completion
    kit: Kit
    srp_verifiers: str


class SignIn:
    """Begins sign-ins and takes the answers to their challenges."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def begin(self, request: BeginRequest) -> Outcome:
        """Begin a sign-in.

        Costs two statements, and for a password in clear two commits: the claim of the guess, and
        all effects. Raises the errors of auth-flows.md 3 in the order of ruling 1.
        """
        parts = self._parts
        caller, answers = request.caller, request.answers
        start = _flow(request.flow)
        typed = username_in(answers)
        sought = parts.finder.by_name(caller.client_id, typed, caller.pool_id)
        check_flow(
            start, sought.client, by_admin=caller.is_admin, srp_verifiers=parts.srp_verifiers
        )
        require(answers, start.wants)
        progress = self._start(start, sought, request)
        names = {typed, progress.attempt.username}
        parts.proof.check_hash(sought.pool, sought.client, answers.get("SECRET_HASH"), names)
        if start.guesses_password and sought.user is None:
            parts.hooks.migrate(progress, Secret(answers["PASSWORD"]))
        check_before_credential(progress, progress.now_ms)
        parts.hooks.before(progress)
        if start.guesses_password:
            parts.settlement.claim_guess(progress, None)
        # What came with InitiateAuth is told to the triggers above and to no later one.
        progress = replace(start.begin(progress, answers, parts.kit), metadata={})
        if start.guesses_password:
            check_after_credential(progress, progress.now_ms)
        return self._advance(progress, Event.BEGIN, Due(clear_lock=start.guesses_password))

    def answer(self, request: AnswerRequest) -> Outcome:
        """Take the answer to a challenge.

        Costs one statement and, for a password proof, the commit of the claim; then one commit for
        all effects. A refused answer changes nothing but counts. Raises the errors of auth-flows.md
        5 and 6.
        """
        parts = self._parts
        challenge, progress = parts.arrival.receive(request)
        if challenge.guesses_password:
            check_before_credential(progress, progress.now_ms)
            parts.settlement.claim_guess(progress, progress.attempt)
        passed = challenge.check(progress, request.answers, parts.kit)
        if challenge.guesses_password:
            check_after_credential(passed, progress.now_ms)
        due = Due(
            spend=None if challenge.guesses_password else progress.attempt,
            clear_lock=challenge.guesses_password,
        )
        return self._advance(passed, Event.PASSED, due)

    def _start(self, start: FlowStart, sought: Sought, request: BeginRequest) -> Progress:
        kit, user = self._parts.kit, sought.user
        now_ms = kit.clock.now_ms()
        attempt = Attempt(
            id=self._new_id(),
            pool_id=sought.pool.id,
            client_id=sought.client.id,
            sub=sought.sub,
            name=brief(sought.name),
            username=user.username if user else shown_name(sought),
            flow=start.flow,
            by_admin=request.caller.is_admin,
            epoch=user.epoch if user else 0,
            expires_at_ms=now_ms,
        )
        return Progress(
            attempt=attempt,
            pool=sought.pool,
            client=sought.client,
            user=user,
            credentials=sought.credentials,
            standing=sought.standing,
            now_ms=now_ms,
            metadata=request.metadata,
        )

    def _advance(self, progress: Progress, event: Event, due: Due) -> Outcome:
        """Fire the table until something is asked or the sign-in is done."""
        for _ in ROWS:
            row = first_match(ROWS, progress, event)
            progress = progress.at(row.target, progress.attempt.memory)
            if isinstance(row.then, Challenge):
                return self._ask(row.then, progress, due)
            if row.then not in HUBS:
                return self._parts.completion.finish(progress, due)
            event = Event.NEXT
        raise nothing_leads_on(progress, event)

    def _ask(self, challenge: Challenge, progress: Progress, due: Due) -> ChallengeAsked:
        parts = self._parts
        asked = challenge.ask(progress, parts.kit)
        validity_ms = progress.client.auth_session_validity_min * 60_000
        attempt = replace(
            progress.attempt,
            id=self._new_id(),
            memory=asked.memory,
            epoch=progress.user.epoch if progress.user else 0,
            expires_at_ms=progress.now_ms + validity_ms,
        )
        sealed = parts.envelope.seal(progress.pool, attempt)
        if parts.settlement.has_anything(progress, due):
            parts.settlement.record(progress, due)
        name = challenge.state.value
        if challenge.carries_block:
            shown = {**asked.shown, "SECRET_BLOCK": to_block(sealed)}
            return ChallengeAsked(challenge=name, parameters=shown)
        return ChallengeAsked(challenge=name, parameters=asked.shown, session=to_session(sealed))

    def _new_id(self) -> str:
        return self._parts.kit.entropy.bytes(_ID_BYTES).hex()


def first_match(rows: Iterable[Row], progress: Progress, event: Event) -> Row:
    """Return the first row for the attempt's state, the event, and a guard that holds.

    Raises InvalidUserPoolConfigurationException if there is none: a hole in the table locks
    somebody out and never lets anybody in.
    """
    state = progress.attempt.state
    for row in rows:
        if row.state is state and row.event is event and row.guard(progress):
            return row
    raise nothing_leads_on(progress, event)


def nothing_leads_on(progress: Progress, event: Event) -> InvalidUserPoolConfigurationException:
    """Return the refusal of a sign-in that cannot go on under the pool's settings."""
    return InvalidUserPoolConfigurationException(
        detail=f"no transition from {progress.attempt.state} on {event}"
    )


def _flow(name: str) -> FlowStart:
    start = FLOWS.get(name)
    if start is None:
        raise InvalidParameterException(texts.FLOW_NOT_SUPPORTED)
    return start
