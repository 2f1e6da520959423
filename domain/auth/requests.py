"""What a sign-in is asked and what it answers, free of any wire form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.model.identifiers import ClientId, PoolId
from domain.model.source import NOWHERE, Source
from domain.model.token import IssuedTokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: the public, or an administrator (then with the pool that he named)."""

    client_id: ClientId
    pool_id: PoolId | None = None
    source: Source = NOWHERE

    @property
    def is_admin(self) -> bool:
        """Whether the request was signed and authorised for the pool."""
        return self.pool_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginRequest:
    """InitiateAuth or AdminInitiateAuth. `flow` is the wire word; `answers` are AuthParameters.

    `session` is that of ConfirmSignUp.
    """

    caller: Caller
    flow: str
    answers: Mapping[str, str] = field(repr=False)
    session: str | None = field(default=None, repr=False)
    metadata: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRequest:
    """RespondToAuthChallenge or its Admin twin; `answers` are ChallengeResponses."""

    caller: Caller
    challenge: str
    answers: Mapping[str, str] = field(repr=False)
    session: str | None = field(default=None, repr=False)
    metadata: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeAsked:
    """The sign-in goes on: what is asked. Values of `parameters` are text, tuples or mappings.

    `available` are the challenges that the client may choose from, in USER_AUTH only.
    """

    challenge: str
    parameters: Mapping[str, object] = field(repr=False)
    session: str | None = field(default=None, repr=False)
    available: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The sign-in is over."""

    tokens: IssuedTokens


Outcome = ChallengeAsked | SignedIn
