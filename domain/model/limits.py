"""Limits: how many requests of a category a second the whole deployment takes.

Which operations are of which category is known where operations are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

DEFAULTS: Final[Mapping[str, int]] = {
    "ClientAuthentication": 150,
    "UserAccountRecovery": 30,
    "UserAuthentication": 120,
    "UserCreation": 50,
    "UserFederation": 25,
    "UserList": 30,
    "UserPoolClientRead": 15,
    "UserPoolClientUpdate": 15,
    "UserPoolRead": 15,
    "UserPoolResourceRead": 20,
    "UserPoolResourceUpdate": 15,
    "UserPoolUpdate": 15,
    "UserRead": 120,
    "UserResourceRead": 50,
    "UserResourceUpdate": 25,
    "UserToken": 120,
    "UserUpdate": 25,
}
"""Requests a second by category where nothing was set (users-and-pools.md 17)."""

PROVISIONED_MAX: Final = 100_000
"""Requests a second that can be set at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The limit of a category: as it is, and as it is where nothing was set."""

    category: str
    provisioned: int
    default: int
