"""How many statements the hot paths of the store in SQL cost, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.acts import ACTS
from adapters.storage.conformance.domain_samples import PREFIX
from adapters.storage.conformance.item_samples import KEY, THINGS
from adapters.storage.conformance.server_samples import SERVER
from adapters.storage.conformance.world import make_world
from adapters.storage.sql import SqlStore
from adapters.storage.sql.observe import observe
from domain.model.search import Search, Searched
from domain.model.user import NameKind
from domain.ports.store import Unit

READS: dict[str, Callable[[Unit], object]] = {
    "names.find": lambda unit: unit.names.find(s.POOL_ID, s.CLIENT_ID, s.SUB, tuple(NameKind)),
    "users.standing": lambda unit: unit.users.standing(s.POOL_ID, s.SUB, s.CLIENT_ID),
    "users.standing with a family": lambda unit: unit.users.standing(
        s.POOL_ID, s.SUB, s.CLIENT_ID, s.FAMILY.id
    ),
    "users.standing with memberships": lambda unit: unit.users.standing(
        s.POOL_ID, s.SUB, s.CLIENT_ID, with_memberships=True
    ),
    "users.standing with all": lambda unit: unit.users.standing(
        s.POOL_ID, s.SUB, s.CLIENT_ID, s.FAMILY.id, with_memberships=True
    ),
    "users.standing of nobody": lambda unit: unit.users.standing(s.POOL_ID, s.NOBODY),
    "users.page": lambda unit: unit.users.page(s.POOL_ID, None, None, 10),
    **{
        f"users.page by {attribute}": lambda unit, attribute=attribute: unit.users.page(  # type: ignore[misc]
            s.POOL_ID, Search(attribute=attribute, value="a", is_prefix=True), None, 10
        )
        for attribute in Searched
    },
    "users.count": lambda unit: unit.users.count(s.POOL_ID, 10),
    "software_tokens.get": lambda unit: unit.software_tokens.get(s.POOL_ID, s.SUB),
    "devices.get": lambda unit: unit.devices.get(s.POOL_ID, s.SUB, s.DEVICE.key),
    "devices.page": lambda unit: unit.devices.page(s.POOL_ID, s.SUB, None, 10),
    "passkeys.of_user": lambda unit: unit.passkeys.of_user(s.POOL_ID, s.SUB),
    "groups.get": lambda unit: unit.groups.get(s.POOL_ID, s.GROUP.name),
    "groups.page": lambda unit: unit.groups.page(s.POOL_ID, None, 10),
    "groups.count": lambda unit: unit.groups.count(s.POOL_ID, 10),
    "memberships.groups": lambda unit: unit.memberships.groups(s.POOL_ID, s.SUB, None, 10),
    "memberships.users": lambda unit: unit.memberships.users(s.POOL_ID, s.GROUP.name, None, 10),
    "memberships.count": lambda unit: unit.memberships.count(s.POOL_ID, s.SUB, 10),
    "items.get": lambda unit: unit.items.get(THINGS, s.POOL_ID, KEY),
    "items.page": lambda unit: unit.items.page(THINGS, s.POOL_ID, None, 10),
    "items.count": lambda unit: unit.items.count(THINGS, s.POOL_ID, 10),
    "limits.all": lambda unit: unit.limits.all(),
    "domains.get": lambda unit: unit.domains.get(PREFIX.name),
    "domains.of_pool": lambda unit: unit.domains.of_pool(s.POOL_ID),
    "resource_servers.get": lambda unit: unit.resource_servers.get(s.POOL_ID, SERVER.identifier),
    "resource_servers.page": lambda unit: unit.resource_servers.page(s.POOL_ID, None, 10),
    "resource_servers.count": lambda unit: unit.resource_servers.count(s.POOL_ID, 10),
    "resource_servers.scopes": lambda unit: unit.resource_servers.scopes(s.POOL_ID, s.CLIENT_ID),
    "pending.get": lambda unit: unit.pending.get(s.POOL_ID, s.SUB, s.PENDING.name),
    "codes.get": lambda unit: unit.codes.get(s.POOL_ID, s.SUB, s.CODE.purpose),
    "sessions.of_user": lambda unit: unit.sessions.of_user(s.POOL_ID, s.SUB, s.NOW_MS, 10),
    "auth_events.page": lambda unit: unit.auth_events.page(s.POOL_ID, s.SUB, None, 10),
    "spent.is_spent": lambda unit: unit.spent.is_spent(s.POOL_ID, s.SUB, "value-1"),
    "pools.get": lambda unit: unit.pools.get(s.POOL_ID),
    "clients.get": lambda unit: unit.clients.get(s.CLIENT_ID),
    "pools.page": lambda unit: unit.pools.page(None, 10),
    "clients.page": lambda unit: unit.clients.page(s.POOL_ID, None, 10),
    "signing_keys.of_pool": lambda unit: unit.signing_keys.of_pool(s.POOL_ID),
}
SINGLE_WRITES = (
    "names.claim",
    "names.release",
    "credentials.save",
    "credentials.replace_hash",
    "software_tokens.put",
    "software_tokens.use",
    "software_tokens.drop",
    "devices.add",
    "devices.remember",
    "devices.touch",
    "devices.remove",
    "passkeys.add",
    "passkeys.use",
    "passkeys.remove",
    "groups.add",
    "groups.save",
    "memberships.add",
    "memberships.remove",
    "items.add",
    "items.put",
    "items.remove",
    "limits.put",
    "domains.remove",
    "resource_servers.add",
    "resource_servers.save",
    "resource_servers.remove",
    "pending.put",
    "pending.take",
    "codes.put",
    "codes.claim",
    "codes.consume",
    "codes.drop",
    "locks.claim",
    "locks.clear",
    "budgets.spend",
    "budgets.restore",
    "spent.spend",
    "families.add",
    "families.rotate",
    "families.revoke",
    "families.revoke_all",
    "sessions.add",
    "sessions.touch",
    "sessions.drop",
    "sessions.drop_all",
    "auth_events.put",
    "auth_events.give_feedback",
    "auth_events.trim",
    "outbox.add",
    "outbox.lease",
)


@pytest.mark.parametrize("name", READS)
def test_a_reading_unit_is_its_one_statement(sql_store: SqlStore, name: str) -> None:
    """A read sends one statement, and its unit neither begins nor ends a transaction."""
    make_world(sql_store)

    with observe(sql_store) as seen, sql_store.reading() as unit:
        READS[name](unit)

    assert len(seen.statements) == 1, seen.statements
    assert (seen.begun, seen.commits, seen.rollbacks) == (0, 0, 0)


@pytest.mark.parametrize("name", SINGLE_WRITES)
def test_a_change_is_one_statement(sql_store: SqlStore, name: str) -> None:
    """A change sends one statement between one BEGIN and one COMMIT."""
    make_world(sql_store)

    with observe(sql_store) as seen, sql_store.writing() as unit:
        ACTS[name](unit)

    assert len(seen.statements) == 1, seen.statements
    assert (seen.begun, seen.commits, seen.rollbacks) == (1, 1, 0)


def test_a_refused_claim_is_one_statement(sql_store: SqlStore) -> None:
    """What is refused because it is used up costs no more than what is given."""
    make_world(sql_store)
    lock_until_refused = [s.NOW_MS] * 10

    with observe(sql_store) as seen, sql_store.writing() as unit:
        for now_ms in lock_until_refused:
            unit.locks.claim(s.POOL_ID, s.SUB, now_ms)
        unit.spent.spend(s.POOL_ID, s.SUB, "value-1", s.NOW_MS)
        unit.codes.claim(s.POOL_ID, s.SUB, s.CODE.purpose, s.NOW_MS, 0)

    assert len(seen.statements) == len(lock_until_refused) + 2


def test_a_failed_unit_is_rolled_back(sql_store: SqlStore) -> None:
    """A unit that fails ends with one ROLLBACK and without COMMIT."""
    with (
        observe(sql_store) as seen,
        pytest.raises(ZeroDivisionError),
        sql_store.writing() as unit,
    ):
        divmod(unit.users.count(s.POOL_ID, 1).users, 0)

    assert (seen.begun, seen.commits, seen.rollbacks) == (1, 0, 1)
