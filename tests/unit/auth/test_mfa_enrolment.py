"""AssociateSoftwareToken and VerifySoftwareToken in the middle of a sign-in, up to the tokens."""

# ruff: noqa: ANN401 - requests and responses are plain JSON values

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain import texts
from domain.errors import (
    CognitoError,
    EnableSoftwareTokenMFAException,
    ExpiredCodeException,
    InvalidParameterException,
    NotAuthorizedException,
    SoftwareTokenMFANotFoundException,
    TooManyRequestsException,
)
from domain.model.factors import SecondFactor, UserFactors
from domain.model.pool import MfaMode, SecondFactors
from domain.model.user import User, UserStatus
from tests.support.accounts import Desk, refused, rows_of
from tests.support.parallel import outcomes
from tests.support.second_factors import PHONE, app_code, change_pool, full_width, wrong
from tests.support.sign_in import Client, asked, tokens

OFFERS = SecondFactors(sms=True, software_token=True)


@pytest.fixture
def desk(client: Client, ann: User) -> Desk:
    """A pool where everybody owes a second factor, and Ann, who has none that it offers."""
    del ann
    change_pool(client, mfa=MfaMode.ON, second_factors=OFFERS)
    return Desk(client.world, client.client)


def begin(desk: Desk) -> str:
    """Give the password and return the Session of MFA_SETUP."""
    challenge = asked(desk.sign_in.by_password())
    assert challenge.challenge == "MFA_SETUP"
    assert challenge.session is not None
    return challenge.session


def associate(desk: Desk, session: str) -> tuple[str, str]:
    """Return secret and Session."""
    answer = desk.call("AssociateSoftwareToken", Session=session)
    return answer["SecretCode"], answer["Session"]


def verify(desk: Desk, session: str, code: str, **more: str) -> Any:
    """Prove the secret."""
    return desk.call("VerifySoftwareToken", Session=session, UserCode=code, **more)


def finish(desk: Desk, session: str, **answers: str) -> Any:
    """Answer MFA_SETUP."""
    return desk.sign_in.answer("MFA_SETUP", session, {"USERNAME": "ann", **answers})


def now(desk: Desk, secret: str, steps: int = 0) -> str:
    """The code that an application with the secret shows."""
    return app_code(secret, desk.world.clock.now_ms(), steps)


def proven(desk: Desk) -> tuple[str, str]:
    """Go as far as a proven token; return its secret and the Session that answers MFA_SETUP."""
    secret, session = associate(desk, begin(desk))
    return secret, verify(desk, session, now(desk, secret))["Session"]


def test_a_token_is_set_up_on_the_way_in(desk: Desk, ann: User) -> None:
    """Associate, verify and the answer to MFA_SETUP give tokens, and a token that is preferred."""
    secret, session = associate(desk, begin(desk))
    assert re.fullmatch(r"[A-Z2-7]{52}", secret)

    answer = verify(desk, session, now(desk, secret), FriendlyDeviceName="phone")
    assert answer.keys() == {"Status", "Session"}
    assert answer["Status"] == "SUCCESS"

    assert tokens(finish(desk, answer["Session"])).refresh_token
    assert desk.world.user(ann).factors == UserFactors(
        enabled=(SecondFactor.SOFTWARE_TOKEN,),
        preferred=SecondFactor.SOFTWARE_TOKEN,
        token_verified=True,
        token_name="phone",
    )


def test_the_next_sign_in_asks_for_it(desk: Desk) -> None:
    """By the code of a later step, since that of the proof is used up (SEC-21)."""
    secret, session = proven(desk)
    tokens(finish(desk, session))

    challenge = asked(desk.sign_in.by_password())
    assert challenge.challenge == "SOFTWARE_TOKEN_MFA"
    answers = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": now(desk, secret)}
    with refused(ExpiredCodeException, "Your software token has already been used once."):
        desk.sign_in.answer("SOFTWARE_TOKEN_MFA", challenge.session, answers)
    answers["SOFTWARE_TOKEN_MFA_CODE"] = now(desk, secret, 1)
    tokens(desk.sign_in.answer("SOFTWARE_TOKEN_MFA", challenge.session, answers))


