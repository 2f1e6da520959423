"""AssociateSoftwareToken and VerifySoftwareToken by access token."""

# ruff: noqa: ANN401 - requests and responses are plain JSON values

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from domain import texts
from domain.accounts.register_software_token import RegisterSoftwareToken
from domain.errors import (
    ConcurrentModificationException,
    EnableSoftwareTokenMFAException,
    InvalidParameterException,
    NotAuthorizedException,
    SoftwareTokenMFANotFoundException,
    TooManyRequestsException,
    UserNotFoundException,
)
from domain.model.factors import SecondFactor, SoftwareToken
from domain.model.pool import MfaMode, SecondFactors
from domain.model.user import User
from domain.ports.sentinels import Stale
from tests.support.accounts import Desk, refused, rows_of
from tests.support.second_factors import app_code, change_pool, full_width, wrong
from tests.support.sign_in import asked, tokens
from tests.unit.accounts.conftest import MakeDesk
from tests.unit.pools.overtaken import Overtaken

OFFERS = SecondFactors(sms=True, software_token=True)
HOUR_S = 3_600


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A pool whose users may have second factors."""
    return make_desk(mfa=MfaMode.OPTIONAL, second_factors=OFFERS)


@pytest.fixture
def ann(desk: Desk) -> User:
    """A confirmed user."""
    return desk.world.add_user(desk.world.services.catalog.pool(desk.client.pool_id))


@pytest.fixture
def token(desk: Desk, ann: User) -> str:
    """Her access token."""
    del ann
    return desk.signed_in()


def associate(desk: Desk, token: str) -> str:
    """Return a new secret."""
    answer = desk.call("AssociateSoftwareToken", AccessToken=token)
    assert answer.keys() == {"SecretCode"}
    return str(answer["SecretCode"])


def verify(desk: Desk, token: str, code: str, **more: str) -> Any:
    """Prove it."""
    return desk.call("VerifySoftwareToken", AccessToken=token, UserCode=code, **more)


def now(desk: Desk, secret: str, steps: int = 0) -> str:
    """The code that an application with the secret shows."""
    return app_code(secret, desk.world.clock.now_ms(), steps)


def stored(desk: Desk, user: User) -> SoftwareToken | None:
    """The token as stored."""
    with desk.world.store.reading() as unit:
        return unit.software_tokens.get(user.pool_id, user.sub)


def test_a_secret_is_given_and_waits(desk: Desk, ann: User, token: str) -> None:
    """Each call gives another secret of 256 bits; nothing of the user's factors changes."""
    first, second = associate(desk, token), associate(desk, token)

    assert first != second
    assert re.fullmatch(r"[A-Z2-7]{52}", first)
    assert stored(desk, ann) is None
    after = desk.world.user(ann)
    assert (after.factors, after.epoch) == (ann.factors, ann.epoch)


def test_a_right_code_registers_the_token(desk: Desk, ann: User, token: str) -> None:
    """It is kept under its name and not switched on, and sign-ins that were open are over."""
    secret = associate(desk, token)

    assert verify(desk, token, now(desk, secret), FriendlyDeviceName="phone") == {
        "Status": "SUCCESS"
    }

    after = desk.world.user(ann)
    assert after.factors == replace(ann.factors, token_verified=True, token_name="phone")
    assert after.epoch == ann.epoch + 1
    tokens(desk.sign_in.by_password())
    assert desk.admin("AdminGetUserAuthFactors")["ConfiguredUserAuthFactors"] == [
        "PASSWORD",
        "SOFTWARE_TOKEN",
    ]


def test_a_registered_token_is_asked_for_where_everybody_owes_one(desk: Desk, token: str) -> None:
    """In a pool with MFA ON the next sign-in asks for it, though it was never switched on."""
    secret = associate(desk, token)
    verify(desk, token, now(desk, secret), FriendlyDeviceName="phone")
    change_pool(desk.sign_in, mfa=MfaMode.ON)

    challenge = asked(desk.sign_in.by_password())

    assert challenge.challenge == "SOFTWARE_TOKEN_MFA"
    assert challenge.parameters["FRIENDLY_DEVICE_NAME"] == "phone"


