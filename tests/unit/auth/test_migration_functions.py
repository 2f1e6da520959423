"""The functions around a migration: what they hear, and that each of them may refuse."""

from __future__ import annotations

import pytest

from domain.auth.requests import AnswerRequest
from domain.errors import UserLambdaValidationException, UserNotFoundException
from domain.ports.triggers import TriggerRefused, Vouched
from tests.support.accounts import Function, refused, rows_of
from tests.support.old_directory import OLD_PASSWORD, Move, directory
from tests.support.sign_in import asked

FAILED = "Exception migrating user in app client client0000000000000000000a"


def test_pre_sign_up_is_asked_as_for_a_user_whom_an_administrator_makes() -> None:
    """It hears what came along; its flags do nothing, and its veto keeps him out."""
    seen = {"autoConfirmUser": True, "autoVerifyPhone": True}
    functions: dict[str, Function] = {"PreSignUp": seen}
    move = Move(directory(), functions=functions)
    move.sign_in()
    assert move.sources == ["UserMigration_Authentication", "PreSignUp_AdminCreateUser"]
    assert move.functions.requests("PreSignUp")[0]["userAttributes"]["email"] == "ann@example.com"

    functions["PreSignUp"] = TriggerRefused("not her")
    vetoed = Move(directory(), "LEGACY", functions=functions)
    with refused(UserNotFoundException, FAILED):
        vetoed.sign_in()
    assert rows_of(vetoed.world)["users"] == {}


def test_the_function_is_not_told_metadata_of_a_public_answer() -> None:
    """RespondToAuthChallenge has it for PreSignUp, and for what follows (triggers.md 13)."""
    move = Move(directory(), functions={"PreSignUp": {}})
    session = asked(move.client.choose()).session

    move.world.services.auth.sign_in.answer(
        AnswerRequest(
            caller=move.client.caller,
            challenge="SELECT_CHALLENGE",
            session=session,
            answers={"USERNAME": "ann", "ANSWER": "PASSWORD", "PASSWORD": OLD_PASSWORD},
            metadata={"step": "two"},
        )
    )

    assert "clientMetadata" not in move.functions.requests("UserMigration")[0]
    assert move.functions.requests("PreSignUp")[0]["clientMetadata"] == {"step": "two"}


@pytest.mark.parametrize("vouched", [None, Vouched(sub="0b8f9b1e-9d0c-4a3e-8f53-0d8f4a1f2a77")])
def test_who_was_brought_by_another_request_meanwhile_is_found(vouched: Vouched | None) -> None:
    """Two sign-ins at once make one user, and both get in."""

    def overtakes(_event: object) -> dict[str, object]:
        if len(move.functions.requests("PreSignUp")) == 1:
            move.sign_in()
        return {}

    move = Move(directory(vouched=vouched), functions={"PreSignUp": overtakes})

    assert move.sign_in()

    assert move.sources.count("UserMigration_Authentication") == 2
    assert len(rows_of(move.world)["users"]) == 1


def test_all_functions_of_a_sign_in_run_for_a_newcomer() -> None:
    """After he has moved in, with his attributes, in the order of any sign-in."""
    others: dict[str, Function] = {
        "PreAuthentication": {},
        "PostAuthentication": {},
        "PreTokenGeneration": {},
    }
    move = Move(directory(), functions=others)

    move.sign_in()

    assert move.sources == [
        "UserMigration_Authentication",
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_Authentication",
    ]
    asked_before = move.functions.requests("PreAuthentication")[0]
    assert asked_before["userAttributes"]["email"] == "ann@example.com"
    assert "userNotFound" not in asked_before or asked_before["userNotFound"] is False


def test_pre_authentication_may_keep_out_who_moves_in_later() -> None:
    """In a second request it is asked anew: when the sign-in began he was nobody."""
    move = Move(directory(), functions={"PreAuthentication": {}})
    session = asked(move.client.choose()).session
    move.functions.answers["PreAuthentication"] = TriggerRefused("not her")

    with refused(UserLambdaValidationException):
        move.client.select(session, "PASSWORD", PASSWORD=OLD_PASSWORD)

    asked_of = move.functions.requests("PreAuthentication")
    assert [bool(each["userAttributes"]) for each in asked_of] == [False, True]
