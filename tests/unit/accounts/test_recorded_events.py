"""What users do is recorded, listed newest first, and judged, where threat protection is on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.accounts.feedback_tokens import LIFETIME_MS
from domain.accounts.recorded_events import EVENTS_MAX, RETENTION_MS
from domain.errors import (
    CodeMismatchException,
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
    UserNotFoundException,
    UserPoolAddOnNotEnabledException,
)
from domain.model.log_delivery import EventSource, LogDelivery, LogDestination
from domain.model.pool import UserPool
from domain.model.risk import CompromisedCredentials, RiskConfiguration
from tests.support.accounts import Desk
from tests.support.second_factors import change_pool
from tests.support.world import PASSWORD
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"
NEW = "N3w!password"
OTHER_NEW = "0ther!Password"
LOGGED = LogDelivery(
    source=EventSource.AUTH_EVENTS, level="INFO", destination=LogDestination.FIREHOSE
)


def protected(make_desk: MakeDesk, mode: str = "AUDIT", **members: Any) -> Desk:  # noqa: ANN401 - any field of a pool or client
    """A pool that records, with Ann in it."""
    desk = make_desk(threat_protection=mode, **members)
    desk.world.add_user(pool_of(desk), attributes={"email": EMAIL, "email_verified": "true"})
    return desk


def pool_of(desk: Desk) -> UserPool:
    """The desk's pool."""
    return desk.world.services.catalog.pool(desk.client.pool_id)


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A pool that records, with Ann in it."""
    return protected(make_desk)


def events(desk: Desk, username: str = "ann", **members: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any member
    """AdminListUserAuthEvents, without its pages."""
    listed = desk.admin("AdminListUserAuthEvents", username, **members)["AuthEvents"]
    found: list[dict[str, Any]] = listed
    return found


def told(desk: Desk, username: str = "ann") -> list[tuple[str, str]]:
    """What was done and what came of it, oldest first."""
    return [(each["EventType"], each["EventResponse"]) for each in events(desk, username)][::-1]


def feedback_token(desk: Desk, event_id: str, username: str = "ann") -> str:
    """A token as a message about the event would have it."""
    made = desk.world.services.accounts.auth_events.feedback_token(
        desk.client.pool_id, username, event_id
    )
    return made.reveal()


def test_an_event_has_all_that_is_known_of_it(desk: Desk) -> None:
    """Type, time, outcome, risk, proofs and address; nothing is said that is not known."""
    desk.signed_in()

    (event,) = events(desk)
    event_id = event.pop("EventId")
    assert event == {
        "EventType": "SignIn",
        "CreationDate": desk.world.clock.now_ms() / 1000,
        "EventResponse": "Pass",
        "EventRisk": {"RiskDecision": "NoRisk", "CompromisedCredentialsDetected": False},
        "ChallengeResponses": [{"ChallengeName": "Password", "ChallengeResponse": "Success"}],
        "EventContextData": {},
    }
    assert len(event_id) == 36


def test_a_sign_up_and_its_second_code_are_recorded(desk: Desk) -> None:
    """With the new user, from the address that they came from."""
    desk.address = "198.51.100.7"
    desk.sign_up("bob", PASSWORD, email="bob@example.com")
    desk.world.clock.advance(s=1)
    desk.public("ResendConfirmationCode", Username="bob")

    assert told(desk, "bob") == [("SignUp", "Pass"), ("ResendCode", "Pass")]
    assert all(
        each["EventContextData"] == {"IpAddress": "198.51.100.7"} for each in events(desk, "bob")
    )


def test_a_recovery_is_recorded(desk: Desk) -> None:
    """That it began, that an answer was wrong, and that one was right."""
    desk.public("ForgotPassword", Username="ann")
    answers = {"Username": "ann", "Password": NEW}
    with pytest.raises(CodeMismatchException):
        desk.public("ConfirmForgotPassword", ConfirmationCode="000000", **answers)
    desk.world.clock.advance(s=1)
    desk.public("ConfirmForgotPassword", ConfirmationCode=desk.code(), **answers)

    assert sorted(told(desk)) == [
        ("ForgotPassword", "Fail"),
        ("ForgotPassword", "InProgress"),
        ("ForgotPassword", "Pass"),
    ]
    assert told(desk)[-1] == ("ForgotPassword", "Pass")


def test_changes_of_passwords_are_recorded(desk: Desk) -> None:
    """Right and wrong ones; a password that strangers know is told where it is taken."""
    change_pool(
        desk.sign_in,
        risk=RiskConfiguration(compromised=CompromisedCredentials(blocks=False), modified_at_ms=0),
    )
    desk.world.compromised.passwords.add(OTHER_NEW)
    given = {"AccessToken": desk.signed_in(), "ProposedPassword": OTHER_NEW}
    desk.world.clock.advance(s=1)
    with pytest.raises(NotAuthorizedException):
        desk.call("ChangePassword", PreviousPassword="wrong", **given)
    desk.world.clock.advance(s=1)
    desk.call("ChangePassword", PreviousPassword=PASSWORD, **given)

    assert told(desk)[1:] == [("PasswordChange", "Fail"), ("PasswordChange", "Pass")]
    changed, failed = events(desk)[:2]
    assert changed["EventRisk"]["CompromisedCredentialsDetected"]
    assert not failed["EventRisk"]["CompromisedCredentialsDetected"]


def test_nothing_is_recorded_without_protection(make_desk: MakeDesk) -> None:
    """A pool whose protection is off keeps no history, and shows none once it is on."""
    desk = protected(make_desk, mode="OFF")
    desk.signed_in()
    desk.public("ForgotPassword", Username="ann")
    change_pool(desk.sign_in, threat_protection="AUDIT")

    assert events(desk) == []


def test_nothing_is_recorded_of_nobody(make_desk: MakeDesk) -> None:
    """Who does not exist leaves no event behind for who comes after him."""
    desk = protected(make_desk, client_prevent_user_existence_errors="ENABLED")
    desk.public("ForgotPassword", Username="bob")
    with pytest.raises(NotAuthorizedException):
        desk.signed_in("bob")
    desk.world.add_user(pool_of(desk), "bob")

    assert events(desk, "bob") == []
    assert len(desk.world.store._tables.auth_events) == 0  # type: ignore[attr-defined] # of the store in memory


def test_a_refusal_of_nobody_is_committed_as_that_of_a_user_is(make_desk: MakeDesk) -> None:
    """A commit of nothing takes less time, which would tell who exists."""
    desk = protected(make_desk, client_prevent_user_existence_errors="ENABLED")
    written = []
    for username in ("ann", "bob"):
        before = len(desk.world.store._tables.spent)  # type: ignore[attr-defined] # of the store in memory
        with pytest.raises(NotAuthorizedException):
            desk.signed_in(username, password="wrong")
        written.append(len(desk.world.store._tables.spent) - before)  # type: ignore[attr-defined] # as above

    assert written == [1, 1]


def test_events_are_listed_page_by_page(desk: Desk) -> None:
    """Newest first, each once; a page token is bound to its user."""
    for _ in range(5):
        desk.signed_in()
        desk.world.clock.advance(s=1)
    desk.world.add_user(pool_of(desk), "bob")

    first = desk.admin("AdminListUserAuthEvents", MaxResults=2)
    second = desk.admin("AdminListUserAuthEvents", MaxResults=2, NextToken=first["NextToken"])
    third = desk.admin("AdminListUserAuthEvents", MaxResults=2, NextToken=second["NextToken"])

    read = [each for page in (first, second, third) for each in page["AuthEvents"]]
    assert read == events(desk, MaxResults=0)
    assert [each["CreationDate"] for each in read] == sorted(
        (each["CreationDate"] for each in read), reverse=True
    )
    assert "NextToken" not in third
    with pytest.raises(InvalidParameterException):
        desk.admin("AdminListUserAuthEvents", "bob", NextToken=first["NextToken"])


def test_events_are_kept_for_ninety_days(desk: Desk) -> None:
    """Then they are swept, and no sooner."""
    desk.signed_in()
    for passed_ms, left in ((RETENTION_MS - 1, 1), (1, 0)):
        desk.world.clock.advance(ms=passed_ms)
        with desk.world.store.writing() as unit:
            unit.sweeper.sweep(desk.world.clock.now_ms(), 100)
        assert len(events(desk)) == left


def test_refusals_do_not_fill_the_store(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest events of who is refused again and again give way to the latest."""
    monkeypatch.setattr("domain.accounts.recorded_events.EVENTS_MAX", 3)
    assert EVENTS_MAX == 500
    for _ in range(5):
        desk.world.clock.advance(s=3_600)
        with pytest.raises(NotAuthorizedException):
            desk.signed_in(password="wrong")

    assert len(events(desk)) == 3
    assert events(desk)[0]["CreationDate"] == desk.world.clock.now_ms() / 1000


