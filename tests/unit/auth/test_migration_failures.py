"""A UserMigration function that fails, or answers what cannot be stored, brings nobody."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import NotAuthorizedException, UserNotFoundException
from domain.ports.triggers import TriggerGarbled, TriggerRefused, TriggerUnreachable
from tests.support.accounts import Function, refused, rows_of
from tests.support.old_directory import Move, moves_in

FAILED = "Exception migrating user in app client client0000000000000000000a"

FAILURES: list[Function] = [
    TriggerRefused("Bad user name or password"),
    TriggerUnreachable("invocation failed due to configuration."),
    TriggerGarbled(),
    {},
    {"userAttributes": {}, "finalUserStatus": "CONFIRMED"},
    {"userAttributes": None},
    {"userAttributes": {"email": ""}},
    {"userAttributes": ["email"]},
    moves_in(userAttributes={"sub": "0b8f9b1e-9d0c-4a3e-8f53-0d8f4a1f2a77"}),
    moves_in(userAttributes={"identities": "[]"}),
    moves_in(userAttributes={"custom:unknown": "x"}),
    moves_in(userAttributes={"email": "no address"}),
    moves_in(userAttributes={"email_verified": "true"}),
    moves_in(userAttributes={"name": "Ann\x00"}),
    moves_in(userAttributes={"name": "x" * 2_049}),
    moves_in(userAttributes={"email": ["ann@example.com"]}),
    moves_in(userAttributes={"name": "Ann", "username": "bob"}),
    moves_in(finalUserStatus=1),
    moves_in(messageAction="LOUD"),
    moves_in(desiredDeliveryMediums="EMAIL"),
    moves_in(desiredDeliveryMediums=["PIGEON"]),
    moves_in(desiredDeliveryMediums=[["EMAIL"]]),
    moves_in(forceAliasCreation="true"),
    moves_in(enableSMSMFA="false"),
    moves_in(enableSMSMFA=True),
]


@pytest.mark.parametrize("answer", FAILURES, ids=str)
def test_a_failed_migration_stores_nothing_and_says_one_thing(answer: Function) -> None:
    """Whatever went wrong, in the words of ruling 56 for each setting."""
    legacy, hiding = Move(answer, "LEGACY"), Move(answer, "ENABLED")
    before = rows_of(legacy.world), rows_of(hiding.world)

    with refused(UserNotFoundException, FAILED):
        legacy.sign_in()
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        hiding.sign_in()

    assert (rows_of(legacy.world), rows_of(hiding.world)) == before


def test_the_operator_reads_why_somebody_was_not_stored() -> None:
    """The client is told nothing, the log names the reason and no person."""
    move = Move(moves_in(userAttributes={"custom:unknown": "a secret"}))
    with refused(NotAuthorizedException):
        move.sign_in()

    (facts,) = [facts for event, facts in move.world.reporter.events if "not_migrated" in event]

    assert "custom:unknown" in str(facts["reason"])
    assert "a secret" not in str(facts)


def test_a_wrong_guess_is_no_failure_for_the_operator() -> None:
    """Whom the directory does not let in is told by its own line, and by no reason of ours."""
    move = Move(TriggerRefused("Bad user name or password"))
    with refused(NotAuthorizedException):
        move.sign_in()

    assert [event for event, _ in move.world.reporter.events if "not_migrated" in event] == []
