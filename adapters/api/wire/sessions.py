"""User sessions -> wire shapes."""

from __future__ import annotations

from typing import cast

from adapters.api.wire import model as w
from adapters.api.wire.device_type import device_type
from adapters.api.wire.present import filled, seconds
from domain.accounts.user_sessions import SessionList
from domain.errors import InvalidParameterException
from domain.model.session import UserSession
from domain.paging import TOKEN_REFUSED


def refuse_token(req: w.ListUserSessionsRequest | w.AdminListUserSessionsRequest) -> None:
    """Refuse a page token: all sessions of a user are one page, so that none was ever given.

    Raises InvalidParameterException.
    """
    if "NextToken" in req:
        raise InvalidParameterException(TOKEN_REFUSED)


def session_list(listed: SessionList) -> w.ListUserSessionsResponse:
    """Return the sessions; that of the token that asks is marked."""
    shapes = [
        _session(each, is_current=each.family_id == listed.current_family)
        for each in listed.sessions
    ]
    return {"Sessions": shapes}


def _session(session: UserSession, *, is_current: bool) -> w.SessionDescriptionType:
    shape = {
        "SessionId": session.id,
        "SessionType": "TOKEN",
        "ClientId": session.client_id,
        "CreateDate": seconds(session.created_at_ms),
        "LastActiveDate": seconds(session.last.at_ms),
        "DeviceType": device_type(session.last.user_agent),
        "LastIPAddress": session.last.ip,
        "LastLocation": {"Country": "unknown"},
        "IsCurrentSession": is_current,
    }
    return cast("w.SessionDescriptionType", filled(shape))
