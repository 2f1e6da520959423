"""Threat protection: what a pool, or one of its clients, does about risks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class PasswordEvent(StrEnum):
    """When a password is given that may be known to strangers (EventFilter)."""

    SIGN_IN = "SIGN_IN"
    PASSWORD_CHANGE = "PASSWORD_CHANGE"
    SIGN_UP = "SIGN_UP"


class Protection(StrEnum):
    """What a pool's threat protection does: nothing, look on, or step in."""

    OFF = "OFF"
    AUDIT = "AUDIT"
    ENFORCED = "ENFORCED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompromisedCredentials:
    """What becomes of a password that strangers know; without `events`, at all of them."""

    blocks: bool
    events: tuple[PasswordEvent, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskExceptions:
    """Networks in CIDR notation, as they were given; None where none were.

    From `blocked` ones nobody gets in; at `skipped` ones nothing is looked at.
    """

    blocked: tuple[str, ...] | None = None
    skipped: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskConfiguration:
    """Each part is None where nothing was said of it.

    `account_takeover` is kept as it was given, and nothing acts on it: no risk is scored.
    """

    compromised: CompromisedCredentials | None = None
    exceptions: RiskExceptions | None = None
    account_takeover: Mapping[str, object] | None = None
    modified_at_ms: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said at all."""
        return self.compromised is None and self.exceptions is None and not self.account_takeover
