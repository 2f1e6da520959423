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
from domain.auth import remembered_device
from domain.auth.answers import require, username_in
from domain.auth.arrival import Arrival, shown_name, spent
from domain.auth.belongings import read_belongings
from domain.auth.completion import Completion
from domain.auth.effects import Effect, KeepPending, waiting
from domain.auth.envelope import LONGEST, Envelope, to_block, to_session
from domain.auth.flow_access import check_flow, check_plan
from domain.auth.hooks import SignInHooks
from domain.auth.requests import AnswerRequest, BeginRequest, ChallengeAsked, Outcome
from domain.auth.settlement import Due, Settlement
from domain.auth.sign_up_sessions import SealedSignUps, after_sign_up
from domain.auth.standing import check_after_credential, check_before_credential, check_lock
from domain.auth.step import Answers, Challenge, Claim, Event, FlowStart, Hub, Kit, Progress, Row
from domain.auth.step_up import StepUp
from domain.auth.table import FLOWS, ROWS
from domain.errors import (
    InvalidParameterException,
    InvalidUserPoolConfigurationException,
    ResourceNotFoundException,
)
from domain.model.attempt import Attempt, Flow
from domain.model.identifiers import Secret
from domain.model.pool import UserPool
from domain.ports.store import Store
from domain.triggers.hooks import REFUSALS_OF_FUNCTIONS