def test_the_code_of_the_proof_is_used_up(desk: Desk, token: str) -> None:
    """The same code, or an earlier one, signs nobody in afterwards (SEC-21)."""
    secret = associate(desk, token)
    verify(desk, token, now(desk, secret))
    desk.admin("AdminSetUserMFAPreference", SoftwareTokenMfaSettings={"Enabled": True})
    session = asked(desk.sign_in.by_password()).session
    answers = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": now(desk, secret)}

    with pytest.raises(Exception, match=r"^Your software token has already been used once\.$"):
        desk.sign_in.answer("SOFTWARE_TOKEN_MFA", session, answers)

    answers["SOFTWARE_TOKEN_MFA_CODE"] = now(desk, secret, 1)
    tokens(desk.sign_in.answer("SOFTWARE_TOKEN_MFA", session, answers))


def test_a_token_stays_until_another_is_proven(desk: Desk, ann: User, token: str) -> None:
    """A secret that waits replaces nothing; a proven one replaces token and name, not the rest."""
    verify(desk, token, now(desk, associate(desk, token)), FriendlyDeviceName="old")
    wish = {"Enabled": True, "PreferredMfa": True}
    desk.admin("AdminSetUserMFAPreference", SoftwareTokenMfaSettings=wish)
    old = stored(desk, ann)

    secret = associate(desk, token)
    assert stored(desk, ann) == old
    verify(desk, token, now(desk, secret))

    new = stored(desk, ann)
    assert new is not None
    assert old is not None
    assert new.id != old.id
    factors = desk.world.user(ann).factors
    assert factors.preferred is SecondFactor.SOFTWARE_TOKEN
    assert factors.token_name is None


def test_a_secret_is_proven_once(desk: Desk, token: str) -> None:
    """What was proven waits no more."""
    secret = associate(desk, token)
    verify(desk, token, now(desk, secret))

    with refused(SoftwareTokenMFANotFoundException, texts.SOFTWARE_TOKEN_MISSING):
        verify(desk, token, now(desk, secret, 1))


def test_only_the_newest_secret_waits(desk: Desk, token: str) -> None:
    """The code of an earlier secret is wrong."""
    earlier = associate(desk, token)
    associate(desk, token)

    with refused(EnableSoftwareTokenMFAException):
        verify(desk, token, now(desk, earlier))


@pytest.mark.parametrize("after_s", [HOUR_S - 1, HOUR_S])
def test_a_secret_waits_an_hour(desk: Desk, ann: User, token: str, after_s: int) -> None:
    """To the second."""
    del token
    client = replace(desk.client, access_token=replace(desk.client.access_token, value=3))
    with desk.world.store.writing() as unit:
        unit.clients.save(client)
    token = desk.signed_in()
    secret = associate(desk, token)
    desk.world.clock.advance(s=after_s)

    if after_s < HOUR_S:
        verify(desk, token, now(desk, secret))
    else:
        with refused(SoftwareTokenMFANotFoundException, texts.SOFTWARE_TOKEN_MISSING):
            verify(desk, token, now(desk, secret))
    assert (stored(desk, ann) is None) is (after_s == HOUR_S)


def test_a_wrong_code_changes_nothing(desk: Desk, token: str) -> None:
    """It is told as recorded, and the right code is taken after it."""
    secret = associate(desk, token)
    before = rows_of(desk.world)

    for code in (wrong(now(desk, secret)), full_width(now(desk, secret)), now(desk, secret, 2)):
        with refused(
            EnableSoftwareTokenMFAException, "Code mismatch and fail enable Software Token MFA"
        ):
            verify(desk, token, code)

    assert rows_of(desk.world) == before
    verify(desk, token, now(desk, secret))


