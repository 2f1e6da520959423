"""A small populated store, and everything that can be read of it, to be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.domain_samples import CUSTOM, PREFIX, of_other_pool
from adapters.storage.conformance.event_samples import EVENT
from adapters.storage.conformance.import_samples import FILE, JOB_ID, PIECE
from adapters.storage.conformance.item_samples import KEY, THING, THINGS
from adapters.storage.conformance.server_samples import SERVER
from domain.model.client import AppClient
from domain.model.code import CodePurpose
from domain.model.group import Group
from domain.model.identifiers import PoolId, Sub
from domain.model.pool import UserPool
from domain.model.user import NameKind, User
from domain.ports.names import Found
from domain.ports.store import Store, Unit
from domain.ports.users import Standing

ALL: int = 1_000


def write(store: Store, *acts: Callable[[Unit], object]) -> None:
    """Do something in one writing unit."""
    with store.writing() as unit:
        for act in acts:
            act(unit)


def make_pool(store: Store, pool: UserPool = s.POOL, client: AppClient = s.CLIENT) -> None:
    """Store a pool with a client."""
    with store.writing() as unit:
        unit.pools.add(pool)
        unit.clients.add(client)


def make_user(store: Store, user: User = s.USER) -> None:
    """Store a user in a pool that is there."""
    with store.writing() as unit:
        unit.users.add(user)


def make_namesakes(store: Store) -> None:
    """Store three users: two of one pool, and in another pool one with the `sub` of the first."""
    make_pool(store)
    make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
    for user in (s.USER, s.OTHER_USER, replace(s.USER, pool_id=s.OTHER_POOL_ID)):
        make_user(store, user)


def make_world(store: Store) -> None:
    """Store something of every kind, for two users and two pools that share all names."""
    make_pool(store)
    make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
    with store.writing() as unit:
        for pool_id in (s.POOL_ID, s.OTHER_POOL_ID):
            unit.signing_keys.add(replace(s.SIGNING_KEY, pool_id=pool_id))
            for group in (s.GROUP, s.BARE_GROUP):
                unit.groups.add(replace(group, pool_id=pool_id))
            unit.items.add(THINGS, pool_id, KEY, THING)
            unit.imports.keep(replace(PIECE, pool_id=pool_id))
            unit.imports.schedule(pool_id, JOB_ID, s.NOW_MS)
            unit.resource_servers.add(replace(SERVER, pool_id=pool_id))
            for sub in (s.SUB, s.OTHER_SUB):
                _make_user_world(unit, pool_id, sub)
        unit.limits.put("UserRead", 200)
        for domain in (PREFIX, CUSTOM, of_other_pool(CUSTOM)):
            unit.domains.add(domain)
        unit.access_keys.add(s.ACCESS_KEY)


def _make_user_world(unit: Unit, pool_id: PoolId, sub: Sub) -> None:
    unit.users.add(replace(s.USER, pool_id=pool_id, sub=sub))
    unit.names.claim(pool_id, replace(s.NAME, value=sub), sub)
    unit.credentials.save(replace(s.CREDENTIALS, pool_id=pool_id, sub=sub))
    unit.software_tokens.put(replace(s.SOFTWARE_TOKEN, pool_id=pool_id, sub=sub))
    unit.devices.add(replace(s.DEVICE, pool_id=pool_id, sub=sub))
    unit.passkeys.add(replace(s.PASSKEY, pool_id=pool_id, sub=sub))
    unit.memberships.add(pool_id, sub, s.GROUP.name)
    unit.pending.put(replace(s.PENDING, pool_id=pool_id, sub=sub))
    unit.codes.put(replace(s.CODE, pool_id=pool_id, sub=sub))
    unit.locks.claim(pool_id, sub, s.NOW_MS)
    unit.budgets.spend(pool_id, sub, replace(s.BUDGET, limit=1), s.NOW_MS)
    unit.spent.spend(pool_id, sub, "value-1", s.NOW_MS + s.DAY_MS)
    for family in (s.FAMILY, s.FAMILY_WITHOUT_SESSION):
        unit.families.add(replace(family, pool_id=pool_id, sub=sub), s.USER.epoch)
    unit.sessions.add(replace(s.SESSION, pool_id=pool_id, sub=sub))
    unit.auth_events.put(replace(EVENT, pool_id=pool_id, sub=sub))
    entry_id = f"message-{pool_id}-{sub}"
    unit.outbox.add(replace(s.ENTRY, id=entry_id, pool_id=pool_id, sub=sub))


def make_groups(store: Store, *groups: Group) -> None:
    """Store groups in pools that are there."""
    with store.writing() as unit:
        for group in groups:
            unit.groups.add(group)


def standing(
    store: Store,
    sub: Sub = s.SUB,
    pool_id: PoolId = s.POOL_ID,
    *,
    with_memberships: bool = False,
) -> Standing:
    """Read the standing of a user, with the sample's client and family."""
    with store.reading() as unit:
        return unit.users.standing(
            pool_id, sub, s.CLIENT_ID, s.FAMILY.id, with_memberships=with_memberships
        )


