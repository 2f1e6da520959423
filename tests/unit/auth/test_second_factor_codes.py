"""What the three challenges that ask for a code as second factor have in common."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from domain import texts
from domain.errors import (
    CodeMismatchException,
    InvalidParameterException,
    NotAuthorizedException,
    TooManyRequestsException,
)
from domain.model.factors import SecondFactor
from domain.model.identifiers import ClientId
from domain.model.pool import MfaMode, SecondFactors
from domain.model.user import User
from tests.support.accounts import Desk, refused, rows_of
from tests.support.second_factors import (
    change_pool,
    full_width,
    give_factors,
    newest_code,
    token_code,
    wrong,
)
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import PASSWORD, World

MISMATCH: Final = "Invalid code or auth state for the user."
SECRET: Final = "client secret of the tests"


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the challenges."""

    factor: SecondFactor
    key: str
    mismatch: str
    code: Callable[[Client], str]

    def begin(self, client: Client, username: str = "ann") -> str:
        """Give the password and return the Session of the challenge."""
        challenge = asked(client.by_password(username))
        assert challenge.challenge == self.factor.value
        assert challenge.session is not None
        return challenge.session

    def answer(self, client: Client, session: str, code: str, username: str = "ann") -> None:
        """Answer it, which gives tokens or raises."""
        answers = {"USERNAME": username, self.key: code}
        tokens(client.answer(self.factor.value, session, answers))


SMS: Final = Kind(SecondFactor.SMS, "SMS_MFA_CODE", MISMATCH, newest_code)
EMAIL: Final = Kind(SecondFactor.EMAIL, "EMAIL_OTP_CODE", MISMATCH, newest_code)
TOKEN: Final = Kind(
    SecondFactor.SOFTWARE_TOKEN,
    "SOFTWARE_TOKEN_MFA_CODE",
    "Invalid code received for user",
    token_code,
)


@pytest.fixture(params=[SMS, EMAIL, TOKEN], ids=lambda kind: kind.factor.value)
def kind(request: pytest.FixtureRequest, client: Client, ann: User) -> Kind:
    """Each of them in turn, as the one second factor of Ann."""
    chosen: Kind = request.param
    give_factors(client, ann, chosen.factor)
    return chosen


def test_a_right_code_signs_in_once(client: Client, kind: Kind) -> None:
    """Its Session is spent with it."""
    session = kind.begin(client)
    code = kind.code(client)
    kind.answer(client, session, code)

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        kind.answer(client, session, code)


def test_a_wrong_code_leaves_the_session(client: Client, kind: Kind) -> None:
    """It is told as recorded and changes nothing; the right one is taken after it (ruling 2)."""
    session = kind.begin(client)
    code = kind.code(client)
    before = rows_of(client.world)

    with refused(CodeMismatchException, kind.mismatch):
        kind.answer(client, session, wrong(code))

    assert rows_of(client.world) == before
    kind.answer(client, session, code)


@pytest.mark.parametrize(
    "change",
    [
        full_width,
        lambda code: f" {code}",
        lambda code: f"{code}\n",
        lambda code: f"0{code}",
        lambda code: code[:-1],
        lambda code: f"{code}{code}",
        lambda _code: "true",
        lambda _code: "*",
    ],
    ids=["full-width", "blank", "line", "longer", "shorter", "twice", "word", "star"],
)
def test_nothing_like_the_code_is_the_code(
    client: Client, kind: Kind, change: Callable[[str], str]
) -> None:
    """Digits of other scripts, blanks, other lengths and words are wrong codes."""
    session = kind.begin(client)

    with refused(CodeMismatchException, kind.mismatch):
        kind.answer(client, session, change(kind.code(client)))


@pytest.mark.parametrize("answers", [{}, {"SMS_OTP_CODE": "123456"}, {"ANSWER": "123456"}])
def test_the_code_must_be_there(client: Client, kind: Kind, answers: dict[str, str]) -> None:
    """Without its key an answer is incomplete, whatever else it holds."""
    session = kind.begin(client)

    with refused(InvalidParameterException, f"Missing required parameter {kind.key}"):
        client.answer(kind.factor.value, session, {"USERNAME": "ann", **answers})
    with refused(InvalidParameterException, f"Missing required parameter {kind.key}"):
        kind.answer(client, session, "")


def test_five_wrong_codes_end_the_session(client: Client, kind: Kind) -> None:
    """The sixth answer is not compared, be it right (ruling 3)."""
    session = kind.begin(client)
    code = kind.code(client)
    for _ in range(5):
        with refused(CodeMismatchException):
            kind.answer(client, session, wrong(code))

    with refused(NotAuthorizedException, "Invalid session for the user."):
        kind.answer(client, session, code)

    fresh = kind.begin(client)
    kind.answer(client, fresh, kind.code(client))