def test_wrong_codes_are_bounded_by_the_hour(desk: Desk, ann: User, token: str) -> None:
    """After fifteen not even the right one is compared, and neither is it by a new secret."""
    secret = associate(desk, token)
    for _ in range(15):
        with refused(EnableSoftwareTokenMFAException):
            verify(desk, token, wrong(now(desk, secret)))

    for _ in range(2):
        with refused(TooManyRequestsException, texts.ATTEMPT_LIMIT_EXCEEDED):
            verify(desk, token, now(desk, secret))
        secret = associate(desk, token)
    assert stored(desk, ann) is None


def test_nothing_is_proven_that_was_not_given(desk: Desk, token: str) -> None:
    """Without a secret there is nothing to prove."""
    with refused(
        SoftwareTokenMFANotFoundException, "Software Token MFA does not exist for the user."
    ):
        verify(desk, token, "123456")


@pytest.mark.parametrize(
    "pool",
    [
        {"second_factors": SecondFactors(sms=True)},
        {"second_factors": OFFERS, "mfa": MfaMode.OFF},
    ],
)
def test_the_pool_must_offer_tokens(desk: Desk, token: str, pool: dict[str, Any]) -> None:
    """Where software tokens are off none is given, and none that waits is proven."""
    secret = associate(desk, token)
    change_pool(desk.sign_in, **pool)

    for act in (lambda: associate(desk, token), lambda: verify(desk, token, now(desk, secret))):
        with refused(
            SoftwareTokenMFANotFoundException,
            "Software Token MFA has not been enabled by the userPool",
        ):
            act()


def test_a_name_is_bounded(desk: Desk, token: str) -> None:
    """A name of 1,024 characters is kept, a longer one is refused before anything is counted."""
    secret = associate(desk, token)
    with refused(InvalidParameterException):
        verify(desk, token, now(desk, secret), FriendlyDeviceName="n" * 1_025)

    verify(desk, token, now(desk, secret), FriendlyDeviceName="n" * 1_024)


def test_a_deleted_user_is_told_by_what_is_declared(desk: Desk, token: str) -> None:
    """AssociateSoftwareToken knows no UserNotFoundException, VerifySoftwareToken does."""
    desk.admin("AdminDeleteUser")

    with refused(NotAuthorizedException, "Access Token has been revoked"):
        associate(desk, token)
    with refused(UserNotFoundException, "User does not exist."):
        verify(desk, token, "123456")


@pytest.mark.parametrize("members", [{}, {"AccessToken": "a", "Session": "s" * 20}])
def test_a_request_comes_by_one_thing(desk: Desk, members: dict[str, str]) -> None:
    """Neither token nor Session, or both, is refused."""
    with refused(InvalidParameterException, texts.EITHER_TOKEN_OR_SESSION):
        desk.call("AssociateSoftwareToken", **members)
    with refused(InvalidParameterException, texts.EITHER_TOKEN_OR_SESSION):
        desk.call("VerifySoftwareToken", UserCode="123456", **members)


@pytest.mark.parametrize(("times", "wins"), [(1, True), (2, False)])
def test_who_is_overtaken_tries_once_more(desk: Desk, token: str, times: int, wins: bool) -> None:
    """A second change by somebody else is told, by the error that each operation declares."""
    world = desk.world

    def overtaken() -> RegisterSoftwareToken:
        store = Overtaken(world.store, "users.save", Stale(), times)
        return RegisterSoftwareToken(replace(world.ports, store=store), world.services.access)

    if wins:
        secret = overtaken().associate(token)
        overtaken().verify(token, now(desk, secret), None)
        return
    with pytest.raises(ConcurrentModificationException):
        overtaken().associate(token)
    secret = associate(desk, token)
    with pytest.raises(TooManyRequestsException):
        overtaken().verify(token, now(desk, secret), None)
