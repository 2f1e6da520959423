"""One unit of work of the store in memory: every repository over one view of the tables."""

from __future__ import annotations

from adapters.storage.memory.access_keys import MemoryAccessKeys
from adapters.storage.memory.attempts import MemoryBudgets, MemoryLocks, MemorySpent
from adapters.storage.memory.auth_events import MemoryAuthEvents
from adapters.storage.memory.clients import MemoryClients
from adapters.storage.memory.codes import MemoryCodes
from adapters.storage.memory.credentials import MemoryCredentials
from adapters.storage.memory.devices import MemoryDevices
from adapters.storage.memory.domains import MemoryDomains
from adapters.storage.memory.families import MemoryFamilies
from adapters.storage.memory.groups import MemoryGroups
from adapters.storage.memory.imports import MemoryImports
from adapters.storage.memory.items import MemoryItems
from adapters.storage.memory.limits import MemoryLimits
from adapters.storage.memory.memberships import MemoryMemberships
from adapters.storage.memory.names import MemoryNames
from adapters.storage.memory.outbox import MemoryOutbox
from adapters.storage.memory.passkeys import MemoryPasskeys
from adapters.storage.memory.pending import MemoryPending
from adapters.storage.memory.pools import MemoryPools
from adapters.storage.memory.resource_servers import MemoryResourceServers
from adapters.storage.memory.sessions import MemorySessions
from adapters.storage.memory.signing_keys import MemorySigningKeys
from adapters.storage.memory.software_tokens import MemorySoftwareTokens
from adapters.storage.memory.sweeper import MemorySweeper
from adapters.storage.memory.tables import View
from adapters.storage.memory.users import MemoryUsers


class MemoryUnit:
    """The repositories of one unit of work."""

    def __init__(self, view: View) -> None:
        self.pools = MemoryPools(view)
        self.clients = MemoryClients(view)
        self.users = MemoryUsers(view)
        self.names = MemoryNames(view)
        self.credentials = MemoryCredentials(view)
        self.software_tokens = MemorySoftwareTokens(view)
        self.devices = MemoryDevices(view)
        self.passkeys = MemoryPasskeys(view)
        self.pending = MemoryPending(view)
        self.groups = MemoryGroups(view)
        self.memberships = MemoryMemberships(view)
        self.items = MemoryItems(view)
        self.domains = MemoryDomains(view)
        self.imports = MemoryImports(view)
        self.resource_servers = MemoryResourceServers(view)
        self.codes = MemoryCodes(view)
        self.locks = MemoryLocks(view)
        self.budgets = MemoryBudgets(view)
        self.spent = MemorySpent(view)
        self.families = MemoryFamilies(view)
        self.sessions = MemorySessions(view)
        self.auth_events = MemoryAuthEvents(view)
        self.signing_keys = MemorySigningKeys(view)
        self.limits = MemoryLimits(view)
        self.access_keys = MemoryAccessKeys(view)
        self.outbox = MemoryOutbox(view)
        self.sweeper = MemorySweeper(view)
