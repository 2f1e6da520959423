"""One unit of work in SQL: every repository over one connection."""

from __future__ import annotations

from adapters.storage.sql.access_keys import SqlAccessKeys
from adapters.storage.sql.budgets import SqlBudgets
from adapters.storage.sql.clients import SqlClients
from adapters.storage.sql.codes import SqlCodes
from adapters.storage.sql.credentials import SqlCredentials
from adapters.storage.sql.families import SqlFamilies
from adapters.storage.sql.locks import SqlLocks
from adapters.storage.sql.names import SqlNames
from adapters.storage.sql.outbox import SqlOutbox
from adapters.storage.sql.pools import SqlPools
from adapters.storage.sql.signing_keys import SqlSigningKeys
from adapters.storage.sql.spent import SqlSpent
from adapters.storage.sql.sweeper import SqlSweeper
from adapters.storage.sql.users import SqlUsers
from adapters.storage.sql.work import Work


class SqlUnit:
    """The repositories of one unit of work."""

    def __init__(self, work: Work) -> None:
        self.pools = SqlPools(work)
        self.clients = SqlClients(work)
        self.users = SqlUsers(work)
        self.names = SqlNames(work)
        self.credentials = SqlCredentials(work)
        self.codes = SqlCodes(work)
        self.locks = SqlLocks(work)
        self.budgets = SqlBudgets(work)
        self.spent = SqlSpent(work)
        self.families = SqlFamilies(work)
        self.signing_keys = SqlSigningKeys(work)
        self.access_keys = SqlAccessKeys(work)
        self.outbox = SqlOutbox(work)
        self.sweeper = SqlSweeper(work)
