"""What every operation is called with, beside its request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request's surroundings: the services, who calls, and from where.

    An operation is `operation(call, request) -> response` with the shapes of `wire.model`. It
    checks the access token itself, if its class asks for one; a signature has been checked.
    """

    services: Services
    operation: str
    request_id: str
    principal: str | None
    """Id of the access key whose signature was accepted; None where none is asked for."""
    source_ip: str
    user_agent: str