def guess(client: Client, kind: Kind, times: int) -> None:
    """Give wrong codes, in as many sign-ins as it takes."""
    for _ in range(times // 5):
        session = kind.begin(client)
        code = wrong(kind.code(client))
        for _ in range(5):
            with refused(CodeMismatchException):
                kind.answer(client, session, code)


def test_wrong_codes_are_bounded_over_all_sign_ins(client: Client, kind: Kind) -> None:
    """After thirty in an hour not even the right code of a new sign-in is compared (SEC-17)."""
    guess(client, kind, 30)
    session = kind.begin(client)

    with refused(TooManyRequestsException, texts.ATTEMPT_LIMIT_EXCEEDED):
        kind.answer(client, session, kind.code(client))

    client.world.clock.advance(s=3_600)
    session = kind.begin(client)
    kind.answer(client, session, kind.code(client))


def test_wrong_codes_are_bounded_by_the_day_too(client: Client, kind: Kind) -> None:
    """After a hundred in a day the hour that begins anew gives no more."""
    for _ in range(3):
        guess(client, kind, 30)
        client.world.clock.advance(s=3_600)
    guess(client, kind, 10)
    session = kind.begin(client)

    with refused(TooManyRequestsException, texts.ATTEMPT_LIMIT_EXCEEDED):
        kind.answer(client, session, kind.code(client))


def test_a_right_code_ends_the_run_of_wrong_ones(client: Client, kind: Kind) -> None:
    """After it there are as many tries as at the beginning."""
    guess(client, kind, 25)
    session = kind.begin(client)
    kind.answer(client, session, kind.code(client))

    guess(client, kind, 30)


def test_a_right_code_of_one_factor_gives_no_tries_of_another(client: Client, ann: User) -> None:
    """Who reads the mail gains no guesses at the token by it (SEC-17)."""
    give_factors(client, ann, TOKEN.factor)
    guess(client, TOKEN, 30)
    factors = client.world.user(ann).factors
    client.world.change_user(ann, factors=replace(factors, enabled=(EMAIL.factor,)))
    EMAIL.answer(client, EMAIL.begin(client), EMAIL.code(client))
    client.world.change_user(ann, factors=factors)
    session = TOKEN.begin(client)

    with refused(TooManyRequestsException):
        TOKEN.answer(client, session, TOKEN.code(client))


@pytest.mark.parametrize("other", [SMS, EMAIL, TOKEN], ids=lambda kind: kind.factor.value)
def test_a_code_answers_its_own_challenge(client: Client, kind: Kind, other: Kind) -> None:
    """Under another challenge's name a Session is none, and is not spent."""
    session = kind.begin(client)
    code = kind.code(client)
    if other is not kind:
        with refused(NotAuthorizedException, texts.INVALID_SESSION):
            other.answer(client, session, code)
    for challenge, answers in {
        "SMS_OTP": {"SMS_OTP_CODE": code},
        "SELECT_MFA_TYPE": {"ANSWER": kind.factor.value},
        "MFA_SETUP": {},
        "NEW_PASSWORD_REQUIRED": {"NEW_PASSWORD": "Brand-new0ne"},
    }.items():
        with refused(NotAuthorizedException, texts.INVALID_SESSION):
            client.answer(challenge, session, {"USERNAME": "ann", **answers})

    kind.answer(client, session, code)


def test_another_users_session_is_none(client: Client, kind: Kind) -> None:
    """Neither does Bob's code open Ann's Session, nor his name."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    bob = client.world.add_user(pool, "bob", attributes={"email": "bob@example.com"})
    give_factors(client, bob, kind.factor)
    hers = kind.begin(client)
    her_code = kind.code(client)
    his = kind.begin(client, "bob")

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        kind.answer(client, his, her_code)
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        kind.answer(client, hers, her_code, "bob")
    kind.answer(client, hers, her_code)


def test_an_expired_session_is_none(client: Client, kind: Kind) -> None:
    """Code and Session live as long as the client says, three minutes here (SEC-19)."""
    session = kind.begin(client)
    code = kind.code(client)
    client.world.clock.advance(s=180, ms=-1)
    late = kind.begin(client)
    client.world.clock.advance(ms=1)

    with refused(NotAuthorizedException, texts.SESSION_EXPIRED):
        kind.answer(client, session, code)
    kind.answer(client, late, kind.code(client))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda session: "A" * len(session),
        lambda session: session[:-2],
        lambda session: ("A" if session[0] != "A" else "B") + session[1:],
        lambda session: session[:3] + ("A" if session[3] != "A" else "B") + session[4:],
        lambda session: session[:60] + ("A" if session[60] != "A" else "B") + session[61:],
    ],
    ids=["invented", "cut", "other length", "other client", "changed"],
)
def test_an_invented_session_is_none(
    client: Client, kind: Kind, spoil: Callable[[str], str]
) -> None:
    """What we did not seal is refused."""
    session = kind.begin(client)

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        kind.answer(client, spoil(session), kind.code(client))


def test_another_clients_session_is_none(client: Client, kind: Kind) -> None:
    """A Session belongs to the client that began it."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    other = client.world.add_client(pool, id=ClientId("client0000000000000000000b"))
    session = kind.begin(client)

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        kind.answer(Client(client.world, other), session, kind.code(client))


def secret_hash(client: Client, username: str) -> str:
    """The proof of the client's secret."""
    text = f"{username}{client.client.id}".encode()
    return base64.b64encode(hmac.digest(SECRET.encode(), text, "sha256")).decode()


@pytest.mark.parametrize("chosen", [SMS, EMAIL, TOKEN], ids=lambda kind: kind.factor.value)
def test_the_client_proves_its_secret(world: World, chosen: Kind) -> None:
    """Without SECRET_HASH, or with another's, a right code opens nothing and counts for nothing."""
    pool = world.add_pool()
    client = Client(world, world.add_client(pool, secret=SECRET))
    ann = world.add_user(pool, attributes={"email": "ann@example.com"})
    give_factors(client, ann, chosen.factor)
    right = secret_hash(client, "ann")
    password = {"USERNAME": "ann", "PASSWORD": PASSWORD, "SECRET_HASH": right}
    begun = client.begin("USER_PASSWORD_AUTH", **password)
    session = asked(begun).session
    answers = {"USERNAME": "ann", chosen.key: chosen.code(client)}

    for given in ({}, {"SECRET_HASH": secret_hash(client, "bob")}):
        with refused(NotAuthorizedException):
            client.answer(chosen.factor.value, session, answers | given)

    tokens(client.answer(chosen.factor.value, session, answers | {"SECRET_HASH": right}))


def test_a_code_for_something_else_is_wrong(client: Client, kind: Kind, ann: User) -> None:
    """What was sent to recover a password signs nobody in (SEC-20)."""
    client.world.change_user(
        ann,
        attributes={
            "email": "ann@example.com",
            "email_verified": "true",
            "phone_number": "+15555550123",
            "phone_number_verified": "true",
        },
    )
    session = kind.begin(client)
    code = kind.code(client)
    Desk(client.world, client.client).public("ForgotPassword", Username="ann")
    if newest_code(client) != code:  # one time in a million the two are equal
        with refused(CodeMismatchException, kind.mismatch):
            kind.answer(client, session, newest_code(client))


@pytest.mark.parametrize(
    "pool",
    [
        {"mfa": MfaMode.OFF},
        {"mfa": MfaMode.ON},
        {"second_factors": SecondFactors()},
        {"second_factors": SecondFactors(email=True)},
    ],
    ids=["off", "on", "nothing offered", "e-mail alone"],
)
def test_a_change_of_the_pool_opens_nothing(
    client: Client, kind: Kind, pool: dict[str, object]
) -> None:
    """Whatever becomes of its settings meanwhile, a wrong code is wrong, and a right one right."""
    session = kind.begin(client)
    code = kind.code(client)
    change_pool(client, **pool)

    with refused(CodeMismatchException, kind.mismatch):
        kind.answer(client, session, wrong(code))
    kind.answer(client, session, code)


def test_what_the_pool_ceased_to_offer_is_still_asked_for(client: Client, kind: Kind) -> None:
    """Who registered a factor goes on using it (documented)."""
    change_pool(client, second_factors=SecondFactors())

    kind.answer(client, kind.begin(client), kind.code(client))


def test_a_change_of_the_users_factors_ends_the_sign_in(client: Client, kind: Kind) -> None:
    """Switching the factor off lets nobody past a challenge that was asked: he begins anew."""
    session = kind.begin(client)
    code = kind.code(client)
    block = {
        SMS: "SMSMfaSettings",
        EMAIL: "EmailMfaSettings",
        TOKEN: "SoftwareTokenMfaSettings",
    }[kind]
    request: dict[str, Any] = {block: {"Enabled": False}}
    Desk(client.world, client.client).admin("AdminSetUserMFAPreference", **request)

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        kind.answer(client, session, code)
    tokens(client.by_password())


@pytest.mark.usefixtures("kind")
def test_a_pool_without_mfa_asks_for_nothing(client: Client) -> None:
    """OFF: nobody is challenged, whatever he has on."""
    change_pool(client, mfa=MfaMode.OFF)

    tokens(client.by_password())


@pytest.mark.parametrize("mode", [MfaMode.ON, MfaMode.OPTIONAL])
def test_every_way_to_prove_the_password_leads_here(
    client: Client, admin: Client, kind: Kind, mode: MfaMode
) -> None:
    """By SRP, in clear and by an administrator: the second factor is asked for."""
    change_pool(client, mfa=mode)

    for outcome in (client.by_srp(), client.by_password(), admin.by_password()):
        assert asked(outcome).challenge == kind.factor.value
