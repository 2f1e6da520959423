"""The types of the sign-in: what a flow, a challenge and a row are, and what a step may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from domain.accounts.new_password import NewPassword
from domain.accounts.threat_protection import ThreatProtection
from domain.auth.belongings import NOTHING, Belongings
from domain.auth.decoys import Decoys
from domain.auth.effects import Effect
from domain.auth.sign_in_codes import SignInCodes
from domain.model.attempt import Attempt, ChallengeResult, Flow, State
from domain.model.client import AppClient
from domain.model.factors import Factor
from domain.model.identifiers import ClientId
from domain.model.pool import UserPool
from domain.model.source import NOWHERE, Source
from domain.model.user import Credentials, User
from domain.ports.clock import Clock
from domain.ports.entropy import Entropy
from domain.ports.hasher import PasswordHasher
from domain.ports.sealer import Sealer
from domain.ports.srp import ModularPower
from domain.ports.users import Standing
from domain.ports.webauthn import PasskeyVerifier
from domain.triggers.custom_auth import CustomAuth, Verdict


class Event(StrEnum):
    """What moves an attempt from one state to the next."""

    BEGIN = "BEGIN"
    PASSED = "PASSED"
    NEXT = "NEXT"


class Claim(StrEnum):
    """What is claimed, and committed, before an answer is compared with anything (SEC-16)."""

    NOTHING = "nothing"
    """Nothing is compared, or a wrong answer tells nothing: the attempt is spent when it passes."""
    PASSWORD = "password"
    """A password guess: it counts on the user's lock and spends the attempt, right or wrong."""
    ONCE = "once"
    """The attempt alone is spent, right or wrong (ruling 2)."""
    CODE = "code"
    """One of the attempt's few tries, and of its user's; the attempt stays (ruling 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """An attempt with the world it concerns, during one request.

    `user` and `credentials` are as read, or as a step changed them (`user_changed` and
    `credentials_changed` say so); `user` is None for one who does not exist. `is_compromised` says
    that strangers know the password which was given in this request. `choice` is the
    challenge that the client has chosen in this request, `available` what it can choose from in
    USER_AUTH, `verdict` what DefineAuthChallenge wants next, and `effects` is what else is to be
    written with the outcome.
    """

    attempt: Attempt
    pool: UserPool
    client: AppClient
    user: User | None
    credentials: Credentials | None = field(repr=False)
    standing: Standing = field(repr=False)
    now_ms: int
    metadata: Mapping[str, str] = field(default_factory=dict, repr=False)
    source: Source = NOWHERE
    belongings: Belongings = NOTHING
    choice: State | None = None
    available: tuple[State, ...] = ()
    verdict: Verdict | None = None
    effects: tuple[Effect, ...] = ()
    user_changed: bool = False
    credentials_changed: bool = False
    renewed_credentials: Credentials | None = field(default=None, repr=False)
    is_compromised: bool = False

    def proven(self, factor: Factor) -> Progress:
        """Return the progress with one more factor proven."""
        attempt = replace(self.attempt, proven=(*self.attempt.proven, factor))
        return replace(self, attempt=attempt)

    def at(self, state: State, memory: Mapping[str, str] | None = None) -> Progress:
        """Return the progress in another state, remembering nothing but `memory`."""
        return replace(self, attempt=replace(self.attempt, state=state, memory=memory or {}))

    def choosing(self, choice: State) -> Progress:
        """Return the progress with the challenge that the client wants next."""
        return replace(self, choice=choice)

    def seen(self, challenge: str, *, passed: bool, metadata: str | None = None) -> Progress:
        """Return the progress with one more challenge that the functions of CUSTOM_AUTH hear of."""
        result = ChallengeResult(challenge=challenge, passed=passed, metadata=metadata)
        attempt = replace(self.attempt, history=(*self.attempt.history, result))
        return replace(self, attempt=attempt)

    def writing(self, *effects: Effect) -> Progress:
        """Return the progress with more to be written."""
        return replace(self, effects=(*self.effects, *effects))

    def renewed(self, attempt_id: str, memory: Mapping[str, str]) -> Attempt:
        """Return the attempt as its next Session holds it: with an id and a lifetime of its own."""
        validity_ms = self.client.auth_session_validity_min * 60_000
        return replace(
            self.attempt,
            id=attempt_id,
            memory=memory,
            epoch=self.user.epoch if self.user else 0,
            expires_at_ms=self.now_ms + validity_ms,
        )

    def with_user(self, user: User) -> Progress:
        """Return the progress with its user changed, to be saved with the outcome."""
        return replace(self, user=user, user_changed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A challenge as it goes out: what the client sees and what only we remember.

    `shown` holds text, or tuples and mappings that the API writes as JSON text. With `waits_as` the
    sealed attempt also waits in the store under that name, for clients that come back without it.
    """

    shown: Mapping[str, object]
    memory: Mapping[str, str] = field(default_factory=dict, repr=False)
    effects: tuple[Effect, ...] = ()
    waits_as: str | None = None


