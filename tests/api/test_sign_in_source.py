"""From where a sign-in comes, as the wire says it."""

from __future__ import annotations

import pytest

from adapters.api.wire import model as w
from adapters.api.wire.sign_in import answer_request, begin_request
from domain.auth.requests import Source

HEARD = Source(ip="192.0.2.1", user_agent="agent")


def _context(address: str) -> w.ContextDataType:
    return {"IpAddress": address, "ServerName": "s", "ServerPath": "/", "HttpHeaders": []}


@pytest.mark.parametrize(
    ("told", "kept"),
    [("198.51.100.7", "198.51.100.7"), ("9" * 129, "9" * 128)],
    ids=["an address", "too long for a column"],
)
def test_an_administrator_says_from_where(told: str, kept: str) -> None:
    """The address of ContextData stands for the caller's, cut to what is stored of one."""
    begun = begin_request(
        {
            "UserPoolId": "p",
            "ClientId": "c",
            "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
            "ContextData": _context(told),
        },
        HEARD,
        "p",
    )
    answered = answer_request(
        {
            "UserPoolId": "p",
            "ClientId": "c",
            "ChallengeName": "SMS_MFA",
            "ContextData": _context(told),
        },
        HEARD,
        "p",
    )

    assert begun.caller.source == answered.caller.source == Source(ip=kept, user_agent="agent")


def test_without_context_the_address_is_the_callers() -> None:
    """Nothing said, the address is the one that the request came from."""
    begun = begin_request({"ClientId": "c", "AuthFlow": "USER_SRP_AUTH"}, HEARD)

    assert begun.caller.source == HEARD
