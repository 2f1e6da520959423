"""One sign-in in progress: what travels, sealed, through the client between two requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.model.factors import Factor
from domain.model.identifiers import ClientId, PoolId, Sub


class State(StrEnum):
    """Where an attempt stands. Those that are challenges carry the challenge's name on the wire."""

    START = "START"
    SIGNED_UP = "SIGNED_UP"
    """What ConfirmSignUp hands out: no challenge, but a first factor to begin with."""
    CHOICE = "CHOICE"
    CUSTOM = "CUSTOM"
    PROVED = "PROVED"
    DONE = "DONE"
    SELECT_CHALLENGE = "SELECT_CHALLENGE"
    PASSWORD = "PASSWORD"
    PASSWORD_SRP = "PASSWORD_SRP"
    PASSWORD_VERIFIER = "PASSWORD_VERIFIER"
    ADMIN_NO_SRP_AUTH = "ADMIN_NO_SRP_AUTH"
    SMS_OTP = "SMS_OTP"
    EMAIL_OTP = "EMAIL_OTP"
    WEB_AUTHN = "WEB_AUTHN"
    CUSTOM_CHALLENGE = "CUSTOM_CHALLENGE"
    NEW_PASSWORD_REQUIRED = "NEW_PASSWORD_REQUIRED"
    SELECT_MFA_TYPE = "SELECT_MFA_TYPE"
    SMS_MFA = "SMS_MFA"
    SOFTWARE_TOKEN_MFA = "SOFTWARE_TOKEN_MFA"
    MFA_SETUP = "MFA_SETUP"
    DEVICE_SRP_AUTH = "DEVICE_SRP_AUTH"
    DEVICE_PASSWORD_VERIFIER = "DEVICE_PASSWORD_VERIFIER"


class Flow(StrEnum):
    """How a client begins (AuthFlow)."""

    USER_SRP_AUTH = "USER_SRP_AUTH"
    USER_PASSWORD_AUTH = "USER_PASSWORD_AUTH"
    ADMIN_USER_PASSWORD_AUTH = "ADMIN_USER_PASSWORD_AUTH"
    ADMIN_NO_SRP_AUTH = "ADMIN_NO_SRP_AUTH"
    CUSTOM_AUTH = "CUSTOM_AUTH"
    USER_AUTH = "USER_AUTH"


SRP_A = "SRP_A"
"""What begins CUSTOM_AUTH with a password: a challenge to the pool's functions, to us a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeResult:
    """One answered challenge of CUSTOM_AUTH, as the pool's functions are told of it."""

    challenge: str
    passed: bool
    metadata: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A sign-in between its first request and its tokens.

    `sub` may be the simulated one of a user who does not exist; nothing here says so. `name` is the
    canonical form of what was typed first (in brief) and `username` what answers show. `memory` is
    what the current challenge must remember, `history` what CUSTOM_AUTH has seen so far.
    `device_key` is the DEVICE_KEY that was named, `target_level` the level of assurance that must
    be reached (0: whatever is). So many of the first factors in `proven` are `credited`: proven in
    the sign-in whose access token was brought along, not in this one. `event_id` is that of what is
    recorded of the sign-in, empty where nothing is. `epoch` is the user's when
    the attempt was sealed: another one means that password, factors or standing changed since, and
    the attempt is over.
    """

    id: str
    pool_id: PoolId
    client_id: ClientId
    sub: Sub
    name: str
    username: str
    flow: Flow
    by_admin: bool
    state: State = State.START
    proven: tuple[Factor, ...] = ()
    credited: int = 0
    memory: Mapping[str, str] = field(default_factory=dict, repr=False)
    history: tuple[ChallengeResult, ...] = field(default=(), repr=False)
    device_key: str | None = None
    target_level: int = 0
    epoch: int = 0
    event_id: str = ""
    expires_at_ms: int

    @property
    def fresh(self) -> tuple[Factor, ...]:
        """What was proven in this very sign-in."""
        return self.proven[self.credited :]

    @property
    def began_by_srp(self) -> bool:
        """Whether CUSTOM_AUTH was begun with SRP, so that the functions may ask for the proof."""
        return any(each.challenge == SRP_A for each in self.history)
