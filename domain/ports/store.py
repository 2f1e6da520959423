"""The store: one object that opens units of work, each of which groups the narrow repositories."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable

from domain.ports.access_keys import AccessKeys
from domain.ports.attempts import Budgets, Locks, Spent
from domain.ports.auth_events import AuthEvents
from domain.ports.clients import Clients
from domain.ports.codes import Codes
from domain.ports.credentials import CredentialsStore
from domain.ports.devices import Devices
from domain.ports.domains import Domains
from domain.ports.families import Families
from domain.ports.groups import Groups
from domain.ports.imports import Imports
from domain.ports.items import Items
from domain.ports.limits import Limits
from domain.ports.memberships import Memberships
from domain.ports.names import Names
from domain.ports.outbox import Outbox
from domain.ports.passkeys import Passkeys
from domain.ports.pending import Pending
from domain.ports.pools import Pools
from domain.ports.resource_servers import ResourceServers
from domain.ports.sessions import Sessions
from domain.ports.signing_keys import SigningKeys
from domain.ports.software_tokens import SoftwareTokens
from domain.ports.sweeper import Sweeper
from domain.ports.users import Users


class Unit(Protocol):
    """One unit of work: everything done through it is one transaction."""

    @property
    def pools(self) -> Pools:
        """User pools."""
        ...

    @property
    def clients(self) -> Clients:
        """App clients."""
        ...

    @property
    def users(self) -> Users:
        """Users."""
        ...

    @property
    def names(self) -> Names:
        """Sign-in names."""
        ...

    @property
    def credentials(self) -> CredentialsStore:
        """Passwords in their stored forms."""
        ...

    @property
    def software_tokens(self) -> SoftwareTokens:
        """Software tokens."""
        ...

    @property
    def devices(self) -> Devices:
        """Devices."""
        ...

    @property
    def passkeys(self) -> Passkeys:
        """Passkeys."""
        ...

    @property
    def pending(self) -> Pending:
        """Values that wait for their user's next request."""
        ...

    @property
    def groups(self) -> Groups:
        """Groups."""
        ...

    @property
    def memberships(self) -> Memberships:
        """Who is in which groups."""
        ...

    @property
    def items(self) -> Items:
        """Items that pools are configured with."""
        ...

    @property
    def domains(self) -> Domains:
        """Domains of pools."""
        ...

    @property
    def imports(self) -> Imports:
        """What import jobs work with."""
        ...

    @property
    def resource_servers(self) -> ResourceServers:
        """Resource servers."""
        ...

    @property
    def codes(self) -> Codes:
        """One-time codes."""
        ...

    @property
    def locks(self) -> Locks:
        """Locks on password guessing."""
        ...

    @property
    def budgets(self) -> Budgets:
        """Uses bounded by the hour."""
        ...

    @property
    def spent(self) -> Spent:
        """Values used up."""
        ...

    @property
    def families(self) -> Families:
        """Token families."""
        ...

    @property
    def sessions(self) -> Sessions:
        """User sessions."""
        ...

    @property
    def auth_events(self) -> AuthEvents:
        """Auth events."""
        ...

    @property
    def signing_keys(self) -> SigningKeys:
        """Signing keys."""
        ...

    @property
    def limits(self) -> Limits:
        """Rates of categories."""
        ...

    @property
    def access_keys(self) -> AccessKeys:
        """Access keys."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Messages to be sent."""
        ...

    @property
    def sweeper(self) -> Sweeper:
        """Housekeeping."""
        ...


@runtime_checkable
class Store(Protocol):
    """Where everything is kept.

    Every method of it and of a unit raises `Unavailable` when the store cannot be reached or could
    not promise that the write is kept; nothing of the unit is stored then, or (only when the very
    commit got no answer) all of it. After another sentinel a unit may go on: the call that raised
    it changed nothing.

    Text is any Unicode but surrogates and U+0000 (inside attributes and documents that too);
    integers have 64 bits with sign. Both come back exactly as they were given, and text is ordered
    by code point.
    """

    def reading(self) -> AbstractContextManager[Unit]:
        """Open a unit that only reads. It sees at least everything committed before it opened.

        It never waits for a unit that writes. A method that writes raises RuntimeError in it.
        """
        ...

    def writing(self) -> AbstractContextManager[Unit]:
        """Open a unit that may write.

        A clean exit commits and returns only when the changes survive a crash; any exception
        rolls all of it back and is raised on. A unit sees its own changes; others see them after
        the commit only. Units of one thread do not nest: the inner one raises RuntimeError.

        A store may hold each row that a unit changes until its end. So that no two units wait for
        each other, all of them touch the rows of one user in one order: what is spent, the user
        himself (`users`, and `add` of families, devices, passkeys and memberships), his other rows,
        then locks, budgets, codes and pending values, messages.
        """
        ...

    def ping(self) -> None:
        """Return if the store answers and its schema is the one this program expects.

        Raises Unavailable with a reason otherwise.
        """
        ...

    def close(self) -> None:
        """Release every connection; the store is not used afterwards. May be called twice."""
        ...
