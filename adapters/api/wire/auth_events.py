"""Translation between the shapes of the operations on auth events and the domain's values."""

from __future__ import annotations

from typing import cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled, seconds
from domain.model.auth_event import AuthEvent, Feedback, Proven
from domain.paging import Page


def events_page(page: Page[AuthEvent]) -> w.AdminListUserAuthEventsResponse:
    """Write a page of events."""
    shape = {"AuthEvents": [_shown(each) for each in page.items], "NextToken": page.next_token}
    return cast("w.AdminListUserAuthEventsResponse", filled(shape))


def is_valid(req: w.AdminUpdateAuthEventFeedbackRequest | w.UpdateAuthEventFeedbackRequest) -> bool:
    """Read whether the event is said to be the user's doing."""
    return req["FeedbackValue"] == "Valid"


def _shown(event: AuthEvent) -> dict[str, object]:
    shape = {
        "EventId": event.id,
        "EventType": event.type.value,
        "CreationDate": seconds(event.at_ms),
        "EventResponse": event.response.value,
        "EventRisk": {
            "RiskDecision": "Block" if event.blocked else "NoRisk",
            "CompromisedCredentialsDetected": event.compromised,
        },
        "ChallengeResponses": [_proof(each) for each in event.proofs],
        "EventContextData": filled({"IpAddress": event.ip, "DeviceName": event.device_name}),
        "EventFeedback": None if event.feedback is None else _feedback(event.feedback),
    }
    return filled(shape)


def _proof(proven: Proven) -> dict[str, object]:
    return {
        "ChallengeName": proven.proof.value,
        "ChallengeResponse": "Success" if proven.right else "Failure",
    }


def _feedback(feedback: Feedback) -> dict[str, object]:
    return {
        "FeedbackValue": "Valid" if feedback.valid else "Invalid",
        "Provider": feedback.provider,
        "FeedbackDate": seconds(feedback.at_ms),
    }
