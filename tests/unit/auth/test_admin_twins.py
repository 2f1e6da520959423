"""AdminRespondToAuthChallenge answers what InitiateAuth asked; the other way round not always."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import pytest

from domain import texts
from domain.auth.requests import Caller, Outcome
from domain.auth.table import CHALLENGES, FLOWS
from domain.errors import NotAuthorizedException
from domain.model.user import User
from tests.support.accounts import refused, rows_of
from tests.support.riddles import riddles
from tests.support.sign_in import Client
from tests.support.world import World
from tests.unit.auth import test_no_tokens
from tests.unit.auth.test_no_tokens import LISTED, SECOND, Finish

Path = Callable[[Client, User], Finish]

ASKED_OF_ALL: Final = [name for name, challenge in CHALLENGES.items() if not challenge.admin]
BEGUN_BY_ALL: Final = [name for name, flow in FLOWS.items() if flow.admin is None]
AFTER_A_PASSWORD: Final = (test_no_tokens.new_password, *SECOND)


class Twins(Client):
    """A client whose sign-ins one side begins and another answers."""

    def __init__(self, client: Client, *, begun_by_admin: bool, answered_by_admin: bool) -> None:
        super().__init__(client.world, client.client, admin=begun_by_admin)
        self.answered: list[str] = []
        self.answered_by_admin = answered_by_admin

    def answer(
        self, challenge: str, session: str | None = None, answers: Mapping[str, str] | None = None
    ) -> Outcome:
        self.answered.append(challenge)
        begun_as = self.caller
        pool_id = self.client.pool_id if self.answered_by_admin else None
        self.caller = Caller(client_id=self.client.id, pool_id=pool_id)
        try:
            return super().answer(challenge, session, answers)
        finally:
            self.caller = begun_as


@pytest.fixture
def world() -> World:
    """A world whose functions put one riddle, where a pool names them."""
    return World(triggers=riddles(rounds=1))


@pytest.mark.parametrize("challenge", ASKED_OF_ALL)
def test_an_administrator_answers_every_challenge(
    client: Client, ann: User, challenge: str
) -> None:
    """Of a sign-in that the public operation began; all that follow too."""
    twins = Twins(client, begun_by_admin=False, answered_by_admin=True)

    assert LISTED[challenge](twins, ann)() is not None
    assert challenge in twins.answered


@pytest.mark.parametrize("flow", BEGUN_BY_ALL)
def test_what_both_may_begin_both_may_answer(client: Client, ann: User, flow: str) -> None:
    """The flow is what is judged, and it is open to both."""
    twins = Twins(client, begun_by_admin=True, answered_by_admin=False)

    assert LISTED[flow](twins, ann)() is not None


@pytest.mark.parametrize("path", AFTER_A_PASSWORD, ids=lambda path: path.__name__)
def test_an_administrators_flow_is_answered_by_him_alone(
    client: Client, ann: User, path: Path
) -> None:
    """A Session of ADMIN_USER_PASSWORD_AUTH is none to the public, and is left as it was."""
    twins = Twins(client, begun_by_admin=True, answered_by_admin=False)
    finish = path(twins, ann)
    before = rows_of(client.world)

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        finish()

    assert rows_of(client.world) == before
    twins.answered_by_admin = True
    assert finish() is not None
