"""What the store in memory keeps: one dictionary a table, and how a unit of work sees them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields

from adapters.storage.memory.rows import Rows
from domain.model.access_key import AccessKey
from domain.model.auth_event import AuthEvent
from domain.model.client import AppClient
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.device import Device
from domain.model.domain import Domain
from domain.model.factors import SoftwareToken
from domain.model.group import Group
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.import_job import FilePiece
from domain.model.keys import SigningKey
from domain.model.message import OutboxEntry
from domain.model.passkey import Passkey
from domain.model.pending import PendingValue
from domain.model.pool import UserPool
from domain.model.resource_server import ResourceServer
from domain.model.session import UserSession
from domain.model.token import TokenFamily
from domain.model.user import Credentials, NameKind, User


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    """Whose a sign-in name is."""

    pool_id: PoolId
    kind: NameKind
    value: str
    sub: Sub


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipsRow:
    """The names of all groups that a user is in."""

    pool_id: PoolId
    sub: Sub
    groups: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """An item of a pool, under the name of its kind."""

    pool_id: PoolId
    kind: str
    key: str
    item: object


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """When an import job is to be worked on."""

    pool_id: PoolId
    job_id: str
    due_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """Requests a second of a category."""

    category: str
    per_second: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRow:
    """Wrong passwords in a row, and the time of the last one."""

    pool_id: PoolId
    sub: Sub
    failures: int
    last_attempt_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRow:
    """Uses taken in a window, and when the window ends."""

    pool_id: PoolId
    sub: Sub
    name: str
    used: int
    ends_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentRow:
    """The id of a value that was used."""

    pool_id: PoolId
    sub: Sub
    value_id: str
    expires_at_ms: int


@dataclass(frozen=True, slots=True)
class Tables:
    """The committed rows, by their primary keys."""

    pool_ids: dict[PoolId, PoolId] = field(default_factory=dict)
    pools: dict[PoolId, UserPool] = field(default_factory=dict)
    clients: dict[ClientId, AppClient] = field(default_factory=dict)
    users: dict[tuple[PoolId, Sub], User] = field(default_factory=dict)
    names: dict[tuple[PoolId, NameKind, str], NameRow] = field(default_factory=dict)
    credentials: dict[tuple[PoolId, Sub], Credentials] = field(default_factory=dict)
    software_tokens: dict[tuple[PoolId, Sub], SoftwareToken] = field(default_factory=dict)
    devices: dict[tuple[PoolId, Sub, str], Device] = field(default_factory=dict)
    passkeys: dict[tuple[PoolId, Sub, str], Passkey] = field(default_factory=dict)
    groups: dict[tuple[PoolId, str], Group] = field(default_factory=dict)
    memberships: dict[tuple[PoolId, Sub], MembershipsRow] = field(default_factory=dict)
    items: dict[tuple[PoolId, str, str], ItemRow] = field(default_factory=dict)
    domains: dict[str, Domain] = field(default_factory=dict)
    import_pieces: dict[tuple[PoolId, str, str, int], FilePiece] = field(default_factory=dict)
    import_queue: dict[tuple[PoolId, str], DueRow] = field(default_factory=dict)
    resource_servers: dict[tuple[PoolId, str], ResourceServer] = field(default_factory=dict)
    pending: dict[tuple[PoolId, Sub, str], PendingValue] = field(default_factory=dict)
    codes: dict[tuple[PoolId, Sub, CodePurpose], OneTimeCode] = field(default_factory=dict)
    locks: dict[tuple[PoolId, Sub], LockRow] = field(default_factory=dict)
    budgets: dict[tuple[PoolId, Sub, str], BudgetRow] = field(default_factory=dict)
    spent: dict[tuple[PoolId, Sub, str], SpentRow] = field(default_factory=dict)
    families: dict[tuple[PoolId, Sub, str], TokenFamily] = field(default_factory=dict)
    sessions: dict[tuple[PoolId, Sub, str], UserSession] = field(default_factory=dict)
    auth_events: dict[tuple[PoolId, Sub, str], AuthEvent] = field(default_factory=dict)
    signing_keys: dict[tuple[str, str], SigningKey] = field(default_factory=dict)
    limits: dict[str, LimitRow] = field(default_factory=dict)
    access_keys: dict[str, AccessKey] = field(default_factory=dict)
    outbox: dict[str, OutboxEntry] = field(default_factory=dict)


class View:
    """All tables as one unit of work sees them."""

    def __init__(
        self, tables: Tables, guard: AbstractContextManager[object], *, writable: bool
    ) -> None:
        self.guard = guard
        """Held for a read of several rows that must belong together."""
        self.pool_ids = Rows(tables.pool_ids, guard, writable=writable)
        self.pools = Rows(tables.pools, guard, writable=writable)
        self.clients = Rows(tables.clients, guard, writable=writable)
        self.users = Rows(tables.users, guard, writable=writable)
        self.names = Rows(tables.names, guard, writable=writable)
        self.credentials = Rows(tables.credentials, guard, writable=writable)
        self.software_tokens = Rows(tables.software_tokens, guard, writable=writable)
        self.devices = Rows(tables.devices, guard, writable=writable)
        self.passkeys = Rows(tables.passkeys, guard, writable=writable)
        self.groups = Rows(tables.groups, guard, writable=writable)
        self.memberships = Rows(tables.memberships, guard, writable=writable)
        self.items = Rows(tables.items, guard, writable=writable)
        self.domains = Rows(tables.domains, guard, writable=writable)
        self.import_pieces = Rows(tables.import_pieces, guard, writable=writable)
        self.import_queue = Rows(tables.import_queue, guard, writable=writable)
        self.resource_servers = Rows(tables.resource_servers, guard, writable=writable)
        self.pending = Rows(tables.pending, guard, writable=writable)
        self.codes = Rows(tables.codes, guard, writable=writable)
        self.locks = Rows(tables.locks, guard, writable=writable)
        self.budgets = Rows(tables.budgets, guard, writable=writable)
        self.spent = Rows(tables.spent, guard, writable=writable)
        self.families = Rows(tables.families, guard, writable=writable)
        self.sessions = Rows(tables.sessions, guard, writable=writable)
        self.auth_events = Rows(tables.auth_events, guard, writable=writable)
        self.signing_keys = Rows(tables.signing_keys, guard, writable=writable)
        self.limits = Rows(tables.limits, guard, writable=writable)
        self.access_keys = Rows(tables.access_keys, guard, writable=writable)
        self.outbox = Rows(tables.outbox, guard, writable=writable)

    def commit(self) -> None:
        """Make all changes visible to other units at once."""
        with self.guard:
            for table in fields(Tables):
                rows: Rows[object, object] = getattr(self, table.name)
                rows.commit()
