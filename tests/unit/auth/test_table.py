"""Properties of the transition table, as a whole."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from adapters.api.wire import model as w
from domain.auth.guards import satisfied
from domain.auth.step import Event
from domain.auth.table import CHALLENGES, FLOWS, HUBS, ROWS
from domain.model.attempt import State

BEGINNINGS = {State.START, State.SIGNED_UP}
REFRESHES = {"REFRESH_TOKEN", "REFRESH_TOKEN_AUTH"}
"""Flows that begin no sign-in: they go straight to issuing."""


def test_only_the_guard_satisfied_leads_to_tokens() -> None:
    """Every row to DONE has the guard that asks for all that is demanded."""
    assert [row.guard for row in ROWS if row.target is State.DONE] == [satisfied]


def test_tokens_are_reached_from_a_hub_alone() -> None:
    """No challenge leads to DONE directly, so that none skips the gates."""
    assert {row.state for row in ROWS if row.target is State.DONE} <= set(HUBS)


def test_hubs_do_not_lead_in_a_circle() -> None:
    """However the guards hold, the machine comes from hub to hub to something that is asked."""
    following = {state: {row.target for row in ROWS if row.state is state} for state in HUBS}
    reached = set(HUBS)
    for _ in HUBS:
        reached = {target for state in reached for target in following[state] if target in HUBS}

    assert reached == set()


@pytest.mark.parametrize("state", [state for state in State if state not in BEGINNINGS])
def test_every_state_can_be_reached(state: State) -> None:
    """Every state but those that sign-ins begin in is the target of a row."""
    assert state in {row.target for row in ROWS}


@pytest.mark.parametrize("state", [state for state in State if state is not State.DONE])
def test_no_state_is_a_dead_end(state: State) -> None:
    """Every state but DONE has a row that leaves it."""
    assert state in {row.state for row in ROWS}


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_each_state_answers_to_one_event(state: State, event: Event) -> None:
    """Beginnings begin, hubs go on, challenges are passed, and nothing else moves them."""
    belongs = dict.fromkeys(BEGINNINGS, Event.BEGIN) | dict.fromkeys(HUBS, Event.NEXT)
    is_there = state is not State.DONE
    expected = event is belongs.get(state, Event.PASSED) and is_there

    assert expected is any(row.state is state and row.event is event for row in ROWS)


def test_every_challenge_of_the_model_is_asked() -> None:
    """The table's challenges are the model's."""
    assert set(get_args(w.ChallengeNameType)) == set(CHALLENGES)


def test_every_flow_of_the_model_is_begun_or_refreshes() -> None:
    """The table's flows are the model's, but for those that prove nothing anew."""
    assert set(get_args(w.AuthFlowType)) - REFRESHES == set(FLOWS)
