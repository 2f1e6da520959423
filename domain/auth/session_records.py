"""Records of sign-ins, in pools that track sessions: made at the end of one, moved on by refreshes.

Of one user no more may live than the pool says; a sign-in too many ends those that were used the
longest ago.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from domain.accounts.endings import end_sign_in
from domain.accounts.user_sessions import SESSIONS_MAX
from domain.auth.effects import HIS_ROWS, SPENT
from domain.auth.presented_token import Presented
from domain.auth.step import Progress
from domain.model.identifiers import PoolId, Sub
from domain.model.session import Activity, UserSession
from domain.model.source import Source
from domain.model.token import TokenFamily
from domain.pools.identifiers import new_session_id
from domain.ports.clock import Clock
from domain.ports.entropy import Entropy
from domain.ports.store import Store, Unit

_IP_MAX: Final = 128
_USER_AGENT_MAX: Final = 1_024


def opened(progress: Progress, family: TokenFamily, entropy: Entropy) -> Progress:
    """Return the progress with the record of its new family to be written, where that is wanted."""
    pool = progress.pool
    if not pool.sessions.enabled:
        return progress
    session = UserSession(
        pool_id=family.pool_id,
        sub=family.sub,
        family_id=family.id,
        id=new_session_id(entropy),
        client_id=family.client_id,
        created_at_ms=family.authenticated_at_ms,
        expires_at_ms=family.expires_at_ms,
        last=_activity(progress.source, family.authenticated_at_ms),
    )
    keep = OpenSession(session, pool.sessions.max_per_user)
    return progress.writing(HoldUser(family.pool_id, family.sub), keep)


class SessionRecords:
    """Notes the use of sign-ins; does nothing where the pool does not track sessions."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def note(self, presented: Presented, source: Source) -> None:
        """Note a refresh, in a unit of its own."""
        if presented.pool.sessions.enabled:
            with self._store.writing() as unit:
                self.note_in(unit, presented, source)

    def note_in(self, unit: Unit, presented: Presented, source: Source) -> None:
        """Note a refresh in the unit that rotates its token."""
        if presented.pool.sessions.enabled:
            family = presented.family
            activity = _activity(source, self._clock.now_ms())
            unit.sessions.touch(family.pool_id, family.sub, family.id, activity)


@dataclass(frozen=True, slots=True)
class HoldUser:
    """The user is held before the family is added, for what is counted after it.

    Two sign-ins at once would otherwise both find room for one more.
    """

    pool_id: PoolId
    sub: Sub
    rank: ClassVar[int] = SPENT

    def apply(self, unit: Unit) -> None:
        """Hold the user. Raises Missing."""
        unit.users.hold(self.pool_id, self.sub)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A record is kept of the sign-in, and those too many are ended, the longest unused first."""

    session: UserSession
    max_per_user: int
    rank: ClassVar[int] = HIS_ROWS

    def apply(self, unit: Unit) -> None:
        """End what is too much, and write the record."""
        new = self.session
        now_ms = new.created_at_ms
        live = unit.sessions.of_user(new.pool_id, new.sub, now_ms, SESSIONS_MAX)
        for surplus in live[self.max_per_user - 1 :]:
            end_sign_in(unit, surplus.pool_id, surplus.sub, surplus.family_id, now_ms)
        unit.sessions.add(new)


def _activity(source: Source, at_ms: int) -> Activity:
    """Return what is kept of a request; what a stranger may make long is cut."""
    return Activity(
        at_ms=at_ms,
        ip=source.ip[:_IP_MAX] if source.ip else None,
        user_agent=source.user_agent[:_USER_AGENT_MAX] if source.user_agent else None,
    )
