"""What users did: listed for administrators, and judged by them or by the users themselves."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import auth_events as wire
from adapters.api.wire import model as w
from adapters.api.wire.accept_page import page_request
from domain.model.identifiers import PoolId


def admin_list_user_auth_events(
    call: Call, req: w.AdminListUserAuthEventsRequest
) -> w.AdminListUserAuthEventsResponse:
    """AdminListUserAuthEvents."""
    request = page_request(call.principal, req.get("MaxResults"), req.get("NextToken"))
    page = call.services.accounts.auth_events.list(
        PoolId(req["UserPoolId"]), req["Username"], request
    )
    return wire.events_page(page)


def admin_update_auth_event_feedback(
    call: Call, req: w.AdminUpdateAuthEventFeedbackRequest
) -> w.AdminUpdateAuthEventFeedbackResponse:
    """AdminUpdateAuthEventFeedback."""
    call.services.accounts.auth_events.judge_by_admin(
        PoolId(req["UserPoolId"]), req["Username"], req["EventId"], valid=wire.is_valid(req)
    )
    return {}


def update_auth_event_feedback(
    call: Call, req: w.UpdateAuthEventFeedbackRequest
) -> w.UpdateAuthEventFeedbackResponse:
    """UpdateAuthEventFeedback."""
    call.services.accounts.auth_events.judge_by_token(
        PoolId(req["UserPoolId"]),
        req["Username"],
        req["EventId"],
        req["FeedbackToken"],
        valid=wire.is_valid(req),
    )
    return {}
