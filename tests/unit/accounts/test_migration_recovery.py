"""UserMigration at ForgotPassword: who wants to recover a password is brought without any."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import pytest

from domain import texts
from domain.errors import (
    CognitoError,
    InvalidLambdaResponseException,
    InvalidParameterException,
    LimitExceededException,
    UnexpectedLambdaException,
    UserLambdaValidationException,
    UserNotFoundException,
)
from domain.ports.triggers import TriggerRefused, TriggerUnreachable
from tests.support.accounts import Function, refused, rows_of
from tests.support.old_directory import Move, OldDirectory, moves_in

BOTH = pytest.mark.parametrize("setting", ["ENABLED", "LEGACY"])
PROVEN = {"email": "ann@example.com", "email_verified": "true"}


def forgets(move: Move, name: str = "ann") -> Mapping[str, str]:
    """ForgotPassword; where the code went."""
    details: Mapping[str, str] = move.desk.public("ForgotPassword", Username=name)[
        "CodeDeliveryDetails"
    ]
    return details


@BOTH
def test_who_forgot_his_password_moves_in_and_gets_a_code(setting: str) -> None:
    """He is RESET_REQUIRED until he answers it, whatever status the function says."""
    move = Move(OldDirectory(ann=moves_in(status="CONFIRMED")), setting)

    details = forgets(move)

    assert details["Destination"] == "a***@e***"
    assert move.sources == ["UserMigration_ForgotPassword"]
    assert move.functions.requests("UserMigration")[0]["password"] is None
    assert move.desk.look()["UserStatus"] == "RESET_REQUIRED"
    move.desk.public(
        "ConfirmForgotPassword",
        Username="ann",
        ConfirmationCode=move.desk.code(),
        Password="N3w!password",
    )
    assert move.desk.look()["UserStatus"] == "CONFIRMED"
    assert move.sign_in("ann", "N3w!password")


def test_the_functions_hear_what_came_along() -> None:
    """ClientMetadata reaches both, and the words of the message are the function's."""
    functions: dict[str, Function] = {
        "PreSignUp": {},
        "CustomMessage": {"emailMessage": "Here: {####}", "emailSubject": "Hi"},
    }
    move = Move(OldDirectory(ann=moves_in()), functions=functions)

    move.desk.public("ForgotPassword", Username="ann", ClientMetadata={"step": "one"})

    assert move.sources == [
        "UserMigration_ForgotPassword",
        "PreSignUp_AdminCreateUser",
        "CustomMessage_ForgotPassword",
    ]
    for trigger in ("UserMigration", "PreSignUp", "CustomMessage"):
        assert move.functions.requests(trigger)[0]["clientMetadata"] == {"step": "one"}
    assert move.desk.mail[-1].subject == "Hi"


@pytest.mark.parametrize(
    ("answer", "error", "text"),
    [
        (
            TriggerRefused("no"),
            UserLambdaValidationException,
            "UserMigration failed with error no.",
        ),
        (
            TriggerUnreachable("invocation failed due to configuration."),
            UnexpectedLambdaException,
            "UserMigration invocation failed due to configuration.",
        ),
        (moves_in(userAttributes=["email"]), InvalidLambdaResponseException, None),
        (
            moves_in(userAttributes={**PROVEN, "username": "bob"}),
            InvalidLambdaResponseException,
            None,
        ),
        ({}, UserNotFoundException, texts.USERNAME_CLIENT_NOT_FOUND),
        (
            moves_in(userAttributes={"email": "ann@example.com"}),
            InvalidParameterException,
            texts.NO_RECOVERY_ADDRESS,
        ),
        (moves_in(userAttributes={"name": "Ann"}), InvalidParameterException, None),
    ],
)
def test_nobody_is_stored_if_it_fails(
    answer: Function, error: type[CognitoError], text: str | None
) -> None:
    """Told where users are not hidden; otherwise a code seems to go out as to anybody."""
    legacy, hiding = Move(answer, "LEGACY"), Move(answer, "ENABLED")

    with refused(error, text):
        forgets(legacy)
    details = forgets(hiding)

    assert details.keys() == {"Destination", "DeliveryMedium", "AttributeName"}
    assert rows_of(legacy.world)["users"] == rows_of(hiding.world)["users"] == {}
    assert hiding.desk.mail == []


def test_a_known_user_is_not_asked_for() -> None:
    """His code goes to the address that is proven here."""
    move = Move(OldDirectory(ann=moves_in()))
    move.world.add_user(move.pool, attributes=PROVEN)

    forgets(move)

    assert move.sources == []


def test_an_alias_that_was_typed_finds_him_for_the_code() -> None:
    """In ConfirmForgotPassword too."""
    people = OldDirectory()
    people.people["ann@example.com"] = moves_in()
    move = Move(people, username_attributes=("email",))

    forgets(move, "ann@example.com")
    move.desk.public(
        "ConfirmForgotPassword",
        Username="ann@example.com",
        ConfirmationCode=move.desk.code(),
        Password="N3w!password",
    )

    assert move.sign_in("ann@example.com", "N3w!password")


def test_a_welcome_goes_out_beside_the_code() -> None:
    """Unless the function says no, as at any birth of a user."""
    answer = moves_in(messageAction=None, desiredDeliveryMediums=["EMAIL"])
    move = Move(OldDirectory(ann=answer))

    forgets(move)

    assert [message.purpose for message in move.desk.mail] == ["AdminCreateUser", "ForgotPassword"]


def test_recoveries_of_one_name_ask_the_function_a_few_times_an_hour() -> None:
    """Each call costs the old directory one too; how the name is spelled makes no difference."""
    move = Move(OldDirectory(), "ENABLED")
    for spelling in ("ann", "Ann", "aNn", "a\u0301nn", "ANN", "anN", "\u00e1nn"):
        forgets(move, spelling)
    assert len(move.sources) == 5

    move.world.clock.advance(s=3_600)
    forgets(move, "ann")
    assert len(move.sources) == 6


@BOTH
def test_one_recovery_too_many_is_told_where_users_are_not_hidden(setting: str) -> None:
    """Not as if there were nobody; where they are, each spelling seems to be another user."""
    move = Move(OldDirectory(), setting)
    for _ in range(5):
        with suppress(UserLambdaValidationException):
            forgets(move, "Ann")

    if setting == "ENABLED":
        assert forgets(move, "ann")
    else:
        with refused(LimitExceededException, texts.ATTEMPT_LIMIT_EXCEEDED):
            forgets(move, "ann")

    assert len(move.sources) == 5


def test_a_name_that_nobody_can_have_is_not_recovered() -> None:
    """The function does not hear of names with characters that nobody sees."""
    move = Move(OldDirectory(ann=moves_in(status="CONFIRMED")), "ENABLED")

    forgets(move, "an\u034fn")

    assert move.sources == []
