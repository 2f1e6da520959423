"""The kind `cognito`: whom the old pool does not let in, and entries that cannot be opened."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from adapters.egress import Answer, NoAnswer
from adapters.triggers.entry import BadEntry
from domain.ports.triggers import (
    TriggerEvent,
    TriggerGarbled,
    TriggerUnreachable,
)
from tests.support.old_service import (
    KEY,
    OPEN,
    RECOVERY,
    TOKENS,
    OldService,
    Said,
    error,
    event,
    opened,
    user,
)


@pytest.mark.parametrize(
    "name",
    [
        "NotAuthorizedException",
        "UserNotFoundException",
        "UserNotConfirmedException",
        "PasswordResetRequiredException",
        "LimitExceededException",
    ],
)
@pytest.mark.parametrize("asked", [event(), RECOVERY], ids=["sign-in", "recovery"])
def test_whom_the_old_pool_does_not_let_in_is_nobody(name: str, asked: TriggerEvent) -> None:
    """Its own rules hold: wrong passwords, locks, states of users."""
    service = OldService(AdminInitiateAuth=error(name), AdminGetUser=error(name))

    assert opened(service, KEY).invoke(asked) == {}


@pytest.mark.parametrize(
    "challenge", ["CUSTOM_CHALLENGE", "PASSWORD_VERIFIER", "SELECT_CHALLENGE", 1]
)
def test_another_challenge_proves_nothing(challenge: object) -> None:
    """What may be asked before a password was right brings nobody."""
    service = OldService(InitiateAuth={"ChallengeName": challenge})

    assert opened(service, OPEN).invoke(event()) == {}
    assert service.operations == ["InitiateAuth"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (error("ResourceNotFoundException"), "error ResourceNotFoundException."),
        (error("InvalidParameterException"), "error InvalidParameterException."),
        (error("UnrecognizedClientException"), "error UnrecognizedClientException."),
        (
            error("NotAuthorizedException", "Unable to verify secret hash for client oldclient"),
            "error NotAuthorizedException.",
        ),
        (error("AccessDeniedException"), "error AccessDeniedException."),
        (error("TooManyRequestsException"), "error TooManyRequestsException."),
        (error("InternalErrorException", status=500), "error ServiceException."),
        (Answer(status=403, headers={}, body=b"<html>"), "error AccessDeniedException."),
        (NoAnswer(), "error ServiceException."),
    ],
)
def test_what_is_wrong_with_us_is_told_to_the_operator(said: Said, told: str) -> None:
    """Not taken for a wrong password, though a client is told the same."""
    with pytest.raises(TriggerUnreachable, match=told):
        opened(OldService(InitiateAuth=said), OPEN).invoke(event())


@pytest.mark.parametrize(
    "said",
    [
        Answer(status=200, headers={}, body=b"no JSON"),
        Answer(status=200, headers={}, body=b"[]"),
        Answer(status=200, headers={}, body=b"null"),
    ],
)
def test_an_answer_that_is_none_is_garbled(said: Answer) -> None:
    """Nothing is made of it."""
    with pytest.raises(TriggerGarbled):
        opened(OldService(InitiateAuth=said), OPEN).invoke(event())


@pytest.mark.parametrize("record", [{}, {"UserAttributes": 1}, {"UserAttributes": [{"Name": "x"}]}])
def test_a_record_that_is_none_is_garbled(record: Mapping[str, object]) -> None:
    """Nor of half a user."""
    with pytest.raises(TriggerGarbled):
        opened(OldService(InitiateAuth=TOKENS, GetUser=record), OPEN).invoke(event())


def test_pages_of_groups_end() -> None:
    """A server that always has another page is no answer."""
    service = OldService(
        AdminInitiateAuth=TOKENS, AdminListGroupsForUser={"Groups": [], "NextToken": "more"}
    )

    with pytest.raises(TriggerGarbled):
        opened(service, KEY).invoke(event())

    assert service.operations.count("AdminListGroupsForUser") == 10


@pytest.mark.parametrize(
    "more",
    [
        {"Enabled": False},
        {"UserStatus": "UNCONFIRMED"},
        {"UserStatus": "FORCE_CHANGE_PASSWORD"},
        {"UserStatus": "EXTERNAL_PROVIDER"},
        {"UserStatus": None},
    ],
)
def test_who_could_not_recover_his_password_there_cannot_here(more: Mapping[str, object]) -> None:
    """Shut out, never confirmed, or with no password of the pool's."""
    service = OldService(AdminGetUser=user(**more))

    assert opened(service, KEY).invoke(RECOVERY) == {}


def test_other_triggers_are_not_answered() -> None:
    """A pattern that is too wide must not let a veto of PreSignUp fall away."""
    asked = event("PreSignUp_SignUp", "PreSignUp")

    with pytest.raises(TriggerUnreachable, match="due to configuration"):
        opened(OldService(), KEY).invoke(asked)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"client_id": "x"}, "region or url: missing"),
        ({**KEY, "region": None, "user_pool_id": "evil.example.com/_x"}, "region or url: missing"),
        ({"region": "eu-west-1"}, "client_id: missing"),
        ({**OPEN, "region": "evil.example.com/"}, "region: not the name of a region"),
        ({**OPEN, "url": "ftp://old"}, "url: "),
        ({**OPEN, "user_pool_id": "eu-west-1_x"}, "user_pool_id and access_key_id belong together"),
        ({**OPEN, "access_key_id": "x"}, "access_key_id and secret_access_key belong together"),
        ({**KEY, "user_pool_id": None}, "user_pool_id and access_key_id belong together"),
        (
            {**KEY, "region": None, "user_pool_id": "old", "url": "http://127.0.0.1:9229"},
            "region: missing, which signatures are made for",
        ),
        ({**OPEN, "clientid": "x"}, "clientid: unknown key"),
    ],
)
def test_an_entry_says_what_is_wrong_with_it(given: Mapping[str, object], reason: str) -> None:
    """At the start, and never with a secret."""
    told = {key: value for key, value in given.items() if value is not None}

    with pytest.raises(BadEntry) as refused:
        opened(OldService(), told)

    assert any(reason in each for each in refused.value.reasons), refused.value.reasons
    assert "wJalrXUtnFEMI" not in str(refused.value)
