"""MFA_SETUP: when it is asked, and e-mail as what is set up (tokens: test_mfa_enrolment)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain import texts
from domain.errors import (
    AliasExistsException,
    CodeMismatchException,
    InvalidParameterException,
    InvalidUserPoolConfigurationException,
    NotAuthorizedException,
    SoftwareTokenMFANotFoundException,
    TooManyRequestsException,
)
from domain.model.factors import SecondFactor, UserFactors
from domain.model.pool import MfaMode, SecondFactors
from domain.model.user import User, UserStatus
from tests.support.accounts import refused, rows_of
from tests.support.second_factors import PHONE, change_pool, give_factors, newest_code, wrong
from tests.support.sign_in import Client, asked, tokens

ADDRESS = "bob@example.com"
ALL = SecondFactors(sms=True, software_token=True, email=True)


@pytest.fixture
def bob(client: Client) -> User:
    """A user without any address, where everybody owes a second factor."""
    pool = change_pool(client, mfa=MfaMode.ON, second_factors=ALL)
    return client.world.add_user(pool, "bob")


def begin(client: Client) -> str | None:
    """Give the password and return the Session of the challenge."""
    challenge = asked(client.by_password("bob"))
    assert challenge.challenge == "MFA_SETUP"
    return challenge.session


def name_address(client: Client, session: str | None, address: str = ADDRESS) -> str | None:
    """Name an address and return the Session of EMAIL_OTP."""
    answers = {"USERNAME": "bob", "EMAIL": address}
    challenge = asked(client.answer("MFA_SETUP", session, answers))
    assert challenge.challenge == "EMAIL_OTP"
    return challenge.session


def give_code(client: Client, session: str | None, code: str) -> Any:  # noqa: ANN401 - an outcome
    """Answer EMAIL_OTP."""
    return client.answer("EMAIL_OTP", session, {"USERNAME": "bob", "EMAIL_OTP_CODE": code})


@pytest.mark.parametrize(
    ("offers", "listed"),
    [
        (ALL, ("SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")),
        (SecondFactors(software_token=True), ("SOFTWARE_TOKEN_MFA",)),
        (SecondFactors(software_token=True, email=True), ("SOFTWARE_TOKEN_MFA", "EMAIL_OTP")),
    ],
)
@pytest.mark.usefixtures("bob")
def test_who_has_no_factor_sets_one_up(
    client: Client, offers: SecondFactors, listed: tuple[str, ...]
) -> None:
    """The list has what the pool offers, in the service's order."""
    change_pool(client, second_factors=offers)

    challenge = asked(client.by_password("bob"))

    assert challenge.challenge == "MFA_SETUP"
    assert challenge.parameters == {"MFAS_CAN_SETUP": listed, "USER_ID_FOR_SRP": "bob"}


PHONE_ONLY = {"phone_number": PHONE}
EMAIL_ONLY = {"email": ADDRESS}


@pytest.mark.parametrize(
    ("offers", "attributes", "expected"),
    [
        (SecondFactors(sms=True), PHONE_ONLY, "SMS_MFA"),
        (SecondFactors(sms=True), EMAIL_ONLY, "MFA_SETUP"),
        (SecondFactors(email=True), EMAIL_ONLY, "EMAIL_OTP"),
        (SecondFactors(email=True), PHONE_ONLY, "MFA_SETUP"),
        (SecondFactors(software_token=True), PHONE_ONLY | EMAIL_ONLY, "MFA_SETUP"),
        (SecondFactors(sms=True, software_token=True), PHONE_ONLY, "SMS_MFA"),
        (SecondFactors(sms=True, software_token=True), {}, "MFA_SETUP"),
        (SecondFactors(sms=True, email=True), PHONE_ONLY | EMAIL_ONLY, "SELECT_MFA_TYPE"),
        (ALL, EMAIL_ONLY, "EMAIL_OTP"),
    ],
)
def test_where_everybody_owes_one_what_there_is_is_asked_for(
    client: Client,
    bob: User,
    offers: SecondFactors,
    attributes: dict[str, str],
    expected: str,
) -> None:
    """Addresses serve unproven; only who has nothing that the pool offers sets something up."""
    change_pool(client, second_factors=offers)
    client.world.change_user(bob, attributes=attributes)

    assert asked(client.by_password("bob")).challenge == expected


