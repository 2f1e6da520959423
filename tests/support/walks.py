"""Walking the sign-in table on paper: who could get to the tokens, by whatever he answers.

Nothing is computed or stored here. A person is what the store says of him and what he can prove; a
walk tries every answer that he could give, in every order that the rows allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Final, cast

from domain.auth import passkeys, second_factors
from domain.auth.code_challenge import ENROLLING
from domain.auth.first_factors import FIRST_FACTORS, may_get_code, offered
from domain.auth.machine import first_match
from domain.auth.srp_proof import PUBLIC
from domain.auth.step import Event, Hub, Kit, Progress, Row
from domain.errors import CognitoError
from domain.messages.addressing import EMAIL, PHONE_NUMBER
from domain.model.attempt import SRP_A, Flow, State
from domain.model.factors import Factor, SecondFactor
from domain.model.user import UserStatus
from domain.triggers.custom_auth import Told, Verdict
from tests.support.fakes import real_sealer

Walk = Iterable[Progress]
"""The ways in which something can turn out."""

_SEALER: Final = real_sealer()


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs in: how he stands at the beginning, and what he can prove."""

    start: Progress
    can: frozenset[Factor]


@dataclass(frozen=True, slots=True)
class Says:
    """The first function of a pool, which says always the same."""

    verdict: Verdict

    def define(self, told: Told) -> Verdict:
        del told
        return self.verdict


def arrivals(rows: Sequence[Row], person: Person) -> Iterator[tuple[Row, Progress]]:
    """Yield every way in which the person comes to tokens: the last row, and how he then stands."""
    seen: set[object] = set()
    for begun in BEGINS[person.start.attempt.flow](person.start, person.can):
        yield from _onward(rows, begun, Event.BEGIN, person.can, seen)


def gets_in(rows: Sequence[Row], person: Person) -> bool:
    """Whether there is a way."""
    return any(True for _ in arrivals(rows, person))


def _onward(
    rows: Sequence[Row], progress: Progress, event: Event, can: frozenset[Factor], seen: set[object]
) -> Iterator[tuple[Row, Progress]]:
    key = _what_matters(progress, event)
    if key in seen:
        return
    seen.add(key)
    try:
        row = first_match(rows, progress, event)
    except CognitoError:
        return
    if row.then is State.DONE:
        yield row, progress
        return
    moved = progress.at(row.target, progress.attempt.memory)
    if isinstance(row.then, Hub):
        ways, following = _entered(row.then, moved, can), Event.NEXT
    else:
        # What was chosen or said in one request is not known in the next.
        fresh = replace(moved, choice=None, verdict=None)
        ways, following = PASSES[row.target](fresh, can), Event.PASSED
    for way in ways:
        yield from _onward(rows, way, following, can, seen)


def _what_matters(progress: Progress, event: Event) -> object:
    attempt, user = progress.attempt, progress.user
    return (
        event,
        attempt.state,
        frozenset(attempt.proven),
        frozenset(attempt.fresh),
        attempt.began_by_srp,
        frozenset(attempt.memory),
        progress.choice,
        progress.verdict,
        user and (user.status, user.factors, user.has("email")),
    )


def _kit(verdict: Verdict = Verdict.FAIL) -> Kit:
    """Return what a hub may ask."""
    asked = {"custom_auth": Says(verdict), "srp_verifiers": "always", "sealer": _SEALER}
    return cast("Kit", SimpleNamespace(**asked))


def _entered(hub: Hub, progress: Progress, can: frozenset[Factor]) -> Walk:
    """Yield how a hub is left; a function gives tokens to nobody who cannot please it."""
    verdicts = set(Verdict) if Factor.CUSTOM in can else set(Verdict) - {Verdict.ISSUE_TOKENS}
    for verdict in verdicts if hub.state is State.CUSTOM else {Verdict.FAIL}:
        try:
            yield hub.enter(progress, _kit(verdict))
        except CognitoError:
            continue


# --- how flows begin and challenges are passed ----------------------------------------------------


def _nothing(progress: Progress, can: frozenset[Factor]) -> Walk:
    yield progress


def _proves(factor: Factor) -> Callable[[Progress, frozenset[Factor]], Walk]:
    def passed(progress: Progress, can: frozenset[Factor]) -> Walk:
        if factor in can:
            yield progress.proven(factor)

    return passed


def _reads(factor: Factor, attribute: str) -> Callable[[Progress, frozenset[Factor]], Walk]:
    """What a code proves: to somebody without an address none is sent, whatever he could read."""

    def passed(progress: Progress, can: frozenset[Factor]) -> Walk:
        user, attempt = progress.user, progress.attempt
        if user is None or factor not in can:
            return
        enrolling = bool(attempt.fresh) and ENROLLING in attempt.memory
        sent = user.has(attribute) if attempt.fresh else may_get_code(user, attribute)
        if enrolling or sent:
            yield progress.proven(factor)

    return passed


