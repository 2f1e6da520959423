"""Running a pool's triggers: functions of the operator's that may veto or shape what happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol, runtime_checkable

VOUCHED: Final = "vouched"
"""The member of an answer to UserMigration under which a `Vouched` may be."""


class TriggerRefused(Exception):
    """The function raised an error; the text is meant for the client."""


class TriggerUnreachable(Exception):
    """The function could not be run to its end; the text says why."""


class TriggerGarbled(Exception):
    """The function answered something that is no answer."""


class TriggerNotJson(TriggerGarbled):
    """The function answered something that is not even JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerEvent:
    """One invocation: the trigger ("PreSignUp"), its function, and the whole event.

    Events hold passwords and what a pool's functions keep from its clients. Where the event's own
    `response` is empty the function has nothing to say: any JSON is an answer, and so is none.
    """

    trigger: str
    arn: str
    event: Mapping[str, object] = field(repr=False)
    waits: bool = True
    """False for custom senders: nobody waits for the answer, and nothing of it is used."""
    code_key: str | None = None
    """For custom senders: the KMS key that the pool names, under which the code is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VouchedGroup:
    """A group that a user was in where he comes from, as it was there."""

    name: str
    description: str | None = None
    precedence: int | None = None
    role_arn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What a target vouches for, of a user who moves in, that no function may say of him.

    `second_factors` are those that he had on, as in UserMFASettingList. Only a kind of target makes
    one, which the operator named for it: what comes as JSON never is a value of this class, so that
    a function cannot give anybody the `sub` of another.
    """

    sub: str | None = None
    groups: tuple[VouchedGroup, ...] = ()
    second_factors: tuple[str, ...] = ()


NOT_VOUCHED = Vouched()


@runtime_checkable
class TriggerRunner(Protocol):
    """Invokes functions. Never called while a unit of work is open."""

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        """Return the `response` member of the function's answer, empty if nobody reads it.

        Raises TriggerRefused, TriggerUnreachable or TriggerGarbled; there is no other outcome.
        """
        ...
