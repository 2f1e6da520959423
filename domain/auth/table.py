"""Everything that decides "what comes next" in a sign-in is here, and nothing else is.

The first row that matches wins; order is meaning. PROVED is a hub: on entering it the machine fires
NEXT at once, so that everything after the first factor passes one list of gates. A challenge or a
flow is registered by being named in a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.auth.challenges.new_password_required import NEW_PASSWORD_REQUIRED
from domain.auth.challenges.password_verifier import PASSWORD_VERIFIER
from domain.auth.flows.admin_user_password import ADMIN_NO_SRP_AUTH, ADMIN_USER_PASSWORD_AUTH
from domain.auth.flows.user_password import USER_PASSWORD_AUTH
from domain.auth.flows.user_srp import USER_SRP_AUTH
from domain.auth.guards import Begins, always, must_change_password, satisfied
from domain.auth.step import Challenge, Event, FlowStart, Row
from domain.model.attempt import State

START, PROVED, DONE = State.START, State.PROVED, State.DONE
BEGIN, PASSED, NEXT = Event.BEGIN, Event.PASSED, Event.NEXT

# fmt: off
ROWS: Final[tuple[Row, ...]] = (
    #   in state                     on      only when                         then
    Row(START,                       BEGIN,  Begins(USER_SRP_AUTH),            PASSWORD_VERIFIER),
    Row(START,                       BEGIN,  Begins(USER_PASSWORD_AUTH),       PROVED),
    Row(START,                       BEGIN,  Begins(ADMIN_USER_PASSWORD_AUTH), PROVED),
    Row(START,                       BEGIN,  Begins(ADMIN_NO_SRP_AUTH),        PROVED),
    Row(PASSWORD_VERIFIER.state,     PASSED, always,                           PROVED),
    Row(NEW_PASSWORD_REQUIRED.state, PASSED, always,                           PROVED),
    Row(PROVED,                      NEXT,   must_change_password, NEW_PASSWORD_REQUIRED),
    Row(PROVED,                      NEXT,   satisfied,                        DONE),
)
# fmt: on

HUBS: Final = frozenset({PROVED})
"""States that the machine leaves again at once, by firing NEXT."""

CHALLENGES: Final[Mapping[str, Challenge]] = {
    row.then.state.value: row.then for row in ROWS if isinstance(row.then, Challenge)
}
"""Every challenge that the table can ask, by its name on the wire."""

FLOWS: Final[Mapping[str, FlowStart]] = {
    row.guard.start.flow.value: row.guard.start for row in ROWS if isinstance(row.guard, Begins)
}
"""Every flow that the table can begin, by its name on the wire."""
