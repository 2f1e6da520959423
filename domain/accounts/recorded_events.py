"""Recording what users do, in pools with threat protection: written with the change itself.

Nothing is recorded where the pool's protection is off. Where the pool says that such events are
logged, each is a line of the server's log too, without address or name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain.accounts.threat_protection import Tenant
from domain.model.auth_event import AuthEvent, EventResponse, EventType, Proven
from domain.model.identifiers import ClientId, Sub
from domain.model.log_delivery import EventSource
from domain.model.pool import UserPool
from domain.model.risk import Protection
from domain.model.source import Source
from domain.ports.bundle import Ports
from domain.ports.store import Unit

RETENTION_MS: Final = 90 * 86_400_000
"""For how long an event is kept."""

_IP_MAX: Final = 128

EVENTS_MAX: Final = 500
"""Refusals of one user, and as many other events, that are kept when he, or who pretends to be him,
is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a user did, as it looks to threat protection; without `event_id` it is a new event."""

    type: EventType
    response: EventResponse
    event_id: str | None = None
    blocked: bool = False
    compromised: bool = False
    proofs: tuple[Proven, ...] = ()
    device_name: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """An event that is to be stored and told; None where nothing is recorded."""

    event: AuthEvent | None = None
    client_id: ClientId | None = None
    is_logged: bool = False

    def store(self, unit: Unit) -> None:
        """Store the event, after the user's own row."""
        if self.event is not None:
            unit.auth_events.put(self.event)


NOTHING: Final = Recording()


def is_recorded(pool: UserPool) -> bool:
    """Whether what users do is recorded in the pool."""
    return pool.threat_protection != Protection.OFF


class EventRecorder:
    """Makes events, and tells of them once they are stored."""

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._reporter = ports.reporter

    def recording(self, tenant: Tenant, sub: Sub, act: Act, source: Source) -> Recording:
        """Return the event of a user, who may not exist: of him nothing is stored."""
        pool = tenant.pool
        if not is_recorded(pool):
            return NOTHING
        now_ms, origin = self._clock.now_ms(), source.at(tenant.client)
        event = AuthEvent(
            pool_id=pool.id,
            sub=sub,
            id=act.event_id or self._entropy.uuid(),
            at_ms=now_ms,
            expires_at_ms=now_ms + RETENTION_MS,
            type=act.type,
            response=act.response,
            blocked=act.blocked,
            compromised=act.compromised,
            proofs=act.proofs,
            ip=origin.ip[:_IP_MAX] if origin.ip and origin.is_users else None,
            device_name=act.device_name,
        )
        logged = any(each.source is EventSource.AUTH_EVENTS for each in pool.log_delivery)
        return Recording(event=event, client_id=tenant.client.id, is_logged=logged)

    def keep(self, recording: Recording) -> None:
        """Store what changed nothing else, in a unit of its own, and tell of it.

        Whoever knows a user's name can have him refused: the oldest refusals give way, and what
        was done by who got in does not give way to them. Of nobody nothing is stored, and to commit
        nothing takes less time: the mark that is written either way keeps that from telling who
        exists (SEC-53).
        """
        event = recording.event
        if event is None:
            return
        with self._store.writing() as unit:
            recording.store(unit)
            unit.auth_events.trim(event.pool_id, event.sub, EVENTS_MAX)
            unit.spent.spend(event.pool_id, event.sub, self._entropy.uuid(), event.at_ms)
        self.tell(recording)

    def tell(self, recording: Recording) -> None:
        """Log an event that is stored, where the pool wants that."""
        event = recording.event
        if event is None or not recording.is_logged:
            return
        self._reporter.report(
            "auth_event",
            pool_id=event.pool_id,
            client_id=recording.client_id,
            sub=event.sub,
            event_id=event.id,
            type=event.type.value,
            response=event.response.value,
            blocked=event.blocked,
            compromised=event.compromised,
        )
