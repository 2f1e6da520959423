"""One unit of work in SQL: every repository over one connection."""

from __future__ import annotations

from adapters.storage.sql.access_keys import SqlAccessKeys
from adapters.storage.sql.auth_events import SqlAuthEvents
from adapters.storage.sql.budgets import SqlBudgets
from adapters.storage.sql.clients import SqlClients
from adapters.storage.sql.codes import SqlCodes
from adapters.storage.sql.credentials import SqlCredentials
from adapters.storage.sql.devices import SqlDevices
from adapters.storage.sql.domains import SqlDomains
from adapters.storage.sql.families import SqlFamilies
from adapters.storage.sql.groups import SqlGroups
from adapters.storage.sql.imports import SqlImports
from adapters.storage.sql.items import SqlItems
from adapters.storage.sql.limits import SqlLimits
from adapters.storage.sql.locks import SqlLocks
from adapters.storage.sql.memberships import SqlMemberships
from adapters.storage.sql.names import SqlNames
from adapters.storage.sql.outbox import SqlOutbox
from adapters.storage.sql.passkeys import SqlPasskeys
from adapters.storage.sql.pending import SqlPending
from adapters.storage.sql.pools import SqlPools
from adapters.storage.sql.resource_servers import SqlResourceServers
from adapters.storage.sql.sessions import SqlSessions
from adapters.storage.sql.signing_keys import SqlSigningKeys
from adapters.storage.sql.software_tokens import SqlSoftwareTokens
from adapters.storage.sql.spent import SqlSpent
from adapters.storage.sql.sweeper import SqlSweeper
from adapters.storage.sql.users import SqlUsers
from adapters.storage.sql.work import Work


class SqlUnit:
    """The repositories of one unit of work, made when they are asked for: few units use many."""

    __slots__ = ("_work",)

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def pools(self) -> SqlPools:
        """User pools."""
        return SqlPools(self._work)

    @property
    def clients(self) -> SqlClients:
        """App clients."""
        return SqlClients(self._work)

    @property
    def users(self) -> SqlUsers:
        """Users."""
        return SqlUsers(self._work)

    @property
    def names(self) -> SqlNames:
        """Sign-in names."""
        return SqlNames(self._work)

    @property
    def credentials(self) -> SqlCredentials:
        """Passwords in their stored forms."""
        return SqlCredentials(self._work)

    @property
    def software_tokens(self) -> SqlSoftwareTokens:
        """Software tokens."""
        return SqlSoftwareTokens(self._work)

    @property
    def devices(self) -> SqlDevices:
        """Devices."""
        return SqlDevices(self._work)

    @property
    def passkeys(self) -> SqlPasskeys:
        """Passkeys."""
        return SqlPasskeys(self._work)

    @property
    def pending(self) -> SqlPending:
        """Values that wait for their user's next request."""
        return SqlPending(self._work)

    @property
    def groups(self) -> SqlGroups:
        """Groups."""
        return SqlGroups(self._work)

    @property
    def memberships(self) -> SqlMemberships:
        """Who is in which groups."""
        return SqlMemberships(self._work)

    @property
    def items(self) -> SqlItems:
        """Items that pools are configured with."""
        return SqlItems(self._work)

    @property
    def domains(self) -> SqlDomains:
        """Domains of pools."""
        return SqlDomains(self._work)

    @property
    def imports(self) -> SqlImports:
        """What import jobs work with."""
        return SqlImports(self._work)

    @property
    def resource_servers(self) -> SqlResourceServers:
        """Resource servers."""
        return SqlResourceServers(self._work)

    @property
    def codes(self) -> SqlCodes:
        """One-time codes."""
        return SqlCodes(self._work)

    @property
    def locks(self) -> SqlLocks:
        """Locks on password guessing."""
        return SqlLocks(self._work)

    @property
    def budgets(self) -> SqlBudgets:
        """Uses bounded by the hour."""
        return SqlBudgets(self._work)

    @property
    def spent(self) -> SqlSpent:
        """Values used up."""
        return SqlSpent(self._work)

    @property
    def families(self) -> SqlFamilies:
        """Token families."""
        return SqlFamilies(self._work)

    @property
    def auth_events(self) -> SqlAuthEvents:
        """Auth events."""
        return SqlAuthEvents(self._work)

    @property
    def sessions(self) -> SqlSessions:
        """User sessions."""
        return SqlSessions(self._work)

    @property
    def signing_keys(self) -> SqlSigningKeys:
        """Signing keys."""
        return SqlSigningKeys(self._work)

    @property
    def limits(self) -> SqlLimits:
        """Rates of categories."""
        return SqlLimits(self._work)

    @property
    def access_keys(self) -> SqlAccessKeys:
        """Access keys."""
        return SqlAccessKeys(self._work)

    @property
    def outbox(self) -> SqlOutbox:
        """Messages to be sent."""
        return SqlOutbox(self._work)

    @property
    def sweeper(self) -> SqlSweeper:
        """Housekeeping."""
        return SqlSweeper(self._work)
