"""Parts of the API that commands use without a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.api import direct, policy
from domain.services import Services


def operate(services: Services, operation: str, members: Mapping[str, object]) -> dict[str, Any]:
    """Do an operation of the API without HTTP. Raises CognitoError."""
    return direct.operate(services, operation, members)


def checked_policy(document: object) -> None:
    """Raise ValueError, saying where and why, for a policy that no key may be made with."""
    policy.check(document)