def test_where_it_is_optional_nobody_sets_up(client: Client, bob: User) -> None:
    """Who has switched nothing on is not asked, whatever addresses he has."""
    change_pool(client, mfa=MfaMode.OPTIONAL)
    client.world.change_user(bob, attributes=PHONE_ONLY | EMAIL_ONLY)

    tokens(client.by_password("bob"))


@pytest.mark.usefixtures("bob")
def test_a_pool_that_offers_nothing_lets_nobody_in(client: Client) -> None:
    """A setting that no operation makes locks out rather than lets in."""
    change_pool(client, second_factors=SecondFactors())

    with refused(InvalidUserPoolConfigurationException):
        client.by_password("bob")


def test_who_has_what_the_pool_no_longer_offers_gives_that(client: Client, bob: User) -> None:
    """A factor that was switched on stands in the way of setting up another."""
    give_factors(client, bob, SecondFactor.SMS)
    change_pool(client, mfa=MfaMode.ON, second_factors=SecondFactors(software_token=True))

    assert asked(client.by_password("bob")).challenge == "SMS_MFA"


def test_an_address_is_proven_and_becomes_the_factor(client: Client, bob: User) -> None:
    """EMAIL leads to EMAIL_OTP; its code stores and proves the address, and prefers it."""
    session = name_address(client, begin(client))
    assert client.world.user(bob).attributes == {}

    tokens(give_code(client, session, newest_code(client)))

    after = client.world.user(bob)
    assert after.attributes == {"email": ADDRESS, "email_verified": "true"}
    assert after.factors == UserFactors(enabled=(SecondFactor.EMAIL,), preferred=SecondFactor.EMAIL)
    assert asked(client.by_password("bob")).challenge == "EMAIL_OTP"


def test_a_wrong_code_stores_no_address(client: Client, bob: User) -> None:
    """The Session stays for the right one."""
    session = name_address(client, begin(client))
    code = newest_code(client)
    before = rows_of(client.world)

    with refused(CodeMismatchException, texts.CODE_OR_STATE_INVALID):
        give_code(client, session, wrong(code))

    assert rows_of(client.world) == before
    tokens(give_code(client, session, code))
    assert client.world.user(bob).is_verified("email")


@pytest.mark.parametrize("address", ["nowhere", "bob@", "a@b@example.com", "b" * 250 + "@e.com"])
@pytest.mark.usefixtures("bob")
def test_an_address_has_the_form_of_one(client: Client, address: str) -> None:
    """Anything else is refused, and sends nothing."""
    session = begin(client)

    with refused(InvalidParameterException, texts.INVALID_EMAIL):
        client.answer("MFA_SETUP", session, {"USERNAME": "bob", "EMAIL": address})
    assert list(client.world.services.mailbox.messages()) == []


@pytest.mark.parametrize("offers", [SecondFactors(software_token=True), SecondFactors(sms=True)])
@pytest.mark.usefixtures("bob")
def test_an_address_is_named_where_email_is_offered(client: Client, offers: SecondFactors) -> None:
    """Where codes by e-mail are no factor none is set up so."""
    change_pool(client, second_factors=offers)
    session = begin(client)

    with refused(InvalidParameterException, texts.not_among_the_choices("EMAIL")):
        client.answer("MFA_SETUP", session, {"USERNAME": "bob", "EMAIL": ADDRESS})


@pytest.mark.parametrize("attributes", [EMAIL_ONLY, PHONE_ONLY])
def test_who_has_got_an_address_proves_that_one(
    client: Client, bob: User, attributes: dict[str, str]
) -> None:
    """The password alone puts no other address in the place, or beside it, of one there by now."""
    session = begin(client)
    client.world.change_user(bob, attributes=attributes)

    with refused(InvalidParameterException, texts.not_among_the_choices("EMAIL")):
        answers = {"USERNAME": "bob", "EMAIL": "eve@example.com"}
        client.answer("MFA_SETUP", session, answers)


def test_an_address_that_came_meanwhile_is_not_replaced(client: Client, bob: User) -> None:
    """Nor by the code that was sent before (SEC-20)."""
    session = name_address(client, begin(client), "eve@example.com")
    client.world.change_user(bob, attributes=EMAIL_ONLY)

    with refused(CodeMismatchException):
        give_code(client, session, newest_code(client))
    assert client.world.user(bob).attributes == EMAIL_ONLY


