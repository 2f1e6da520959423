"""From SignUp through ConfirmSignUp into a sign-in, by the Sessions that these hand on."""

# ruff: noqa: ANN401 - the builder takes any field of a client

from __future__ import annotations

from typing import Any

import pytest

from domain import texts
from domain.errors import (
    CodeMismatchException,
    InvalidParameterException,
    NotAuthorizedException,
    UserNotConfirmedException,
)
from domain.model.identifiers import ClientId
from domain.model.pool import MfaMode, SecondFactors
from tests.support.accounts import Desk, Functions, pairs, refused, rows_of
from tests.support.parallel import outcomes
from tests.support.second_factors import change_pool
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import ALL_FLOWS, PASSWORD, World

EMAIL = "ann@example.com"
PHONE = "+15555550123"
OTHER = ClientId("client0000000000000000000b")


@pytest.fixture
def desk(world: World) -> Desk:
    """A pool that confirms by e-mail, where codes begin sign-ins."""
    pool = world.add_pool(
        auto_verified=("email",), first_factors=("PASSWORD", "EMAIL_OTP", "SMS_OTP")
    )
    return Desk(world, world.add_client(pool))


def sign_up(desk: Desk, username: str = "ann", **given: str) -> str:
    """Sign up without a password; return the Session."""
    attributes = pairs(**({"email": EMAIL} | given))
    answer = desk.public("SignUp", Username=username, UserAttributes=attributes)
    return str(answer["Session"])


def confirm(desk: Desk, username: str = "ann", **given: str) -> str:
    """Confirm with the code that was sent last; return the Session."""
    answer = desk.public("ConfirmSignUp", Username=username, ConfirmationCode=desk.code(), **given)
    return str(answer["Session"])


def other_client(desk: Desk, **changes: Any) -> Desk:
    """Another client of the pool."""
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    return Desk(desk.world, desk.world.add_client(pool, id=OTHER, **changes))


def test_the_confirmation_signs_in(desk: Desk) -> None:
    """No further code, and no password: the one that was answered is the first factor."""
    sign_up(desk)
    session = confirm(desk)
    sent = len(desk.mail)

    assert tokens(desk.sign_in.choose(session=session)).refresh_token is not None
    assert len(desk.mail) == sent


def test_the_session_of_sign_up_may_be_brought(desk: Desk) -> None:
    """ConfirmSignUp takes it and gives another; neither step has to know of it."""
    session = confirm(desk, Session=sign_up(desk))

    tokens(desk.sign_in.choose(session=session))


def test_a_code_by_text_message_counts_as_well(desk: Desk) -> None:
    """Where the pool confirms telephone numbers, and codes to them begin sign-ins."""
    change_pool(
        desk.sign_in, auto_verified=("phone_number",), first_factors=("PASSWORD", "SMS_OTP")
    )
    sign_up(desk, phone_number=PHONE)

    tokens(desk.sign_in.choose(session=confirm(desk)))


def test_it_signs_in_by_an_administrator(desk: Desk) -> None:
    """AdminInitiateAuth takes the Session, too."""
    sign_up(desk)
    admin = Client(desk.world, desk.client, admin=True)

    tokens(admin.choose(session=confirm(desk)))


def test_it_signs_in_once(desk: Desk) -> None:
    """A second use is refused (recorded)."""
    sign_up(desk)
    session = confirm(desk)
    tokens(desk.sign_in.choose(session=session))

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        desk.sign_in.choose(session=session)


def test_it_signs_in_once_however_many_bring_it(desk: Desk) -> None:
    """Of 32 at once, one."""
    sign_up(desk)
    session = confirm(desk)

    results = outcomes(32, lambda _: tokens(desk.sign_in.choose(session=session)))

    assert len([each for each in results if not isinstance(each, Exception)]) == 1
    assert {type(each) for each in results if isinstance(each, Exception)} == {
        NotAuthorizedException
    }


def test_it_lives_as_long_as_any_session(desk: Desk) -> None:
    """AuthSessionValidity from the confirmation."""
    sign_up(desk)
    session = confirm(desk)
    desk.world.clock.advance(s=180)

    with refused(NotAuthorizedException, texts.SESSION_EXPIRED):
        desk.sign_in.choose(session=session)


