"""SOFTWARE_TOKEN_MFA beside what test_second_factor_codes says of all such challenges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import texts
from domain.crypto.totp import STEP_MS
from domain.errors import (
    CodeMismatchException,
    CognitoError,
    ExpiredCodeException,
    NotAuthorizedException,
    SoftwareTokenMFANotFoundException,
)
from domain.model.factors import SecondFactor, UserFactors
from domain.model.pool import MfaMode
from domain.model.user import User
from tests.support.accounts import refused, rows_of
from tests.support.parallel import outcomes
from tests.support.second_factors import change_pool, give_factors, give_token, token_code
from tests.support.sign_in import Client, asked, tokens

USED = "Your software token has already been used once."
TOKEN = SecondFactor.SOFTWARE_TOKEN


@pytest.fixture
def token(client: Client, ann: User) -> User:
    """Ann, with a token that is switched on."""
    return give_factors(client, ann, TOKEN)


def begin(client: Client) -> str | None:
    """Give the password and return the Session of the challenge."""
    challenge = asked(client.by_password())
    assert challenge.challenge == "SOFTWARE_TOKEN_MFA"
    return challenge.session


def answer(client: Client, session: str | None, code: str) -> None:
    """Give a code."""
    answers = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": code}
    tokens(client.answer("SOFTWARE_TOKEN_MFA", session, answers))


@pytest.mark.parametrize("name", [None, "phone"])
def test_the_token_is_asked_for_by_its_name(client: Client, token: User, name: str | None) -> None:
    """FRIENDLY_DEVICE_NAME is there if the user gave one; nothing is sent anywhere."""
    client.world.change_user(token, factors=replace(token.factors, token_name=name))

    challenge = asked(client.by_password())

    named = {} if name is None else {"FRIENDLY_DEVICE_NAME": name}
    assert challenge.parameters == {"USER_ID_FOR_SRP": "ann", **named}
    assert list(client.world.services.mailbox.messages()) == []


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("away", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_one_step_either_way_is_accepted(client: Client, away: int, is_right: bool) -> None:
    """The clocks of telephones are not ours."""
    session = begin(client)
    if is_right:
        answer(client, session, token_code(client, away))
    else:
        with refused(CodeMismatchException, texts.SOFTWARE_TOKEN_CODE_INVALID):
            answer(client, session, token_code(client, away))


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("steps", [0, -1])
def test_a_step_serves_once(client: Client, steps: int) -> None:
    """Its code, and that of the step before it, open no further sign-in (SEC-21)."""
    answer(client, begin(client), token_code(client))
    session = begin(client)
    before = rows_of(client.world)

    with refused(ExpiredCodeException, USED):
        answer(client, session, token_code(client, steps))

    assert rows_of(client.world) == before
    answer(client, session, token_code(client, 1))


@pytest.mark.usefixtures("token")
def test_a_clock_moved_back_opens_nothing_again(client: Client) -> None:
    """What was used stays used, whatever time it is."""
    answer(client, begin(client), token_code(client))
    client.world.clock.advance(ms=-STEP_MS)
    session = begin(client)

    for steps in (0, 1):
        with refused(ExpiredCodeException, USED):
            answer(client, session, token_code(client, steps))


@pytest.mark.usefixtures("token")
def test_of_parallel_sign_ins_one_gets_in(client: Client) -> None:
    """One code in several Sessions at once: one sign-in, and the others are told."""
    sessions = [begin(client) for _ in range(8)]
    code = token_code(client)

    results = outcomes(8, lambda number: answer(client, sessions[number], code))

    assert len([each for each in results if not isinstance(each, CognitoError)]) == 1
    assert {type(each) for each in results if isinstance(each, CognitoError)} == {
        ExpiredCodeException
    }


def test_a_registered_token_is_asked_for_when_it_is_on(client: Client, token: User) -> None:
    """OPTIONAL: registered and not switched on is not asked for; ON: it is (recorded)."""
    client.world.change_user(token, factors=UserFactors(token_verified=True))
    tokens(client.by_password())

    change_pool(client, mfa=MfaMode.ON)

    answer(client, begin(client), token_code(client))


def test_a_token_that_is_gone_opens_nothing(client: Client, token: User) -> None:
    """Without its row no code is right."""
    session = begin(client)
    with client.world.store.writing() as unit:
        unit.software_tokens.drop(token.pool_id, token.sub)

    with refused(SoftwareTokenMFANotFoundException, texts.SOFTWARE_TOKEN_MISSING):
        answer(client, session, token_code(client))


def test_a_token_of_another_user_opens_nothing(client: Client, token: User) -> None:
    """A row that was moved to another user does not open (SEC-03)."""
    pool = client.world.services.catalog.pool(token.pool_id)
    bob = client.world.add_user(pool, "bob")
    give_token(client, pool, bob)
    session = begin(client)
    with client.world.store.writing() as unit:
        his = unit.software_tokens.get(pool.id, bob.sub)
        assert his is not None
        unit.software_tokens.put(replace(his, sub=token.sub))

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        answer(client, session, token_code(client))
