"""Threat protection that is off, ranges that are none, and logs that go nowhere."""

from __future__ import annotations

from typing import Any, Final

from tests.clients.errors.desk import Desk, Request, by_password, row
from tests.support.tenant import PASSWORD, Tenant

PROTECTED: Final[dict[str, Any]] = {
    "UserPoolTier": "PLUS",
    "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
}
CONFIGURATIONS: Final = ("SetRiskConfiguration", "DescribeRiskConfiguration")
INVALID: Final = "InvalidParameterException"


@row(
    CONFIGURATIONS,
    "add-on off",
    "UserPoolAddOnNotEnabledException",
    "User pool add-ons are not enabled.",
)
def add_on_off(desk: Desk, _operation: str) -> Request:
    """The pool has no threat protection."""
    return {"UserPoolId": desk.plain.pool_id}


@row(
    CONFIGURATIONS,
    "unknown client",
    "ResourceNotFoundException",
    "User pool client <ClientId> does not exist.",
)
def unknown_client(desk: Desk, _operation: str) -> Request:
    """The pool has no client of the id."""
    return {"UserPoolId": desk.pool(**PROTECTED).pool_id, "ClientId": "1nobody000000000000000000x"}


@row(
    ("AdminListUserAuthEvents", "AdminUpdateAuthEventFeedback", "UpdateAuthEventFeedback"),
    "add-on off",
    "UserPoolAddOnNotEnabledException",
    "User pool add-ons are not enabled.",
)
def nothing_recorded(desk: Desk, operation: str) -> Request:
    """The pool records nothing."""
    return _of_event(operation, desk.plain, desk.reachable())


@row(
    ("AdminListUserAuthEvents", "AdminUpdateAuthEventFeedback"),
    "unknown user",
    "UserNotFoundException",
    "User does not exist.",
)
def unknown_user(desk: Desk, operation: str) -> Request:
    """The pool has no user of the name."""
    return _of_event(operation, desk.pool(**PROTECTED), "nobody")


@row(
    "AdminUpdateAuthEventFeedback",
    "unknown event",
    "ResourceNotFoundException",
    "Auth event does not exist.",
)
def unknown_event(desk: Desk, operation: str) -> Request:
    """The user has no event of the id."""
    tenant = desk.pool(**PROTECTED)
    return _of_event(operation, tenant, tenant.user())


@row(
    "UpdateAuthEventFeedback",
    "no token",
    "NotAuthorizedException",
    "Invalid feedback token given.",
)
def no_token(desk: Desk, operation: str) -> Request:
    """The token is none that we made, and the user none that is there."""
    return _of_event(operation, desk.pool(**PROTECTED), "nobody")


def _of_event(operation: str, tenant: Tenant, name: str) -> Request:
    request = {"UserPoolId": tenant.pool_id, "Username": name}
    if operation == "AdminListUserAuthEvents":
        return request
    request |= {"EventId": "event", "FeedbackValue": "Valid"}
    return request | ({"FeedbackToken": "x"} if operation == "UpdateAuthEventFeedback" else {})


@row("SetRiskConfiguration", "no network", INVALID, "Invalid IP range: 192.0.2.7")
def no_network(desk: Desk, _operation: str) -> Request:
    """A range without the length of its prefix."""
    return {
        "UserPoolId": desk.pool(**PROTECTED).pool_id,
        "RiskExceptionConfiguration": {"BlockedIPRangeList": ["192.0.2.7"]},
    }


@row(
    ("InitiateAuth", "SignUp", "ForgotPassword"),
    "blocked network",
    "NotAuthorizedException",
    "Unable to login because of security reasons.",
)
def blocked_network(desk: Desk, operation: str) -> Request:
    """The request comes from where nobody may come from."""
    tenant = desk.pool(UserPoolTier="PLUS", UserPoolAddOns={"AdvancedSecurityMode": "ENFORCED"})
    tenant.api.set_risk_configuration(
        UserPoolId=tenant.pool_id,
        RiskExceptionConfiguration={"BlockedIPRangeList": ["127.0.0.0/8"]},
    )
    if operation == "InitiateAuth":
        return by_password(operation, tenant, "nobody")
    request = {"ClientId": tenant.client_id, "Username": "nobody"}
    return {**request, "Password": PASSWORD} if operation == "SignUp" else request


@row(
    "SetLogDeliveryConfiguration",
    "no destination",
    INVALID,
    "A log configuration must have exactly one destination.",
)
def no_destination(desk: Desk, _operation: str) -> Request:
    """Logs that go nowhere."""
    nowhere = {"LogLevel": "ERROR", "EventSource": "userNotification"}
    return {"UserPoolId": desk.plain.pool_id, "LogConfigurations": [nowhere]}