def test_the_session_of_sign_up_lives_as_long_as_the_code(desk: Desk) -> None:
    """Who takes an hour to find the message is not refused for it."""
    session = sign_up(desk)
    desk.world.clock.advance(s=23 * 3600)
    confirm(desk, Session=session)

    session = sign_up(desk, "eve", email="eve@example.com")
    desk.world.clock.advance(s=24 * 3600)
    with refused(NotAuthorizedException, texts.SESSION_EXPIRED):
        confirm(desk, "eve", Session=session)


def test_a_sign_out_everywhere_ends_it(desk: Desk) -> None:
    """As it ends every open attempt (recorded)."""
    sign_up(desk)
    session = confirm(desk)
    desk.admin("AdminUserGlobalSignOut")

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        desk.sign_in.choose(session=session)


def test_a_changed_address_ends_it(desk: Desk) -> None:
    """What was proven is no longer his (SEC-20)."""
    sign_up(desk)
    session = confirm(desk)
    desk.admin(
        "AdminUpdateUserAttributes",
        UserAttributes=pairs(email="new@example.com", email_verified="true"),
    )

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        desk.sign_in.choose(session=session)


def test_it_belongs_to_one_user_and_one_client(desk: Desk) -> None:
    """Neither another name nor another client nor an invented one."""
    sign_up(desk)
    session = confirm(desk)
    other = other_client(desk)
    sign_up(desk, "bob", email="bob@example.com")
    confirm(desk, "bob")

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        desk.sign_in.choose(username="bob", session=session)
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        other.sign_in.choose(session=session)
    for invented in ("A" * 40, session[:-8] + "AAAAAAAA", "\u00e9" * 40):
        with refused(NotAuthorizedException, texts.INVALID_SESSION):
            desk.sign_in.choose(session=invented)


@pytest.mark.parametrize("name", ["ann", "nobody"])
@pytest.mark.parametrize("hides", ["ENABLED", "LEGACY"])
def test_a_session_that_is_nobodys_tells_nobody(desk: Desk, name: str, hides: str) -> None:
    """The same refusal whether or not there is a user of the name, at each of the two steps."""
    sign_up(desk)
    session = confirm(desk)
    sign_up(desk, "bob", email="bob@example.com")
    other = other_client(desk, prevent_user_existence_errors=hides)

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        other.sign_in.choose(username=name, session=session)
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        other.public("ConfirmSignUp", Username=name, ConfirmationCode="000000", Session=session)


def test_the_kinds_of_session_are_not_mistaken(desk: Desk) -> None:
    """That of SignUp begins no sign-in, that of ConfirmSignUp or of a challenge confirms nobody."""
    begun = sign_up(desk)
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        desk.sign_in.choose(session=begun)
    session = confirm(desk)
    challenge = asked(desk.sign_in.choose("EMAIL_OTP")).session
    sign_up(desk, "bob", email="bob@example.com")
    for other in (session, challenge):
        assert other is not None
        with refused(NotAuthorizedException, texts.INVALID_SESSION):
            confirm(desk, "bob", Session=other)
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        desk.sign_in.choose(session=challenge)
    answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": desk.mail[-2].code}
    for given in (begun, session):
        with refused(NotAuthorizedException, texts.INVALID_SESSION):
            desk.sign_in.answer("EMAIL_OTP", given, answers)


def test_a_refused_confirmation_leaves_everything(desk: Desk) -> None:
    """Another user's Session costs no try of the code; a wrong code not the Session."""
    sign_up(desk, "bob", email="bob@example.com")
    session = sign_up(desk)
    foreign = sign_up(desk, "eve", email="eve@example.com")
    code = desk.mail[-2].code
    before = rows_of(desk.world)
    for _ in range(6):
        with refused(NotAuthorizedException, texts.INVALID_SESSION):
            desk.public("ConfirmSignUp", Username="ann", ConfirmationCode=code, Session=foreign)
    assert rows_of(desk.world) == before
    with refused(CodeMismatchException):
        desk.public("ConfirmSignUp", Username="ann", ConfirmationCode="000000", Session=session)

    desk.public("ConfirmSignUp", Username="ann", ConfirmationCode=code, Session=session)


