"""Who may call an operation: the class of each, derived from the model (SEC-26, ruling 40).

The model says which operations are signed and which take an access token; two exceptions are
written out here. A token or a Session is checked by the operation itself, a signature by `gate`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from adapters.api.wire.rules import Operation
from adapters.api.wire.table import OPERATIONS
from domain.model import arns


class Access(Enum):
    """The proof an operation asks for."""

    PUBLIC = "P"
    """A proof inside the body, if any: code, password, Session, client secret."""
    TOKEN = "T"
    """An access token."""
    TOKEN_OR_SESSION = "T/S"
    """An access token, or the Session of a sign-in."""
    SIGNED = "I"
    """A signature (SigV4) and a policy that allows the call."""
    MIXED = "M"
    """A signature as above, or the proof of an app client inside the body."""


# The model marks both as signed, their texts say otherwise (security.md J, note 4).
_EXCEPTIONS: Final = {"GetClientToken": Access.PUBLIC, "GetDerivedToken": Access.MIXED}


def classify(name: str, operation: Operation) -> Access:
    """Return the class of an operation."""
    if name in _EXCEPTIONS:
        return _EXCEPTIONS[name]
    if operation.signed:
        return Access.SIGNED
    members = operation.request.__annotations__
    if "AccessToken" not in members:
        return Access.PUBLIC
    return Access.TOKEN_OR_SESSION if "Session" in members else Access.TOKEN


ACCESS: Final[Mapping[str, Access]] = {
    name: classify(name, operation) for name, operation in OPERATIONS.items()
}


def resource(request: Mapping[str, object], region: str, account_id: str) -> str:
    """Return the ARN a policy must name for this request (SEC-31): the pool's, the given, or `*`.

    Asked before anything is looked up, so that who has no permission does not learn what exists.
    """
    if "ResourceArn" in request:
        return str(request["ResourceArn"])
    if "UserPoolId" not in request:
        return "*"
    return arns.of_pool(region, account_id, str(request["UserPoolId"]))