def test_who_leaves_after_the_proof_is_asked_for_it(desk: Desk) -> None:
    """A token that was proven counts, though MFA_SETUP was never answered (recorded)."""
    proven(desk)

    assert asked(desk.sign_in.by_password()).challenge == "SOFTWARE_TOKEN_MFA"


def test_further_keys_of_the_answer_are_ignored(desk: Desk) -> None:
    """Clients send the code or an address again (recorded)."""
    _, session = proven(desk)

    tokens(finish(desk, session, SOFTWARE_TOKEN_MFA_CODE="000000", EMAIL="eve@example.com"))


def test_a_wrong_code_leaves_the_session(desk: Desk) -> None:
    """It is told as recorded and changes nothing; the right one is taken after it."""
    secret, session = associate(desk, begin(desk))
    before = rows_of(desk.world)

    for code in (wrong(now(desk, secret)), full_width(now(desk, secret)), now(desk, secret, 2)):
        with refused(
            EnableSoftwareTokenMFAException, "Code mismatch and fail enable Software Token MFA"
        ):
            verify(desk, session, code)

    assert rows_of(desk.world) == before
    tokens(finish(desk, verify(desk, session, now(desk, secret))["Session"]))


def test_five_wrong_codes_end_the_session(desk: Desk, ann: User) -> None:
    """The sixth is not compared, be it right."""
    secret, session = associate(desk, begin(desk))
    for _ in range(5):
        with refused(EnableSoftwareTokenMFAException):
            verify(desk, session, wrong(now(desk, secret)))

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        verify(desk, session, now(desk, secret))
    assert not desk.world.user(ann).factors.token_verified


def test_wrong_codes_are_bounded_over_all_sign_ins(desk: Desk) -> None:
    """After thirty in an hour the right one is not compared (ruling 38)."""
    for _ in range(6):
        secret, session = associate(desk, begin(desk))
        for _ in range(5):
            with refused(EnableSoftwareTokenMFAException):
                verify(desk, session, wrong(now(desk, secret)))
    secret, session = associate(desk, begin(desk))

    with refused(TooManyRequestsException, texts.ATTEMPT_LIMIT_EXCEEDED):
        verify(desk, session, now(desk, secret))


def test_each_session_serves_once(desk: Desk) -> None:
    """Associating spends the Session of the challenge, verifying that of the secret."""
    challenged = begin(desk)
    secret, associated = associate(desk, challenged)
    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        associate(desk, challenged)

    verified = verify(desk, associated, now(desk, secret))["Session"]
    for act in (
        lambda: verify(desk, associated, now(desk, secret, 1)),
        lambda: associate(desk, associated),
    ):
        with refused(NotAuthorizedException, texts.SESSION_SPENT):
            act()

    tokens(finish(desk, verified))
    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        finish(desk, verified)


def test_a_secret_can_be_asked_for_again(desk: Desk) -> None:
    """With the Session of a secret another is given, and the earlier is none from then on."""
    earlier, session = associate(desk, begin(desk))
    secret, again = associate(desk, session)

    with refused(EnableSoftwareTokenMFAException):
        verify(desk, again, now(desk, earlier))
    tokens(finish(desk, verify(desk, again, now(desk, secret))["Session"]))


def test_of_parallel_proofs_one_counts(desk: Desk) -> None:
    """Several right answers at once register one token and give one Session."""
    secret, session = associate(desk, begin(desk))
    code = now(desk, secret)

    results = outcomes(8, lambda _: verify(desk, session, code))

    assert len([each for each in results if not isinstance(each, Exception)]) == 1


def test_without_a_secret_nothing_is_proven(desk: Desk) -> None:
    """The Session of the challenge itself holds none; nor does MFA_SETUP pass without a proof."""
    session = begin(desk)
    with refused(SoftwareTokenMFANotFoundException, texts.SOFTWARE_TOKEN_MISSING):
        verify(desk, session, "123456")
    with refused(SoftwareTokenMFANotFoundException, texts.SOFTWARE_TOKEN_MISSING):
        finish(desk, session)

    _, associated = associate(desk, session)
    with refused(SoftwareTokenMFANotFoundException, texts.SOFTWARE_TOKEN_MISSING):
        finish(desk, associated)


