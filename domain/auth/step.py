"""The types of the sign-in: what a flow, a challenge and a row are, and what a step may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.accounts.new_password import NewPassword
from domain.auth.decoys import Decoys
from domain.model.attempt import Attempt, Factor, Flow, State
from domain.model.client import AppClient
from domain.model.pool import UserPool
from domain.model.user import Credentials, User
from domain.ports.clock import Clock
from domain.ports.entropy import Entropy
from domain.ports.hasher import PasswordHasher
from domain.ports.sealer import Sealer
from domain.ports.srp import ModularPower
from domain.ports.users import Standing


class Event(StrEnum):
    """What moves an attempt from one state to the next."""

    BEGIN = "BEGIN"
    PASSED = "PASSED"
    NEXT = "NEXT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """An attempt with the world it concerns, during one request.

    `user` and `credentials` are as read, or as a step changed them (`changed_user`,
    `new_credentials` say so); `user` is None for one who does not exist.
    """

    attempt: Attempt
    pool: UserPool
    client: AppClient
    user: User | None
    credentials: Credentials | None = field(repr=False)
    standing: Standing = field(repr=False)
    now_ms: int
    metadata: Mapping[str, str] = field(default_factory=dict, repr=False)
    user_changed: bool = False
    credentials_changed: bool = False
    renewed_hash: str | None = field(default=None, repr=False)

    def proven(self, factor: Factor) -> Progress:
        """Return the progress with one more factor proven."""
        attempt = replace(self.attempt, proven=(*self.attempt.proven, factor))
        return replace(self, attempt=attempt)

    def at(self, state: State, memory: Mapping[str, str] | None = None) -> Progress:
        """Return the progress in another state, remembering nothing but `memory`."""
        return replace(self, attempt=replace(self.attempt, state=state, memory=memory or {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A challenge as it goes out: what the client sees and what only we remember.

    `shown` holds text, or tuples and mappings that the API writes as JSON text.
    """

    shown: Mapping[str, object]
    memory: Mapping[str, str] = field(default_factory=dict, repr=False)


Answers = Mapping[str, str]
"""AuthParameters or ChallengeResponses, as the client sent them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """The few ports that a step may use; a step never touches the store."""

    clock: Clock
    entropy: Entropy
    sealer: Sealer
    hasher: PasswordHasher
    modular: ModularPower
    decoys: Decoys
    new_password: NewPassword


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """Something that a client is asked.

    `wants` are the keys that must be in the answer. `carries_block` says that SECRET_BLOCK stands
    in for the Session. `guesses_password` makes the machine count the attempt and spend the id
    before `check` compares anything (SEC-16, ruling 2).
    """

    state: State
    wants: tuple[str, ...]
    ask: Callable[[Progress, Kit], Asked]
    check: Callable[[Progress, Answers, Kit], Progress]
    carries_block: bool = False
    guesses_password: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStart:
    """A way to begin.

    `allowed_by` is the value of ExplicitAuthFlows that enables it and `legacy` says whether a set
    of the older values does; `refusal` is the text when it is not enabled. `admin` is whether only
    an administrator may use it (None: both may). `begin` proves what the first request can prove.
    """

    flow: Flow
    admin: bool | None
    allowed_by: str
    legacy: Callable[[frozenset[str]], bool]
    refusal: str
    wants: tuple[str, ...]
    begin: Callable[[Progress, Answers, Kit], Progress]
    guesses_password: bool = False


Guard = Callable[[Progress], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One transition: in a state, on an event, when the guard holds, then go there."""

    state: State
    event: Event
    guard: Guard
    then: Challenge | State

    @property
    def target(self) -> State:
        """The state that the row leads to."""
        return self.then if isinstance(self.then, State) else self.then.state
