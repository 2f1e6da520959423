"""The conformance suite fails for every fault that is planted in the store in memory."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from itertools import product
from typing import Final

import pytest

from adapters.storage.conformance.acts import ACTS
from adapters.storage.memory import MemoryStore
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
from domain.ports.store import Store, Unit
from domain.ports.sweeper import Sweeper
from domain.ports.users import Users
from tests.contract.faulty_store import Fault, FaultyStore, NeverCommits, Plant
from tests.contract.suite_runs import SuiteTest, suite_tests

PORTS: Final[Mapping[str, type]] = {
    "pools": Pools,
    "clients": Clients,
    "users": Users,
    "names": Names,
    "credentials": CredentialsStore,
    "software_tokens": SoftwareTokens,
    "devices": Devices,
    "passkeys": Passkeys,
    "groups": Groups,
    "memberships": Memberships,
    "items": Items,
    "domains": Domains,
    "imports": Imports,
    "resource_servers": ResourceServers,
    "pending": Pending,
    "codes": Codes,
    "locks": Locks,
    "budgets": Budgets,
    "spent": Spent,
    "families": Families,
    "sessions": Sessions,
    "auth_events": AuthEvents,
    "signing_keys": SigningKeys,
    "limits": Limits,
    "access_keys": AccessKeys,
    "outbox": Outbox,
    "sweeper": Sweeper,
}
METHODS: Final = [
    f"{repository}.{name}"
    for repository, port in PORTS.items()
    for name, member in vars(port).items()
    if inspect.isfunction(member) and not name.startswith("_")
]
READING: Final = [method for method in METHODS if method not in ACTS]
WRITING: Final = [method for method in METHODS if method in ACTS]

NOT_OBSERVABLE: Final = {
    "names.claim": "a name that is the user's already stays his",
    "names.release": "nothing happens if the name is not the user's any more",
    "credentials.replace_hash": "the same hash is written again under the same generation",
    "software_tokens.put": "the same token takes its own place",
    "devices.remember": "the same marks are set again, with the same time",
    "devices.touch": "the same sign-in is noted again",
    "groups.save": "the same group takes its own place",
    "memberships.add": "a user who is in the group already stays in it",
    "memberships.remove": "the user is not in the group any more",
    "items.put": "the same item takes its own place",
    "imports.keep": "the same piece takes its own place",
    "imports.schedule": "the job is due at the same time",
    "imports.unschedule": "nothing happens if the job is not due",
    "resource_servers.save": "the same server takes its own place",
    "pending.put": "the same value takes its own place",
    "codes.put": "the same code takes its own place",
    "codes.drop": "no codes are left to drop",
    "locks.clear": "no failures are left to forget",
    "budgets.restore": "no uses are left to forget",
    "sessions.touch": "the same activity is noted again",
    "sessions.drop": "no record is left to delete",
    "sessions.drop_all": "no records are left to delete",
    "auth_events.trim": "none are left but the latest",
    "auth_events.put": "the same event takes its own place",
    "auth_events.give_feedback": "the same is said again, with the same time",
    "limits.put": "the same rate takes its own place",
    "access_keys.disable": "the time of the first call stays",
    "outbox.postpone": "the message is due at the same time",
    "outbox.remove": "nothing happens if the message is gone",
}
"""Methods that the contract makes idempotent: to do them twice is no fault."""


def _plants() -> list[Plant]:
    """Return every fault that must be noticed. To read twice changes nothing, so is no fault."""
    writing = [
        _plant(method, fault)
        for method, fault in product(WRITING, Fault)
        if fault is not Fault.DOES_IT_TWICE or method not in NOT_OBSERVABLE
    ]
    return [*writing, *(_plant(method, Fault.DOES_NOTHING) for method in READING)]


def _plant(method: str, fault: Fault) -> Plant:
    repository, _, name = method.partition(".")
    return Plant(repository, name, fault, reads=method in READING)


SUITE: Final = suite_tests()


def _is_caught(plant: Plant) -> bool:
    """Whether some test of the suite fails; those about the method are run first."""
    about = (PORTS[plant.repository].__name__, plant.method)
    tests = sorted(SUITE, key=lambda test: (test.port, test.method) != about)
    return any(_fails(test, FaultyStore(plant)) for test in tests)


def _fails(test: SuiteTest, store: Store) -> bool:
    try:
        test.run(store)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 (a wrong store may raise anything)
        return True
    return False


def test_the_suite_passes_without_a_fault() -> None:
    """What is run below passes on the right store, so that a failure is the fault's."""
    assert len(SUITE) > 200
    for test in SUITE:
        test.run(MemoryStore())


def test_every_method_is_known() -> None:
    """Every method of every port is planted with faults, and units have no other repository."""
    assert set(ACTS) == set(WRITING)
    assert set(PORTS) == {name for name, it in vars(Unit).items() if isinstance(it, property)}
    assert set(NOT_OBSERVABLE) <= set(WRITING)


@pytest.mark.parametrize("plant", _plants(), ids=str)
def test_a_fault_is_caught(plant: Plant) -> None:
    """The suite fails on a store with this fault."""
    assert _is_caught(plant)


@pytest.mark.parametrize("method", NOT_OBSERVABLE)
def test_doing_it_twice_is_no_fault(method: str) -> None:
    """The suite passes where the contract makes the method idempotent."""
    assert not _is_caught(_plant(method, Fault.DOES_IT_TWICE))


def test_a_store_that_never_commits_is_caught() -> None:
    """The suite fails on a store that keeps nothing."""
    assert any(_fails(test, NeverCommits()) for test in SUITE)