def test_a_proven_token_is_not_proven_again(desk: Desk) -> None:
    """The Session that answers MFA_SETUP does nothing else: who has a token gives that."""
    _, session = proven(desk)

    for act in (lambda: associate(desk, session), lambda: verify(desk, session, "123456")):
        with refused(NotAuthorizedException, texts.INVALID_SESSION):
            act()
    tokens(finish(desk, session))


Spoil = Callable[[str], str]
SPOILT: dict[str, Spoil] = {
    "invented": lambda session: "A" * len(session),
    "short": lambda _: "A" * 20,
    "no client": lambda session: "AAAA" + session[4:],
    "beyond": lambda session: "____" + session[4:],
    "changed": lambda session: session[:60] + ("A" if session[60] != "A" else "B") + session[61:],
    "letters": lambda _: "ä" * 40,
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_an_invented_session_is_none(desk: Desk, spoil: Spoil) -> None:
    """What we did not seal opens neither operation."""
    session = begin(desk)
    _, associated = associate(desk, begin(desk))

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        associate(desk, spoil(session))
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        verify(desk, spoil(associated), "123456")


def test_a_session_of_another_challenge_is_none(desk: Desk, ann: User) -> None:
    """At a challenge for a factor that she has nobody sets up another."""
    desk.world.change_user(ann, attributes={"phone_number": PHONE})
    challenge = asked(desk.sign_in.by_password())
    assert challenge.challenge == "SMS_MFA"

    with refused(NotAuthorizedException, "Invalid session for the user."):
        associate(desk, challenge.session or "")


def test_a_session_lives_as_long_as_the_client_says(desk: Desk) -> None:
    """Three minutes here, and again as long after each step."""
    secret, session = associate(desk, begin(desk))
    desk.world.clock.advance(s=179)
    secret, again = associate(desk, session)
    desk.world.clock.advance(s=179)
    verified = verify(desk, again, now(desk, secret))["Session"]
    desk.world.clock.advance(s=180)

    with refused(NotAuthorizedException, texts.SESSION_EXPIRED):
        finish(desk, verified)


@pytest.mark.parametrize(
    "pool",
    [
        {"second_factors": SecondFactors(sms=True)},
        {"mfa": MfaMode.OFF},
    ],
    ids=["no tokens", "no MFA"],
)
def test_the_pool_must_offer_tokens(desk: Desk, pool: dict[str, Any]) -> None:
    """Where software tokens are off none is given, and none that waits is proven."""
    secret, associated = associate(desk, begin(desk))
    session = begin(desk)
    change_pool(desk.sign_in, **pool)

    for act in (
        lambda: associate(desk, session),
        lambda: verify(desk, associated, now(desk, secret)),
    ):
        with refused(
            SoftwareTokenMFANotFoundException,
            "Software Token MFA has not been enabled by the userPool",
        ):
            act()


def optional(desk: Desk, ann: User) -> None:
    """The pool no longer demands what she has not."""
    del ann
    change_pool(desk.sign_in, mfa=MfaMode.OPTIONAL)


def telephone(desk: Desk, ann: User) -> None:
    """She has got a number, by which she can be asked."""
    desk.world.change_user(ann, attributes={"phone_number": PHONE})


def registered(desk: Desk, ann: User) -> None:
    """She has registered a token elsewhere."""
    del ann
    proven(desk)


def signed_out(desk: Desk, ann: User) -> None:
    """All that was open was ended."""
    del ann
    desk.admin("AdminUserGlobalSignOut")


def disabled(desk: Desk, ann: User) -> None:
    """She may not sign in."""
    desk.world.change_user(ann, enabled=False)


def to_be_reset(desk: Desk, ann: User) -> None:
    """She is to have another password."""
    desk.world.change_user(ann, status=UserStatus.RESET_REQUIRED)


def unconfirmed(desk: Desk, ann: User) -> None:
    """She is not confirmed."""
    desk.world.change_user(ann, status=UserStatus.UNCONFIRMED)


def deleted(desk: Desk, ann: User) -> None:
    """She is gone."""
    del ann
    desk.admin("AdminDeleteUser")


@pytest.mark.parametrize(
    "change",
    [optional, telephone, registered, signed_out, disabled, to_be_reset, unconfirmed, deleted],
    ids=lambda change: change.__name__,
)
def test_nothing_is_set_up_that_is_owed_no_more(
    desk: Desk, ann: User, change: Callable[[Desk, User], None]
) -> None:
    """What becomes of pool and user meanwhile helps nobody to a token of his own.

    Else whoever knows the password could keep such a Session, and put a factor of his own beside
    that of the user.
    """
    secret, associated = associate(desk, begin(desk))
    session = begin(desk)
    change(desk, ann)

    for act in (
        lambda: associate(desk, session),
        lambda: verify(desk, associated, now(desk, secret)),
    ):
        with refused(NotAuthorizedException):
            act()


def test_a_proof_is_void_when_the_token_is_taken_away(desk: Desk) -> None:
    """After AdminDeleteSoftwareToken the Session of its proof gives no tokens."""
    _, session = proven(desk)
    desk.admin("AdminDeleteSoftwareToken")

    with refused(NotAuthorizedException):
        finish(desk, session)
    assert asked(desk.sign_in.by_password()).challenge == "MFA_SETUP"


def test_a_name_is_bounded(desk: Desk) -> None:
    """A name that is too long is refused before anything is counted."""
    secret, session = associate(desk, begin(desk))

    with refused(InvalidParameterException):
        verify(desk, session, now(desk, secret), FriendlyDeviceName="n" * 1_025)
    verify(desk, session, now(desk, secret), FriendlyDeviceName="n" * 1_024)


def test_another_user_does_not_answer_with_it(desk: Desk, ann: User) -> None:
    """The proof in Ann's sign-in is worth nothing to Bob."""
    _, session = proven(desk)
    pool = desk.world.services.catalog.pool(ann.pool_id)
    desk.world.add_user(pool, "bob")

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        desk.sign_in.answer("MFA_SETUP", session, {"USERNAME": "bob"})


@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])
def test_an_administrators_sign_in_sets_up_the_same_way(desk: Desk, flow: str) -> None:
    """The two public operations take its Session; the answer is the administrator's again."""
    admin = Client(desk.world, desk.client, admin=True)
    begun = asked(admin.begin(flow, USERNAME="ann", PASSWORD="Passw0rd!ann"))
    secret, session = associate(desk, begun.session or "")
    verified = verify(desk, session, now(desk, secret))["Session"]

    with refused(NotAuthorizedException):
        finish(desk, verified)
    tokens(admin.answer("MFA_SETUP", verified, {"USERNAME": "ann"}))