def test_a_deleted_user_takes_his_events_along(desk: Desk) -> None:
    """Nothing personal stays behind."""
    desk.signed_in()
    desk.admin("AdminDeleteUser")

    assert len(desk.world.store._tables.auth_events) == 0  # type: ignore[attr-defined] # of the store in memory


@pytest.mark.parametrize("value", ["Valid", "Invalid"])
def test_an_administrator_judges_an_event(desk: Desk, value: str) -> None:
    """The last word is shown with its time; other events stay as they are."""
    desk.signed_in()
    desk.world.clock.advance(s=1)
    desk.signed_in()
    later, earlier = events(desk)

    desk.admin("AdminUpdateAuthEventFeedback", EventId=earlier["EventId"], FeedbackValue=value)

    said = {
        "FeedbackValue": value,
        "Provider": "Admin",
        "FeedbackDate": desk.world.clock.now_ms() / 1000,
    }
    assert events(desk) == [later, {**earlier, "EventFeedback": said}]


def judge(desk: Desk, event_id: str, token: str, username: str = "ann") -> None:
    """UpdateAuthEventFeedback."""
    desk.admin(
        "UpdateAuthEventFeedback",
        username,
        EventId=event_id,
        FeedbackToken=token,
        FeedbackValue="Invalid",
    )


