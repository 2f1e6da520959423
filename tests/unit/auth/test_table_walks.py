"""The table walked by people of every kind, as it is and with one mistake in it.

A mistake in the table may lock somebody out; it must never let anybody in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings

from domain.auth.guards import always, satisfied
from domain.auth.step import Progress, Row
from domain.auth.table import CHALLENGES, FLOWS, ROWS
from domain.model.attempt import Flow, State
from domain.model.factors import Factor, SecondFactor
from domain.model.pool import MfaMode
from domain.model.user import UserStatus
from domain.tokens.assurance import level
from tests.support.people import people
from tests.support.walks import BEGINS, PASSES, Person, arrivals, gets_in

_BESIDE: Final = {Factor.DEVICE, Factor.USER_VERIFICATION}
"""What alone lets nobody in."""

MISTAKES: Final[Mapping[str, Sequence[Sequence[Row]]]] = {
    "a row is missing": [ROWS[:at] + ROWS[at + 1 :] for at in range(len(ROWS))],
    "two rows are swapped": [
        (*ROWS[:at], ROWS[at + 1], ROWS[at], *ROWS[at + 2 :]) for at in range(len(ROWS) - 1)
    ],
    "a guard always holds": [
        (*ROWS[:at], replace(row, guard=always), *ROWS[at + 1 :])
        for at, row in enumerate(ROWS)
        if row.guard not in {always, satisfied}
    ],
}
"""Tables with one mistake each."""


def test_every_flow_and_challenge_can_be_walked() -> None:
    """Each has an entry in tests/support/walks.py: what it proves, changes or chooses."""
    assert {flow.value for flow in BEGINS} == set(FLOWS)
    assert {state.value for state in PASSES} == set(CHALLENGES)


@settings(deadline=None, max_examples=200)
@given(person=people())
def test_whoever_comes_to_tokens_is_owed_them(person: Person) -> None:
    """By whatever answers: the guard before the tokens has held, and so has what it stands for."""
    for last, progress in arrivals(ROWS, person):
        assert last.guard is satisfied
        assert satisfied(progress)
        assert_owed(progress)


@settings(deadline=None, max_examples=500)
@given(person=people())
def test_the_last_guard_relies_on_no_row(person: Person) -> None:
    """Whatever a sign-in has proven, and however it came to the hub."""
    attempt = replace(
        person.start.attempt, state=State.PROVED, proven=(*person.start.attempt.proven, *person.can)
    )
    progress = replace(person.start, attempt=attempt)

    if satisfied(progress):
        assert_owed(progress)


@pytest.mark.parametrize("mistake", MISTAKES)
@settings(deadline=None, max_examples=60)
@given(person=people())
def test_a_mistake_in_the_table_lets_nobody_in(mistake: str, person: Person) -> None:
    """Nobody who could not get in by the whole table, and nobody without what is owed.

    Who steps up has proven something before. A mistake may let him add to it in another way than
    the table's, which is no less; all that is owed is judged for him too.
    """
    could = gets_in(ROWS, person) or person.start.attempt.credited > 0

    for rows in MISTAKES[mistake]:
        for _last, progress in arrivals(rows, person):
            assert could
            assert_owed(progress)


def assert_owed(progress: Progress) -> None:
    """Judge who gets tokens by the rules themselves, without the words of the guards."""
    assert list(_objections(progress)) == []


def _objections(progress: Progress) -> Iterator[str]:
    user, proven, pool = progress.user, set(progress.attempt.proven), progress.pool
    by_custom_alone = Factor.CUSTOM in proven and Factor.PASSWORD not in proven
    if user is None or not user.enabled:
        yield "there is nobody, or he is disabled"
        return
    unchanged = user.status is UserStatus.FORCE_CHANGE_PASSWORD and by_custom_alone
    if user.status is not UserStatus.CONFIRMED and not unchanged:
        yield "his status forbids it"
    flow = progress.attempt.flow
    if flow is Flow.CUSTOM_AUTH and Factor.CUSTOM not in proven:
        yield "the pool's functions were not asked, or not content"
    if flow not in {Flow.CUSTOM_AUTH, Flow.USER_AUTH} and Factor.PASSWORD not in proven:
        yield "the password that the flow begins with was not proven"
    has_token = SecondFactor.SOFTWARE_TOKEN in user.factors.enabled
    demands = pool.mfa is MfaMode.ON or (pool.mfa is MfaMode.OPTIONAL and has_token)
    if demands and not by_custom_alone and len(proven) == 1:
        yield "a second factor is owed"
    device = progress.belongings.device
    if pool.devices is not None and device is not None and Factor.DEVICE not in proven:
        yield "the device that he named was not asked"
    yield from _unsure(progress)


def _unsure(progress: Progress) -> Iterator[str]:
    if not set(progress.attempt.fresh) - _BESIDE:
        yield "he has proven nothing, or nothing but by an access token of before"
    if level(progress.attempt.proven) < progress.attempt.target_level:
        yield "the level that he aims at is not reached"