def test_the_medium_must_be_one_that_begins_sign_ins(desk: Desk) -> None:
    """Otherwise the user goes on by choice; the Session is used up all the same."""
    change_pool(desk.sign_in, first_factors=("PASSWORD", "SMS_OTP"))
    sign_up(desk)
    session = confirm(desk)

    challenge = asked(desk.sign_in.choose(session=session))

    assert challenge.challenge == "SELECT_CHALLENGE"
    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        desk.sign_in.choose(session=session)


def test_second_factors_are_asked_for(desk: Desk) -> None:
    """The code is one factor; where two are owed it is not enough."""
    offers = SecondFactors(software_token=True)
    change_pool(desk.sign_in, mfa=MfaMode.ON, second_factors=offers)
    sign_up(desk)
    session = confirm(desk)

    assert asked(desk.sign_in.choose(session=session)).challenge == "MFA_SETUP"
    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        desk.sign_in.choose(session=session)


def test_a_code_that_nothing_could_follow_does_not_count(desk: Desk) -> None:
    """Where codes by e-mail are the only second factor, the password is the first one."""
    change_pool(desk.sign_in, mfa=MfaMode.ON, second_factors=SecondFactors(email=True))
    desk.sign_up(email=EMAIL)
    challenge = asked(desk.sign_in.choose(session=confirm(desk)))

    assert challenge.available == ("PASSWORD_SRP", "PASSWORD")
    second = asked(desk.sign_in.select(challenge.session, "PASSWORD", PASSWORD=PASSWORD))
    answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": desk.code()}
    tokens(desk.sign_in.answer("EMAIL_OTP", second.session, answers))


def test_a_preference_need_not_be_met_as_well(desk: Desk) -> None:
    """A client that always names one gets its tokens; a wrong password is refused even so."""
    desk.sign_up(email=EMAIL)
    session = confirm(desk)
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        desk.sign_in.choose("PASSWORD", session=session, PASSWORD="Wrong0ne!")
    with refused(InvalidParameterException):
        desk.sign_in.choose("SMS_MFA", session=session)

    tokens(desk.sign_in.choose("PASSWORD", session=session, PASSWORD=PASSWORD))

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        desk.sign_in.choose("EMAIL_OTP", session=session)


def test_other_flows_do_not_look_at_it(desk: Desk) -> None:
    """A Session proves nothing in them, and is not used up."""
    desk.sign_up(email=EMAIL)
    session = confirm(desk)
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        desk.sign_in.begin("USER_PASSWORD_AUTH", session, USERNAME="ann", PASSWORD="Wrong0ne!")
    tokens(desk.sign_in.begin("USER_PASSWORD_AUTH", session, USERNAME="ann", PASSWORD=PASSWORD))

    tokens(desk.sign_in.choose(session=session))


@pytest.mark.parametrize("changes", [{"tier": "LITE"}, {}], ids=["lower plan", "no such flow"])
def test_who_cannot_go_on_by_choice_gets_no_session(desk: Desk, changes: dict[str, str]) -> None:
    """Neither from SignUp nor from ConfirmSignUp."""
    if changes:
        change_pool(desk.sign_in, **changes)
    flows = ALL_FLOWS if changes else ("ALLOW_USER_SRP_AUTH",)
    other = other_client(desk, flows=flows)

    assert "Session" not in other.sign_up(email=EMAIL)
    confirmed = other.public("ConfirmSignUp", Username="ann", ConfirmationCode=other.code())
    assert confirmed == {}


def test_who_is_confirmed_at_once_gets_no_session() -> None:
    """There is nothing to bring it to: Amplify would begin a sign-in by it."""
    functions = Functions(PreSignUp={"autoConfirmUser": True})
    world = World(triggers=functions)
    pool = world.add_pool(triggers=functions.arns)
    desk = Desk(world, world.add_client(pool))

    signed_up = desk.sign_up()

    assert signed_up["UserConfirmed"] is True
    assert "Session" not in signed_up


def test_an_unconfirmed_user_does_not_get_in(desk: Desk) -> None:
    """Whatever he brings."""
    session = sign_up(desk)

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        desk.sign_in.choose(session=session)
    with refused(UserNotConfirmedException):
        desk.sign_in.choose()


def test_the_client_is_that_of_the_confirmation(desk: Desk) -> None:
    """The code may be answered through another client, whose Session it then is."""
    sign_up(desk)
    other = other_client(desk)
    session = confirm(other)

    tokens(other.sign_in.choose(session=session))
