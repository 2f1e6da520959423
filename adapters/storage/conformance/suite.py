"""Everything that a backend's test module imports: the classes of tests and their fixtures."""

from __future__ import annotations

from adapters.storage.conformance.atomicity import TestAtomicity, TestVisibility
from adapters.storage.conformance.auth_events import TestAuthEvents
from adapters.storage.conformance.bounds import TestBounds
from adapters.storage.conformance.budgets import TestBudgets
from adapters.storage.conformance.capabilities import Capabilities
from adapters.storage.conformance.clients import TestClients
from adapters.storage.conformance.codes import TestCodes
from adapters.storage.conformance.configuration_bounds import TestConfigurationBounds
from adapters.storage.conformance.credentials import TestCredentials
from adapters.storage.conformance.devices import TestDevices
from adapters.storage.conformance.domains import TestDomains
from adapters.storage.conformance.factor_races import TestFactorRaces
from adapters.storage.conformance.families import TestFamilies
from adapters.storage.conformance.fixtures import (
    capabilities,
    closed_store,
    reopen_after_restart,
    second_store,
    stores,
)
from adapters.storage.conformance.group_races import TestGroupRaces
from adapters.storage.conformance.groups import TestGroups
from adapters.storage.conformance.hygiene import TestHygiene
from adapters.storage.conformance.imports import TestImports
from adapters.storage.conformance.item_races import TestItemRaces
from adapters.storage.conformance.items import TestItems
from adapters.storage.conformance.keys import TestAccessKeys, TestSigningKeys
from adapters.storage.conformance.limits import TestLimits
from adapters.storage.conformance.locks import TestLocks
from adapters.storage.conformance.memberships import TestMemberships
from adapters.storage.conformance.names import TestNames
from adapters.storage.conformance.newcomers import TestNewcomers
from adapters.storage.conformance.order import TestOrder
from adapters.storage.conformance.outbox import TestOutbox
from adapters.storage.conformance.paging import TestPaging
from adapters.storage.conformance.passkeys import TestPasskeys
from adapters.storage.conformance.pending import TestPending
from adapters.storage.conformance.pools import TestPools
from adapters.storage.conformance.races import TestRaces
from adapters.storage.conformance.resource_servers import TestResourceServers
from adapters.storage.conformance.restart import TestRestart
from adapters.storage.conformance.searches import TestSearches
from adapters.storage.conformance.sessions import TestSessions
from adapters.storage.conformance.software_tokens import TestSoftwareTokens
from adapters.storage.conformance.spent import TestSpent
from adapters.storage.conformance.sweeper import TestSweeper
from adapters.storage.conformance.users import TestUsers
from adapters.storage.conformance.versions import TestVersions

__all__ = [
    "Capabilities",
    "TestAccessKeys",
    "TestAtomicity",
    "TestAuthEvents",
    "TestBounds",
    "TestBudgets",
    "TestClients",
    "TestCodes",
    "TestConfigurationBounds",
    "TestCredentials",
    "TestDevices",
    "TestDomains",
    "TestFactorRaces",
    "TestFamilies",
    "TestGroupRaces",
    "TestGroups",
    "TestHygiene",
    "TestImports",
    "TestItemRaces",
    "TestItems",
    "TestLimits",
    "TestLocks",
    "TestMemberships",
    "TestNames",
    "TestNewcomers",
    "TestOrder",
    "TestOutbox",
    "TestPaging",
    "TestPasskeys",
    "TestPending",
    "TestPools",
    "TestRaces",
    "TestResourceServers",
    "TestRestart",
    "TestSearches",
    "TestSessions",
    "TestSigningKeys",
    "TestSoftwareTokens",
    "TestSpent",
    "TestSweeper",
    "TestUsers",
    "TestVersions",
    "TestVisibility",
    "capabilities",
    "closed_store",
    "reopen_after_restart",
    "second_store",
    "stores",
]
