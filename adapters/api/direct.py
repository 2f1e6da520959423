"""An operation done in this process, without HTTP, by somebody who may do everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from adapters.api.call import Call
from adapters.api.registry import OPERATIONS
from domain.services import Services


def operate(services: Services, operation: str, members: Mapping[str, object]) -> dict[str, Any]:
    """Return the response to members that would pass validation. Raises CognitoError."""
    call = Call(
        services=services,
        operation=operation,
        request_id=operation,
        principal=None,
        source_ip="127.0.0.1",
        user_agent="",
    )
    return cast("Mapping[str, Any]", OPERATIONS)[operation](call, members) or {}