_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the machine is made of."""

    store: Store
    finder: UserFinder
    proof: ClientProof
    arrival: Arrival
    envelope: Envelope
    hooks: SignInHooks
    settlement: Settlement
    completion: Completion
    sign_ups: SealedSignUps
    step_up: StepUp
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
        check_plan(start, sought.pool)
        check_flow(
            start, sought.client, by_admin=caller.is_admin, srp_verifiers=parts.srp_verifiers
        )
        require(answers, start.wants)
        start.admit(sought.pool, answers, parts.kit)
        progress = self._start(start, sought, request)
        names = {typed, progress.attempt.username}
        parts.proof.check_hash(sought.pool, sought.client, answers.get("SECRET_HASH"), names)
        entered, signed_up = self._entered(start, progress, request)
        claim = start.claim(answers)
        if claim is Claim.PASSWORD and sought.user is None:
            parts.hooks.migrate(progress, Secret(answers["PASSWORD"]))
        check_before_credential(progress)
        if start.heeds_lock or claim is Claim.PASSWORD:
            check_lock(progress)
        parts.hooks.before(progress)
        self._claim(claim, progress, None)
        # What came with InitiateAuth is told to the triggers above and to no later one.
        begun = start.begin(entered, answers, parts.kit)
        begun = replace(_checked(progress, begun), metadata={})
        due = Due(spend=signed_up, clear_lock=claim is Claim.PASSWORD)
        return self._go_on(begun, Event.BEGIN, due)

    def answer(self, request: AnswerRequest) -> Outcome:
        """Take the answer to a challenge.

        Costs one statement and, for what can be guessed, the commit of the claim; then one commit
        for all effects. A refused answer changes nothing but counts. Raises the errors of
        auth-flows.md 5 and 6.
        """
        parts = self._parts
        challenge, progress = parts.arrival.receive(request)
        claim = challenge.claim(request.answers)
        if challenge.simulated:
            check_before_credential(progress)
        if claim is Claim.PASSWORD:
            check_lock(progress)
        if self._claim(claim, progress, challenge):
            progress = _naming_device(progress, request.answers)
        passed = challenge.check(progress, request.answers, parts.kit)
        due = _due(claim, progress.attempt)
        return self._go_on(_checked(progress, passed), Event.PASSED, due)

    def _start(self, start: FlowStart, sought: Sought, request: BeginRequest) -> Progress:
        parts, user = self._parts, sought.user
        now_ms = parts.kit.clock.now_ms()
        attempt = Attempt(
            id=self._new_id(),
            pool_id=sought.pool.id,
            client_id=sought.client.id,
            sub=sought.sub,
            name=brief(sought.name),
            username=user.username if user else shown_name(sought),
            flow=start.flow,
            by_admin=request.caller.is_admin,
            device_key=request.answers.get("DEVICE_KEY") or None,
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
            source=request.caller.source,
            belongings=read_belongings(parts.store, sought.pool, attempt),
        )

    def _entered(
        self, start: FlowStart, progress: Progress, request: BeginRequest
    ) -> tuple[Progress, Attempt | None]:
        """Return the progress with what the client brings along, and the sign-up that it spends."""
        if not start.choice_based:
            return progress, None
        parts, signed_up = self._parts, None
        if request.session is not None:
            signed_up = parts.sign_ups.opened(progress, request.session)
            progress = after_sign_up(progress, signed_up)
        return parts.step_up.aimed(progress, request.answers), signed_up

    def _claim(self, claim: Claim, progress: Progress, challenge: Challenge | None) -> bool:
        """Commit what must be counted or spent before anything is compared (SEC-16).

        Return whether this is the second answer to an attempt that was spared.
        """
        settlement, attempt = self._parts.settlement, progress.attempt
        if claim is Claim.PASSWORD:
            spend = None if challenge is None else (attempt, spent(challenge))
            return settlement.claim_guess(progress, spend)
        if claim is Claim.ONCE and challenge is not None:
            return settlement.claim_once(attempt, spent(challenge))
        if claim is Claim.CODE:
            settlement.claim_try(progress)
        return False

    def _go_on(self, progress: Progress, event: Event, due: Due) -> Outcome:
        """Advance; a function that refuses after a right password does not make it a wrong one."""
        try:
            return self._advance(progress, event, due)
        except REFUSALS_OF_FUNCTIONS:
            self._parts.settlement.forgive(progress, due)
            raise

    def _advance(self, progress: Progress, event: Event, due: Due) -> Outcome:
        """Fire the table until something is asked or the sign-in is done."""
        parts = self._parts
        for _ in ROWS:
            row = first_match(ROWS, progress, event)
            progress = progress.at(row.target, progress.attempt.memory)
            if isinstance(row.then, Challenge):
                return self._ask(row.then, progress, due)
            if not isinstance(row.then, Hub):
                return parts.completion.finish(progress, due)
            progress, event = row.then.enter(progress, parts.kit), Event.NEXT
            self._require_device(progress, due)
        raise nothing_leads_on(progress, event)

    def _require_device(self, progress: Progress, due: Due) -> None:
        """Refuse a DEVICE_KEY that is not the user's, once a factor is proven and no earlier.

        Earlier it would tell strangers whose it is (ruling 8). Amplify and the older library then
        send the same proof again, without the key; so what a claim has used up serves once more.
        """
        if progress.attempt.proven and remembered_device.is_missing(progress):
            self._parts.settlement.spare(progress, due)
            raise ResourceNotFoundException(texts.DEVICE_DOES_NOT_EXIST)

    def _ask(self, challenge: Challenge, progress: Progress, due: Due) -> ChallengeAsked:
        parts = self._parts
        asked = challenge.ask(progress, parts.kit)
        attempt = progress.renewed(self._new_id(), asked.memory)
        sealed, effects = self._sealed(progress.pool, attempt)
        if asked.waits_as is not None:
            effects = (*effects, waiting(attempt, asked.waits_as, sealed))
        progress = progress.writing(*asked.effects, *effects)
        if parts.settlement.has_anything(progress, due):
            parts.settlement.record(progress, due)
        shown = asked.shown
        if challenge.carries_block:
            shown = {**shown, "SECRET_BLOCK": to_block(sealed)}
        has_session = not challenge.carries_block or attempt.flow is not Flow.USER_SRP_AUTH
        return ChallengeAsked(
            challenge=challenge.state.value,
            parameters=shown,
            session=to_session(sealed) if has_session else None,
            available=tuple(progress.available),
        )

    def _sealed(self, pool: UserPool, attempt: Attempt) -> tuple[bytes, tuple[Effect, ...]]:
        """Seal the attempt; what would not fit into a Session is to wait in the store."""
        envelope = self._parts.envelope
        sealed = envelope.seal(pool, attempt)
        if len(to_session(sealed)) <= LONGEST:
            return sealed, ()
        shortened, kept = envelope.shortened(pool, attempt)
        return envelope.seal(pool, shortened), (KeepPending(kept),)

    def _new_id(self) -> str:
        return self._parts.kit.entropy.bytes(_ID_BYTES).hex()


def _due(claim: Claim, answered: Attempt) -> Due:
    """Return what is left to be written of an attempt that the claim may have spent."""
    is_spent = claim in {Claim.PASSWORD, Claim.ONCE}
    return Due(
        spend=None if is_spent else answered,
        spent=answered if is_spent else None,
        clear_lock=claim is Claim.PASSWORD,
        before=answered.proven,
    )


def _naming_device(progress: Progress, answers: Answers) -> Progress:
    """Return the progress with what this answer names alone: an earlier key was refused."""
    attempt = replace(progress.attempt, device_key=answers.get("DEVICE_KEY") or None)
    return replace(progress, attempt=attempt)


def _checked(before: Progress, after: Progress) -> Progress:
    """Refuse whoever has proven something that does not let him in."""
    if after.attempt.proven != before.attempt.proven:
        check_after_credential(after)
    return after


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
