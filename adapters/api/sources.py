"""Where the request of an operation came from, as its connection and its members say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from adapters.api.call import Call
from domain.model.source import Source

_IP_MAX: Final = 128


def source_of(call: Call, req: Mapping[str, Any]) -> Source:
    """Return the source of a public operation; what it says of its user may count or not."""
    told = req.get("UserContextData", {}).get("IpAddress")
    return Source(
        ip=call.source_ip or None,
        user_agent=call.user_agent or None,
        told_ip=told[:_IP_MAX] if told else None,
    )


def admin_source_of(call: Call, req: Mapping[str, Any]) -> Source:
    """Return the source of an administrator's operation, who may say from where his user asks."""
    agent = call.user_agent or None
    if "ContextData" in req:
        return Source(ip=req["ContextData"]["IpAddress"][:_IP_MAX], user_agent=agent)
    return Source(ip=call.source_ip or None, user_agent=agent, is_users=False)