def test_a_temporary_password_comes_first(desk: Desk, ann: User) -> None:
    """NEW_PASSWORD_REQUIRED, then MFA_SETUP, then tokens (recorded)."""
    desk.world.change_user(ann, status=UserStatus.FORCE_CHANGE_PASSWORD)
    challenge = asked(desk.sign_in.by_password())
    assert challenge.challenge == "NEW_PASSWORD_REQUIRED"
    answers = {"USERNAME": "ann", "NEW_PASSWORD": "Brand-new0ne"}
    setup = asked(desk.sign_in.answer("NEW_PASSWORD_REQUIRED", challenge.session, answers))
    assert setup.challenge == "MFA_SETUP"

    secret, session = associate(desk, setup.session or "")
    verified = verify(desk, session, now(desk, secret))["Session"]
    tokens(finish(desk, verified))


def test_a_sign_in_that_is_no_longer_allowed_sets_nothing_up(desk: Desk) -> None:
    """Where the client may no longer begin so, the Session is worth nothing."""
    session = begin(desk)
    with desk.world.store.writing() as unit:
        unit.clients.save(replace(desk.client, flows=("ALLOW_USER_SRP_AUTH",)))

    with pytest.raises(CognitoError):
        associate(desk, session)


def test_a_client_that_is_gone_sets_nothing_up(desk: Desk) -> None:
    """The Session of a deleted client is none."""
    session = begin(desk)
    desk.call("DeleteUserPoolClient", UserPoolId=desk.client.pool_id, ClientId=desk.client.id)

    with pytest.raises(CognitoError):
        associate(desk, session)