def find(store: Store, value: str, *kinds: NameKind, pool_id: PoolId = s.POOL_ID) -> Found:
    """Find a sign-in name, of the kind USERNAME unless told otherwise."""
    with store.reading() as unit:
        return unit.names.find(pool_id, s.CLIENT_ID, value, kinds or (NameKind.USERNAME,))


def has_budget(store: Store, sub: Sub = s.SUB, pool_id: PoolId = s.POOL_ID) -> bool:
    """Whether the user has a use left of a budget of one."""
    with store.writing() as unit:
        return unit.budgets.spend(pool_id, sub, replace(s.BUDGET, limit=1), s.NOW_MS)


def rows_of(unit: Unit, pool_id: PoolId, sub: Sub) -> list[object]:
    """Return the rows of one user of the world that are read by themselves, standing apart."""
    one_each = [
        unit.software_tokens.get(pool_id, sub),
        unit.pending.get(pool_id, sub, s.PENDING.name),
        *(unit.codes.get(pool_id, sub, purpose) for purpose in CodePurpose),
    ]
    return [
        *(row for row in one_each if row is not None),
        *unit.devices.page(pool_id, sub, None, ALL),
        *unit.passkeys.of_user(pool_id, sub),
        *unit.memberships.groups(pool_id, sub, None, ALL),
        *unit.sessions.of_user(pool_id, sub, s.NOW_MS, ALL),
        *unit.auth_events.page(pool_id, sub, None, ALL),
    ]


def everything_of(unit: Unit, pool_id: PoolId, sub: Sub) -> tuple[object, ...]:
    """Return all that reading tells about one user of the world."""
    return (
        unit.users.standing(pool_id, sub, s.CLIENT_ID, s.FAMILY.id, with_memberships=True),
        unit.names.find(pool_id, s.CLIENT_ID, sub, [NameKind.USERNAME]),
        rows_of(unit, pool_id, sub),
        unit.spent.is_spent(pool_id, sub, "value-1"),
        tuple(
            row.id
            for row in unit.outbox.page(None, ALL)
            if (row.pool_id, row.sub) == (pool_id, sub)
        ),
    )


def everything(store: Store) -> tuple[object, ...]:
    """Return all that reading tells about the world."""
    with store.reading() as unit:
        return (
            list(unit.pools.page(None, ALL)),
            [list(unit.clients.page(pool_id, None, ALL)) for pool_id in _POOL_IDS],
            [list(unit.signing_keys.of_pool(pool_id)) for pool_id in _POOL_IDS],
            [list(unit.groups.page(pool_id, None, ALL)) for pool_id in _POOL_IDS],
            [list(unit.items.page(THINGS, pool_id, None, ALL)) for pool_id in _POOL_IDS],
            [list(unit.domains.of_pool(pool_id)) for pool_id in _POOL_IDS],
            [unit.imports.piece(pool_id, JOB_ID, FILE, 0) for pool_id in _POOL_IDS],
            [unit.imports.due_at_ms(pool_id, JOB_ID) for pool_id in _POOL_IDS],
            [list(unit.resource_servers.page(pool_id, None, ALL)) for pool_id in _POOL_IDS],
            dict(unit.limits.all()),
            list(unit.access_keys.page(None, ALL)),
            list(unit.outbox.page(None, ALL)),
            [unit.users.count(pool_id, ALL) for pool_id in _POOL_IDS],
            [
                everything_of(unit, pool_id, sub)
                for pool_id in _POOL_IDS
                for sub in (s.SUB, s.OTHER_SUB)
            ],
        )


_POOL_IDS = (s.POOL_ID, s.OTHER_POOL_ID)