def test_an_address_that_signs_somebody_else_in_is_not_taken(client: Client, bob: User) -> None:
    """Where addresses are names, the code proves nothing that is another's already."""
    pool = change_pool(client, alias_attributes=("email",))
    proven = EMAIL_ONLY | {"email_verified": "true"}
    client.world.add_user(pool, "eve", attributes=proven)
    session = name_address(client, begin(client))

    with refused(AliasExistsException):
        give_code(client, session, newest_code(client))
    assert client.world.user(bob).attributes == {}


@pytest.mark.usefixtures("bob")
@pytest.mark.parametrize("answers", [{}, {"EMAIL": ""}, {"ANSWER": "SMS_MFA"}, {"PHONE": PHONE}])
def test_nothing_set_up_is_no_answer(client: Client, answers: dict[str, str]) -> None:
    """Without a proven token or an address the challenge stays, and its Session too."""
    session = begin(client)

    with refused(SoftwareTokenMFANotFoundException, texts.SOFTWARE_TOKEN_MISSING):
        client.answer("MFA_SETUP", session, {"USERNAME": "bob", **answers})
    name_address(client, session)


def test_a_token_that_was_proven_elsewhere_is_no_answer(client: Client, bob: User) -> None:
    """Only the sign-in in which a token was proven goes on by it."""
    session = begin(client)
    client.world.change_user(bob, factors=UserFactors(token_verified=True))

    with refused(SoftwareTokenMFANotFoundException, texts.SOFTWARE_TOKEN_MISSING):
        client.answer("MFA_SETUP", session, {"USERNAME": "bob"})


@pytest.mark.usefixtures("bob")
def test_an_address_is_named_once(client: Client) -> None:
    """The Session is spent with it, so that one password sends one code."""
    session = begin(client)
    name_address(client, session)

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        name_address(client, session, "eve@example.com")


@pytest.mark.usefixtures("bob")
def test_few_messages_go_to_addresses_that_are_named(client: Client) -> None:
    """Five an hour: the password alone is no way to write to whomever one likes (SEC-55)."""
    for number in range(5):
        name_address(client, begin(client), f"someone{number}@example.com")
    session = begin(client)

    with refused(TooManyRequestsException, texts.ATTEMPT_LIMIT_EXCEEDED):
        name_address(client, session)

    assert len(list(client.world.services.mailbox.messages())) == 5
    client.world.clock.advance(s=3_600)
    name_address(client, begin(client))


@pytest.mark.usefixtures("bob")
def test_an_address_that_the_client_may_not_write_is_not_named(client: Client) -> None:
    """WriteAttributes hold here as well."""
    with client.world.store.writing() as unit:
        unit.clients.save(replace(client.client, write_attributes=("name",)))
    session = begin(client)

    with refused(NotAuthorizedException, texts.ATTRIBUTE_NOT_WRITABLE):
        name_address(client, session)


def test_after_a_temporary_password_an_address_is_set_up(client: Client, bob: User) -> None:
    """NEW_PASSWORD_REQUIRED comes first."""
    client.world.change_user(bob, status=UserStatus.FORCE_CHANGE_PASSWORD)
    changed = client.answer(
        "NEW_PASSWORD_REQUIRED",
        asked(client.by_password("bob")).session,
        {"USERNAME": "bob", "NEW_PASSWORD": "Brand-new0ne"},
    )
    setup = asked(changed)
    assert setup.challenge == "MFA_SETUP"

    tokens(give_code(client, name_address(client, setup.session), newest_code(client)))
    assert client.world.user(bob).status is UserStatus.CONFIRMED


def test_an_address_is_one_that_the_client_may_write(client: Client, bob: User) -> None:
    """WriteAttributes hold for this way to an address too."""
    with client.world.store.writing() as unit:
        unit.clients.save(replace(client.client, write_attributes=("name",)))

    with refused(NotAuthorizedException, texts.ATTRIBUTE_NOT_WRITABLE):
        name_address(client, begin(client))
    assert not client.world.user(bob).has("email")


@pytest.mark.usefixtures("bob")
def test_addresses_of_others_get_few_messages(client: Client) -> None:
    """What is being enrolled may be anybody's address: five messages an hour, and no more."""
    for number in range(5):
        name_address(client, begin(client), f"victim{number}@example.org")
    session = begin(client)

    with refused(TooManyRequestsException):
        name_address(client, session)
    assert len(list(client.world.services.mailbox.messages())) == 5
