"""The machine: opens an attempt, checks it, fires the table, and asks or completes.

The shared phases of every flow and challenge are here, once, for the public and the Admin
operations alike, so that no step can forget one (architecture.md 4.4). What comes next is the
table's alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain import texts
from domain.accounts.recorded_events import NOTHING
from domain.auth import remembered_device
from domain.auth.arrival import Arrival, spent
from domain.auth.beginning import Beginning
from domain.auth.completion import Completion
from domain.auth.compromise import must_recover, sent_to_recovery
from domain.auth.effects import Effect, KeepPending, waiting
from domain.auth.envelope import LONGEST, Envelope, to_block, to_session
from domain.auth.hooks import SignInHooks
from domain.auth.newcomers import Newcomers
from domain.auth.requests import AnswerRequest, BeginRequest, ChallengeAsked, Outcome
from domain.auth.settlement import Due, Settlement
from domain.auth.sign_in_events import SignInEvents, Watch, writing
from domain.auth.standing import check_after_credential, check_before_credential, check_lock
from domain.auth.step import Answers, Challenge, Claim, Event, Hub, Kit, Progress, Row
from domain.auth.table import ROWS
from domain.errors import (
    InvalidUserPoolConfigurationException,
    NotAuthorizedException,
    PasswordResetRequiredException,
    ResourceNotFoundException,
)
from domain.model.attempt import Attempt, Flow
from domain.model.auth_event import EventResponse
from domain.model.pool import UserPool
from domain.triggers.hooks import REFUSALS_OF_FUNCTIONS

_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the machine is made of."""

    beginning: Beginning
    arrival: Arrival
    newcomers: Newcomers
    envelope: Envelope
    hooks: SignInHooks
    settlement: Settlement
    events: SignInEvents
    completion: Completion
    kit: Kit


class SignIn:
    """Begins sign-ins and takes the answers to their challenges."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def begin(self, request: BeginRequest) -> Outcome:
        """Begin a sign-in.

        Costs two statements, and for a password in clear two commits: the claim of the guess, and
        all effects. Raises the errors of auth-flows.md 3 in the order of ruling 1.
        """
        parts, answers = self._parts, request.answers
        entry = parts.beginning.receive(request)
        self._check_address(entry.progress)
        claim = entry.start.claim(answers)
        if claim is Claim.PASSWORD and parts.newcomers.may_come(entry.progress):
            check_lock(entry.progress)
            if parts.newcomers.at_beginning(entry.progress, answers):
                entry = parts.beginning.receive(request)
        progress = entry.progress
        self._admit(progress, claim, heeds_lock=entry.start.heeds_lock)
        due = Due(spend=entry.signed_up, clear_lock=claim is Claim.PASSWORD)
        with parts.events.watched(progress, claim) as watch:
            begun = entry.start.begin(entry.entered, answers, parts.kit)
            begun = self._checked(watch, begun, due)
            # What came with InitiateAuth is told to the triggers above and to no later one.
            return self._go_on(replace(begun, metadata={}), Event.BEGIN, due)

    def answer(self, request: AnswerRequest) -> Outcome:
        """Take the answer to a challenge.

        Costs one statement and, for what can be guessed, the commit of the claim; then one commit
        for all effects. A refused answer changes nothing but counts. Raises the errors of
        auth-flows.md 5 and 6.
        """
        parts = self._parts
        challenge, progress = parts.arrival.receive(request)
        self._check_address(progress)
        claim = challenge.claim(request.answers)
        if challenge.simulated:
            check_before_credential(progress)
        if claim is Claim.PASSWORD:
            check_lock(progress)
        if self._claim(claim, progress, challenge):
            progress = _naming_device(progress, request.answers)
        due = _due(claim, progress.attempt)
        if claim is Claim.PASSWORD and not challenge.carries_block:
            progress = self._moved_in(progress, request)
        with parts.events.watched(progress, claim) as watch:
            passed = challenge.check(progress, request.answers, parts.kit)
            return self._go_on(self._checked(watch, passed, due), Event.PASSED, due)

    def _admit(self, progress: Progress, claim: Claim, *, heeds_lock: bool) -> None:
        """Refuse whom his standing, the lock or the pool's function keeps out; claim the guess."""
        check_before_credential(progress)
        if heeds_lock or claim is Claim.PASSWORD:
            check_lock(progress)
        self._parts.hooks.before(progress)
        self._claim(claim, progress, None)

    def _moved_in(self, progress: Progress, request: AnswerRequest) -> Progress:
        """Return the sign-in of nobody as that of the user who has moved in, if one has.

        He passes what he would have passed when it began, had he been there.
        """
        newcomers = self._parts.newcomers
        if not newcomers.may_come(progress):
            return progress
        moved = newcomers.in_answer(progress, request.answers, by_admin=request.caller.is_admin)
        if moved.user is not None:
            self._admit(replace(moved, metadata={}), Claim.PASSWORD, heeds_lock=True)
        return moved

    def _check_address(self, progress: Progress) -> None:
        """Refuse a request from a blocked network, before anything is told or counted."""
        try:
            self._parts.kit.protection.check_address(progress, progress.source)
        except NotAuthorizedException:
            self._parts.events.refused(progress)
            raise

    def _checked(self, watch: Watch, after: Progress, due: Due) -> Progress:
        """Refuse whoever has proven something that does not let him in."""
        parts = self._parts
        if after.attempt.proven == watch.progress.attempt.proven:
            return after
        watch.come_to(after)
        check_after_credential(after)
        if must_recover(after, parts.kit.protection):
            failed = parts.events.recorded(after, EventResponse.FAIL, blocked=True)
            parts.settlement.record(writing(sent_to_recovery(after), failed), due)
            parts.events.tell(failed)
            watch.is_recorded = True
            raise PasswordResetRequiredException(texts.PASSWORD_RESET_REQUIRED)
        return after

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
        step = NOTHING
        if progress.attempt.fresh and due.is_right(progress):
            step = parts.events.recorded(progress, EventResponse.IN_PROGRESS)
            progress = writing(progress, step)
        if parts.settlement.has_anything(progress, due):
            parts.settlement.record(progress, due)
        parts.events.tell(step)
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