Answers = Mapping[str, str]
"""AuthParameters or ChallengeResponses, as the client sent them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """The few ports that a step may use; a step never touches the store.

    `srp_verifiers` is the deployment's setting: "never" means that nobody can prove by SRP.
    """

    clock: Clock
    entropy: Entropy
    sealer: Sealer
    hasher: PasswordHasher
    modular: ModularPower
    passkeys: PasskeyVerifier
    decoys: Decoys
    new_password: NewPassword
    protection: ThreatProtection
    codes: SignInCodes
    custom_auth: CustomAuth
    srp_verifiers: str


def claims(claim: Claim) -> Callable[[Answers], Claim]:
    """Return the claim of a step that always makes the same one."""
    return lambda _answers: claim


_CLAIMS_NOTHING: Final = claims(Claim.NOTHING)


def _admits(_pool: UserPool, _answers: Answers, _kit: Kit) -> None:
    """Ask nothing more of pool and parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """Something that a client is asked.

    `wants` are the keys that must be in the answer. `claim` is what the machine claims before
    `check` compares anything. `carries_block` says that SECRET_BLOCK stands in for the Session,
    `simulated` that users who do not exist are asked it too, and are told nothing before a proof,
    and `admin` that only an administrator may answer it. `waits_as` is the name under which the
    attempt of an answer without Session waits in the store, where there may be one.
    """

    state: State
    wants: tuple[str, ...]
    ask: Callable[[Progress, Kit], Asked]
    check: Callable[[Progress, Answers, Kit], Progress]
    claim: Callable[[Answers], Claim] = _CLAIMS_NOTHING
    carries_block: bool = False
    simulated: bool = False
    admin: bool = False
    waits_as: Callable[[ClientId, Answers], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A state that the machine leaves again at once, by firing NEXT, after `enter`."""

    state: State
    enter: Callable[[Progress, Kit], Progress]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStart:
    """A way to begin.

    `allowed_by` is the value of ExplicitAuthFlows that enables it and `legacy` says whether a set
    of the older values does; `refusal` is the text when it is not enabled. `admin` is whether only
    an administrator may use it (None: both may). `admit` refuses what the flow cannot do with this
    pool or these parameters, before anybody is looked at (known and unknown names alike). `begin`
    proves what the first request can prove, after `claim` was claimed. `heeds_lock` says that the
    lock on passwords stops it at once; where a flow goes on without a password, the lock is asked
    when one is given (ruling 4).
    `choice_based` says that only pools of the higher plans have it, and that it takes the Session
    of a confirmed sign-up and the credit of an access token.
    """

    flow: Flow
    admin: bool | None
    allowed_by: str
    legacy: Callable[[frozenset[str]], bool]
    refusal: str
    wants: tuple[str, ...]
    begin: Callable[[Progress, Answers, Kit], Progress]
    admit: Callable[[UserPool, Answers, Kit], None] = _admits
    claim: Callable[[Answers], Claim] = _CLAIMS_NOTHING
    heeds_lock: bool = True
    choice_based: bool = False


Guard = Callable[[Progress], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One transition: in a state, on an event, when the guard holds, then go there."""

    state: State
    event: Event
    guard: Guard
    then: Challenge | Hub | State

    @property
    def target(self) -> State:
        """The state that the row leads to."""
        return self.then if isinstance(self.then, State) else self.then.state
