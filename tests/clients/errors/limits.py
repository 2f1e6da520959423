"""Limits that there are not, or that cannot be set."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row


def _request(operation: str, category: str, value: int) -> Request:
    attributes = {"Category": category}
    request: Request = {"LimitDefinition": {"LimitClass": "API_CATEGORY", "Attributes": attributes}}
    if operation == "UpdateProvisionedLimit":
        request["RequestedLimitValue"] = value
    return request


@row(
    ("GetProvisionedLimit", "UpdateProvisionedLimit"),
    "unknown category",
    "ResourceNotFoundException",
    "Limit category Nothing does not exist.",
)
def unknown(_desk: Desk, operation: str) -> Request:
    """There is no such category."""
    return _request(operation, "Nothing", 100)


@row(
    "UpdateProvisionedLimit",
    "below the default",
    "InvalidParameterException",
    "The limit of UserRead cannot be less than 120 requests per second.",
)
def too_little(_desk: Desk, operation: str) -> Request:
    """Less than the default."""
    return _request(operation, "UserRead", 119)


@row(
    "UpdateProvisionedLimit",
    "above the quota",
    "ServiceQuotaExceededException",
    "The request exceeded your account's service quota.",
)
def too_much(_desk: Desk, operation: str) -> Request:
    """More than can be set."""
    return _request(operation, "UserRead", 1_000_000)
