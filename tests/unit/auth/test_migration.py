"""UserMigration at sign-in: who is brought goes on as if he had always been there."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    NotAuthorizedException,
    PasswordResetRequiredException,
)
from domain.model.factors import SecondFactor
from domain.model.pool import MfaMode, SecondFactors
from tests.support.accounts import refused, rows_of
from tests.support.old_directory import OLD_PASSWORD, Move, OldDirectory, directory, moves_in
from tests.support.sign_in import asked, tokens
from tests.support.world import claims_of

BOTH = pytest.mark.parametrize("setting", ["ENABLED", "LEGACY"])
FAILED = "Exception migrating user in app client client0000000000000000000a"


@BOTH
def test_who_is_brought_signs_in_at_once(setting: str) -> None:
    """With the password that he has always had, which no policy of ours would take."""
    move = Move(directory(), setting)

    claims = claims_of(move.sign_in())

    ann = move.desk.look()
    assert ann["UserStatus"] == "CONFIRMED"
    assert ann["attributes"]["email_verified"] == "true"
    assert claims["sub"] == ann["attributes"]["sub"]
    assert claims["username"] == "ann"
    assert move.desk.mail == []


def test_he_proves_his_password_by_srp_afterwards() -> None:
    """The verifier was stored with the hash, so that no client has to change its flow back."""
    move = Move(directory())
    move.sign_in()

    tokens(move.client.by_srp("ann", OLD_PASSWORD))

    assert move.sources == ["UserMigration_Authentication"]


def test_the_function_is_asked_once(move: Move) -> None:
    """From then on he is known, and a wrong password is compared here."""
    move.sign_in()
    move.sign_in()
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        move.client.by_password("ann", "wrong")

    assert move.sources == ["UserMigration_Authentication"]


def test_srp_alone_brings_nobody(move: Move) -> None:
    """There is no password to ask with; the answer is as for anybody who is not there."""
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        move.client.by_srp("ann", OLD_PASSWORD)

    assert move.sources == []


def test_a_password_beside_a_proof_is_not_looked_at(move: Move) -> None:
    """What a client sends along with SRP asks nobody."""
    challenge = move.client.start_srp("ann")
    answers = {**move.client.srp_answers(challenge, OLD_PASSWORD), "PASSWORD": OLD_PASSWORD}

    with refused(NotAuthorizedException):
        move.client.answer("PASSWORD_VERIFIER", answers=answers)

    assert move.sources == []


def test_an_administrator_brings_him_as_well(move: Move) -> None:
    """ADMIN_USER_PASSWORD_AUTH has the password too."""
    tokens(move.admin.by_password("ann", OLD_PASSWORD))

    assert move.desk.look()["UserStatus"] == "CONFIRMED"


@pytest.mark.parametrize("setting", ["ENABLED", "LEGACY"])
def test_a_preferred_password_brings_him(setting: str) -> None:
    """USER_AUTH with the password in the first request."""
    move = Move(directory(), setting)

    tokens(move.client.choose("PASSWORD", PASSWORD=OLD_PASSWORD))

    assert move.desk.look()["UserStatus"] == "CONFIRMED"


def test_a_chosen_password_brings_him(move: Move) -> None:
    """The answer to SELECT_CHALLENGE, for a name that the pool had to simulate until then."""
    session = asked(move.client.choose()).session

    signed_in = tokens(move.client.select(session, "PASSWORD", PASSWORD=OLD_PASSWORD))

    assert claims_of(signed_in.access_token)["sub"] == move.desk.look()["attributes"]["sub"]


def test_the_password_challenge_brings_him(move: Move) -> None:
    """PASSWORD, chosen first and given later."""
    challenge = asked(move.client.choose("PASSWORD"))
    answers = {"USERNAME": "ann", "PASSWORD": OLD_PASSWORD}

    tokens(move.client.answer("PASSWORD", challenge.session, answers))

    assert move.sources == ["UserMigration_Authentication"]


def test_the_oldest_way_of_administrators_brings_him(move: Move) -> None:
    """ADMIN_NO_SRP_AUTH with the password in the second request."""
    challenge = asked(move.admin.begin("ADMIN_NO_SRP_AUTH", USERNAME="ann"))
    answers = {"USERNAME": str(challenge.parameters["USERNAME"]), "PASSWORD": OLD_PASSWORD}

    tokens(move.admin.answer("ADMIN_NO_SRP_AUTH", challenge.session, answers))

    assert move.desk.look()["UserStatus"] == "CONFIRMED"


def test_a_name_is_asked_for_as_it_was_typed() -> None:
    """An answer that names the user by what a challenge has shown asks for the same name."""
    people = OldDirectory(ann_at_example=moves_in())
    people.people["ann@example.com"] = moves_in()
    move = Move(people, username_attributes=("email",))
    begun = asked(move.admin.begin("ADMIN_NO_SRP_AUTH", USERNAME="ann@example.com"))
    shown = str(begun.parameters["USER_ID_FOR_SRP"])
    assert shown != "ann@example.com"

    answers = {"USERNAME": shown, "PASSWORD": OLD_PASSWORD}
    tokens(move.admin.answer("ADMIN_NO_SRP_AUTH", begun.session, answers))

    assert move.functions.events[0].event["userName"] == "ann@example.com"


@BOTH
@pytest.mark.parametrize("status", [None, "RESET_REQUIRED", "anything"])
def test_anything_but_confirmed_demands_another_password(setting: str, status: str | None) -> None:
    """He is there, without a password: nobody says that he knew his."""
    move = Move(directory(status=status), setting)

    with refused(PasswordResetRequiredException, texts.PASSWORD_RESET_REQUIRED):
        move.sign_in()

    assert move.desk.look()["UserStatus"] == "RESET_REQUIRED"
    assert rows_of(move.world)["credentials"] == {}


def test_the_password_that_was_typed_opens_nothing_then() -> None:
    """Whoever is told so before a reset is told as anybody, and is in afterwards by the new one."""
    move = Move(directory(status=None))
    with refused(PasswordResetRequiredException):
        move.sign_in()
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        move.sign_in()

    move.desk.public("ForgotPassword", Username="ann")
    move.desk.public(
        "ConfirmForgotPassword",
        Username="ann",
        ConfirmationCode=move.desk.code(),
        Password="N3w!password",
    )

    assert move.sign_in("ann", "N3w!password")


def test_a_second_factor_is_asked_of_a_newcomer() -> None:
    """All gates stand before his tokens; `enableSMSMFA` switches text messages on."""
    attributes = {"phone_number": "+15555550100"}
    move = Move(
        directory(userAttributes=attributes, enableSMSMFA=True),
        mfa=MfaMode.OPTIONAL,
        second_factors=SecondFactors(sms=True),
    )

    challenge = asked(move.client.by_password("ann", OLD_PASSWORD))

    assert challenge.challenge == "SMS_MFA"
    assert move.desk.look()["UserMFASettingList"] == [SecondFactor.SMS.value]


@pytest.mark.parametrize("attributes", [{"name": "Ann"}, {"phone_number": ""}])
def test_text_messages_need_a_telephone(attributes: dict[str, str]) -> None:
    """Without a number the whole migration fails, and not only the factor."""
    move = Move(
        directory(userAttributes={**attributes, "name": "Ann"}, enableSMSMFA=True),
        mfa=MfaMode.OPTIONAL,
        second_factors=SecondFactors(sms=True),
    )

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        move.sign_in()

    assert rows_of(move.world)["users"] == {}


@pytest.mark.parametrize(
    ("answer", "channels"),
    [
        ({"messageAction": "SUPPRESS", "desiredDeliveryMediums": ["EMAIL"]}, []),
        ({"messageAction": None}, ["sms"]),
        ({"messageAction": "RESEND"}, ["sms"]),
        ({"messageAction": None, "desiredDeliveryMediums": ["EMAIL"]}, ["email"]),
        ({"messageAction": None, "desiredDeliveryMediums": ["EMAIL", "SMS"]}, ["email", "sms"]),
    ],
)
def test_a_newcomer_is_welcomed_unless_the_function_says_no(
    answer: dict[str, object], channels: list[str]
) -> None:
    """By the wanted mediums, and never with a password."""
    attributes = {"email": "ann@example.com", "phone_number": "+15555550100"}
    move = Move(directory(userAttributes=attributes, **answer))

    move.sign_in()

    assert [message.channel.value for message in move.desk.mail] == channels
    assert all(message.code == "" and "ann" in message.body for message in move.desk.mail)
    assert all(OLD_PASSWORD not in message.body for message in move.desk.mail)


def test_no_welcome_goes_by_a_sender_of_the_pool() -> None:
    """It is told codes, and there is none; nor does a deployment need a channel."""
    answer = directory(messageAction=None, desiredDeliveryMediums=["EMAIL"])
    move = Move(answer, functions={"CustomEmailSender": {}})

    move.sign_in()

    assert rows_of(move.world)["outbox"] == {}


def test_booleans_and_numbers_are_attributes_too() -> None:
    """Functions write `true` where the service writes "true"."""
    attributes = {"email": "ann@example.com", "email_verified": True, "updated_at": 1700000000}
    move = Move(directory(userAttributes=attributes))

    move.sign_in()

    kept = move.desk.look()["attributes"]
    assert (kept["email_verified"], kept["updated_at"]) == ("true", "1700000000")


@pytest.fixture
def move() -> Move:
    """A pool that hides users, before anybody has come."""
    return Move(directory())