def test_a_user_judges_an_event_by_its_token(desk: Desk) -> None:
    """As often as he likes, for as long as the token lives."""
    desk.signed_in()
    (event,) = events(desk)
    token = feedback_token(desk, event["EventId"])

    desk.world.clock.advance(ms=LIFETIME_MS - 1)
    judge(desk, event["EventId"], token)
    judge(desk, event["EventId"], token)
    (judged,) = events(desk)
    assert judged["EventFeedback"]["Provider"] == "User"
    assert judged["EventFeedback"]["FeedbackValue"] == "Invalid"

    desk.world.clock.advance(ms=1)
    with pytest.raises(NotAuthorizedException):
        judge(desk, event["EventId"], token)


def test_a_token_opens_nothing_else(desk: Desk) -> None:
    """Neither another event, nor another user's, nor anything when it was changed."""
    desk.signed_in()
    desk.signed_in()
    desk.world.add_user(pool_of(desk), "bob")
    first, second = (each["EventId"] for each in events(desk))
    token = feedback_token(desk, first)

    crossed = [
        (second, token, "ann"),
        (first, token, "bob"),
        (first, token, "nobody"),
        (first, feedback_token(desk, first, "bob"), "ann"),
        (first, f"{token[:-4]}AAAA", "ann"),
        (first, token.replace(token[0], "=", 1), "ann"),
        (first, "x", "ann"),
        (first, desk.signed_in(), "ann"),
    ]
    for event_id, given, username in crossed:
        with pytest.raises(NotAuthorizedException, match="Invalid feedback token given"):
            judge(desk, event_id, given, username)
    assert not any("EventFeedback" in each for each in events(desk))


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("AdminListUserAuthEvents", {}),
        ("AdminUpdateAuthEventFeedback", {"EventId": "event", "FeedbackValue": "Valid"}),
        (
            "UpdateAuthEventFeedback",
            {"EventId": "event", "FeedbackValue": "Valid", "FeedbackToken": "x"},
        ),
    ],
)
def test_protection_must_be_on(
    make_desk: MakeDesk, operation: str, members: dict[str, Any]
) -> None:
    """A pool that records nothing has nothing to show or to judge."""
    desk = protected(make_desk, mode="OFF")

    with pytest.raises(UserPoolAddOnNotEnabledException):
        desk.admin(operation, **members)


def test_user_and_event_must_exist(desk: Desk) -> None:
    """An administrator is told which of them does not."""
    judged = {"EventId": "event", "FeedbackValue": "Valid"}

    with pytest.raises(UserNotFoundException):
        desk.admin("AdminListUserAuthEvents", "nobody")
    with pytest.raises(UserNotFoundException):
        desk.admin("AdminUpdateAuthEventFeedback", "nobody", **judged)
    with pytest.raises(ResourceNotFoundException, match="Auth event does not exist"):
        desk.admin("AdminUpdateAuthEventFeedback", **judged)
    with pytest.raises(ResourceNotFoundException, match="Auth event does not exist"):
        judge(desk, "event", feedback_token(desk, "event"))


def test_events_are_logged_where_the_pool_says_so(make_desk: MakeDesk) -> None:
    """One line each, with ids alone: no name, no address, no password."""
    desk = protected(make_desk, log_delivery=(LOGGED,))
    desk.address = "198.51.100.7"
    desk.signed_in()
    with pytest.raises(NotAuthorizedException):
        desk.signed_in(password="wrong")
    desk.public("ForgotPassword", Username="ann")
    desk.sign_up("bob", PASSWORD, email="bob@example.com")

    lines = [facts for name, facts in desk.world.reporter.events if name == "auth_event"]
    assert [(each["type"], each["response"]) for each in lines] == [
        ("SignIn", "Pass"),
        ("SignIn", "Fail"),
        ("ForgotPassword", "InProgress"),
        ("SignUp", "Pass"),
    ]
    assert set(lines[0]) == {
        *("pool_id", "client_id", "sub", "event_id"),
        *("type", "response", "blocked", "compromised"),
    }
    assert lines[0]["event_id"] in {each["EventId"] for each in events(desk)}


def test_events_are_not_logged_otherwise(make_desk: MakeDesk) -> None:
    """A destination of other logs is none of events."""
    other = replace(LOGGED, source=EventSource.NOTIFICATIONS)
    desk = protected(make_desk, log_delivery=(other,))
    desk.signed_in()

    assert not [name for name, _ in desk.world.reporter.events if name == "auth_event"]