def _passkey(progress: Progress, can: frozenset[Factor]) -> Walk:
    """What a passkey proves: the user's own one, with his verification where he gives it."""
    verifies = Factor.USER_VERIFICATION in can
    for each in passkeys.usable(progress):
        kind = Factor.PLATFORM_PASSKEY if each.is_platform else Factor.ROAMING_PASSKEY
        if kind not in can:
            continue
        if not passkeys.requires_verification(progress):
            yield progress.proven(kind)
        if verifies:
            yield progress.proven(kind).proven(Factor.USER_VERIFICATION)


def _password_or_nothing(progress: Progress, can: frozenset[Factor]) -> Walk:
    yield progress
    yield from _proves(Factor.PASSWORD)(progress, can)


def _custom(progress: Progress, can: frozenset[Factor]) -> Walk:
    yield progress
    yield progress.seen(SRP_A, passed=True)


def _preference(progress: Progress, can: frozenset[Factor]) -> Walk:
    yield progress
    for choice in FIRST_FACTORS:
        yield from _taken_up(progress, choice, can)
    confirmed = progress.at(State.SIGNED_UP)
    yield confirmed
    for factor in (Factor.EMAIL, Factor.SMS):
        yield from _proves(factor)(confirmed, can)


def _choice(progress: Progress, can: frozenset[Factor]) -> Walk:
    for choice in offered(progress, _kit()):
        yield from _taken_up(progress, choice, can)


def _taken_up(progress: Progress, choice: State, can: frozenset[Factor]) -> Walk:
    """Yield what comes of a choice, with what may be sent along and without."""
    yield progress.choosing(choice)
    if choice is State.PASSWORD:
        yield from _proves(Factor.PASSWORD)(progress, can)
    if choice is State.PASSWORD_SRP:
        yield progress.at(progress.attempt.state, {PUBLIC: "2"}).choosing(choice)


def _new_password(progress: Progress, can: frozenset[Factor]) -> Walk:
    if progress.user is not None:
        yield progress.with_user(replace(progress.user, status=UserStatus.CONFIRMED))


def _choice_of_factor(progress: Progress, can: frozenset[Factor]) -> Walk:
    for factor in second_factors.choices(progress):
        yield progress.choosing(State(factor))


def _setup(progress: Progress, can: frozenset[Factor]) -> Walk:
    user = progress.user
    if user is None:
        return
    if SecondFactor.SOFTWARE_TOKEN in progress.pool.offers:
        factors = replace(user.factors, enabled=(SecondFactor.SOFTWARE_TOKEN,), token_verified=True)
        yield progress.with_user(replace(user, factors=factors)).proven(Factor.SOFTWARE_TOKEN)
    if SecondFactor.EMAIL in progress.pool.offers and not user.has("email"):
        enrolling = progress.at(progress.attempt.state, {ENROLLING: "ann@example.com"})
        yield enrolling.choosing(State.EMAIL_OTP)


BEGINS: Final[Mapping[Flow, Callable[[Progress, frozenset[Factor]], Walk]]] = {
    Flow.USER_SRP_AUTH: _nothing,
    Flow.USER_PASSWORD_AUTH: _proves(Factor.PASSWORD),
    Flow.ADMIN_USER_PASSWORD_AUTH: _proves(Factor.PASSWORD),
    Flow.ADMIN_NO_SRP_AUTH: _password_or_nothing,
    Flow.CUSTOM_AUTH: _custom,
    Flow.USER_AUTH: _preference,
}
"""What the first request of a flow may prove."""

PASSES: Final[Mapping[State, Callable[[Progress, frozenset[Factor]], Walk]]] = {
    State.PASSWORD_VERIFIER: _proves(Factor.PASSWORD),
    State.ADMIN_NO_SRP_AUTH: _proves(Factor.PASSWORD),
    State.PASSWORD: _proves(Factor.PASSWORD),
    State.PASSWORD_SRP: _nothing,
    State.SELECT_CHALLENGE: _choice,
    State.WEB_AUTHN: _passkey,
    State.SMS_OTP: _reads(Factor.SMS, PHONE_NUMBER),
    State.CUSTOM_CHALLENGE: _nothing,
    State.NEW_PASSWORD_REQUIRED: _new_password,
    State.SELECT_MFA_TYPE: _choice_of_factor,
    State.MFA_SETUP: _setup,
    State.SMS_MFA: _reads(Factor.SMS, PHONE_NUMBER),
    State.EMAIL_OTP: _reads(Factor.EMAIL, EMAIL),
    State.SOFTWARE_TOKEN_MFA: _proves(Factor.SOFTWARE_TOKEN),
    State.DEVICE_SRP_AUTH: _nothing,
    State.DEVICE_PASSWORD_VERIFIER: _proves(Factor.DEVICE),
}
"""What passing a challenge may prove, change or choose."""
