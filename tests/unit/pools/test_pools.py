"""Administration of user pools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.errors import (
    ConcurrentModificationException,
    InvalidParameterException,
    ResourceNotFoundException,
    TooManyRequestsException,
)
from domain.model.identifiers import PoolId
from domain.model.keys import PoolKeys, SigningKey
from domain.model.pool import DynamicRegistration, MfaMode, PoolSettings, UserPool
from domain.model.schema import STANDARD_ATTRIBUTES, DataType
from domain.paging import Pager
from domain.pools.pools import NewPool, Pools
from domain.pools.schema import SchemaEntry
from domain.ports.sentinels import Missing, Stale, Taken
from tests.support.world import HmacSigner, World
from tests.unit.pools.overtaken import Overtaken

NEW = NewPool(name="people", settings=PoolSettings())
ROLE = SchemaEntry(name="role", data_type=DataType.STRING)
PROTECTED = (
    "The user pool cannot be deleted because deletion protection is activated. Deletion protection"
    " must be inactivated first."
)


class StoredKeys(HmacSigner):
    """A signer whose keys go into the store, all under the kid it is given."""

    def __init__(self, kid: str) -> None:
        self._kid = kid

    def new_keys(self, pool_id: PoolId, keys: PoolKeys) -> Sequence[SigningKey]:
        key = SigningKey(
            pool_id=pool_id,
            kid=self._kid,
            use="id",
            sealed_private_key=b"sealed",
            modulus=3,
            exponent=5,
            created_at_ms=0,
        )
        return (key,)


def pools_of(world: World, **ports: object) -> Pools:
    """The service over the ports of the world, some of them exchanged."""
    changed = replace(world.ports, **ports)  # type: ignore[arg-type] # a port by its own name
    return Pools(changed, Pager(changed.sealer, changed.clock), world.deployment)


def stored(world: World, pool_id: PoolId) -> UserPool | None:
    """The pool as stored now."""
    with world.store.reading() as unit:
        return unit.pools.get(pool_id)


def all_ids(world: World) -> list[str]:
    """The ids of all pools."""
    with world.store.reading() as unit:
        return [pool.id for pool in unit.pools.page(None, 100)]


def test_a_new_pool_is_stored_with_usable_keys(world: World) -> None:
    """A pool comes with keys of its own, under which its values are sealed and opened."""
    pool = world.services.pools.create(NEW).pool

    sealer = world.ports.sealer
    sealed = sealer.seal(pool.keys, (pool.id, "x"), b"value")
    assert stored(world, pool.id) == pool
    assert sealer.open(pool.keys, (pool.id, "x"), sealed) == b"value"
    assert pool.keys.lookup not in pool.keys.data


def test_two_pools_share_no_key(world: World) -> None:
    """What one pool sealed does not open for another."""
    one = world.services.pools.create(NEW).pool
    two = world.services.pools.create(NEW).pool

    assert {one.keys.lookup, *one.keys.data}.isdisjoint({two.keys.lookup, *two.keys.data})


def test_signing_keys_are_stored_with_their_pool(world: World) -> None:
    """The keys that the signer made for the pool stand in the store."""
    pool = pools_of(world, signer=StoredKeys("kid-1")).create(NEW).pool

    with world.store.reading() as unit:
        assert [key.kid for key in unit.signing_keys.of_pool(pool.id)] == ["kid-1"]


def test_a_taken_id_is_drawn_again(world: World) -> None:
    """When the new id is in use, another one is drawn and nobody notices."""
    pools = pools_of(world, store=Overtaken(world.store, "pools.add", Taken("pool")))

    pool = pools.create(NEW).pool

    assert all_ids(world) == [pool.id]


def test_drawing_ids_has_an_end(world: World) -> None:
    """When every id drawn is in use, the request is refused."""
    pools = pools_of(world, store=Overtaken(world.store, "pools.add", Taken("pool"), 99))

    with pytest.raises(TooManyRequestsException):
        pools.create(NEW)


def test_the_program_may_choose_an_id_once(world: World) -> None:
    """A given id is used as it is, and never a second time, not even after deletion."""
    demo = PoolId("us-east-1_Demo00001")

    assert world.services.pools.create(NEW, demo).pool.id == demo
    world.services.pools.delete(demo)
    with pytest.raises(Taken):
        world.services.pools.create(NEW, demo)


def test_a_refused_pool_is_not_stored(world: World) -> None:
    """A pool that breaks a rule leaves nothing behind."""
    with pytest.raises(InvalidParameterException):
        world.services.pools.create(replace(NEW, settings=PoolSettings(mfa=MfaMode.ON)))

    assert all_ids(world) == []


@pytest.mark.parametrize(
    ("region", "partition"),
    [("us-east-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_the_arn_names_the_deployment(world: World, region: str, partition: str) -> None:
    """The ARN of a pool has the region's partition, the region and the account."""
    world.deployment = replace(world.deployment, region=region, account_id="111122223333")

    described = pools_of(world).create(NEW)

    assert described.arn == (
        f"arn:{partition}:cognito-idp:{region}:111122223333:userpool/{described.pool.id}"
    )


def test_describing_counts_the_users(world: World, pool: UserPool) -> None:
    """A description tells how many users there are."""
    world.add_user(pool, "ann", password=None)
    world.add_user(pool, "bob", password=None)

    assert world.services.pools.describe(pool.id).users == 2


def test_an_update_replaces_the_settings(world: World) -> None:
    """What an update does not name goes back to its default; what is fixed stays."""
    made = world.services.pools.create(
        replace(NEW, settings=PoolSettings(tier="LITE", tags={"a": "b"}), schema=(ROLE,))
    ).pool
    world.clock.advance(s=60)

    world.services.pools.update(made.id, PoolSettings(deletion_protection=True))

    now = stored(world, made.id)
    assert now == replace(
        made,
        tier="ESSENTIALS",
        tags={},
        deletion_protection=True,
        version=2,
        modified_at_ms=made.created_at_ms + 60_000,
    )


def test_an_update_may_rename(world: World, pool: UserPool) -> None:
    """A name is changed when one is given and kept when none is."""
    world.services.pools.update(pool.id, PoolSettings(), "guests")
    world.services.pools.update(pool.id, PoolSettings())

    changed = stored(world, pool.id)
    assert changed is not None
    assert changed.name == "guests"


def test_what_an_update_does_not_speak_of_survives_it(world: World) -> None:
    """Fields that are named as unsaid keep their values, all others are replaced."""
    registration = DynamicRegistration(enabled=True, kept={"EnableStatus": "Enabled"})
    before = PoolSettings(registration=registration, tags={"team": "people"}, tier="PLUS")
    made = world.services.pools.create(replace(NEW, settings=before)).pool

    world.services.pools.update(made.id, PoolSettings(), unsaid={"registration", "tier"})

    changed = stored(world, made.id)
    assert changed is not None
    assert (changed.registration, changed.tier, changed.tags) == (registration, "PLUS", {})


def test_a_refused_update_changes_nothing(world: World, pool: UserPool) -> None:
    """An update that breaks a rule leaves the pool as it was."""
    with pytest.raises(InvalidParameterException):
        world.services.pools.update(pool.id, PoolSettings(mfa=MfaMode.ON), "other")

    assert stored(world, pool.id) == pool


def test_an_overtaken_update_is_refused(world: World, pool: UserPool) -> None:
    """Two updates at once would undo each other, so the slower one is told."""
    pools = pools_of(world, store=Overtaken(world.store, "pools.save", Stale()))

    with pytest.raises(ConcurrentModificationException):
        pools.update(pool.id, PoolSettings(tier="PLUS"))

    assert stored(world, pool.id) == pool


def test_attributes_are_added(world: World, pool: UserPool) -> None:
    """A custom attribute joins the schema, and the pool counts as changed."""
    world.clock.advance(s=1)

    world.services.pools.add_attributes(pool.id, (ROLE,))

    changed = stored(world, pool.id)
    assert changed is not None
    assert changed.schema[-1].name == "custom:role"
    assert changed.modified_at_ms > pool.modified_at_ms


def test_attributes_are_added_all_or_none(world: World, pool: UserPool) -> None:
    """One attribute that is refused keeps the others out as well."""
    with pytest.raises(InvalidParameterException):
        world.services.pools.add_attributes(pool.id, (ROLE, SchemaEntry(name="typeless")))

    assert stored(world, pool.id) == pool


def test_overtaken_additions_are_repeated(world: World, pool: UserPool) -> None:
    """An addition goes with whatever else was changed, so it is tried again, within bounds."""
    pools_of(world, store=Overtaken(world.store, "pools.save", Stale(), 2)).add_attributes(
        pool.id, (ROLE,)
    )

    changed = stored(world, pool.id)
    assert changed is not None
    assert changed.schema == (*STANDARD_ATTRIBUTES, changed.schema[-1])
    with pytest.raises(TooManyRequestsException):
        pools_of(world, store=Overtaken(world.store, "pools.save", Stale(), 3)).add_attributes(
            pool.id, (SchemaEntry(name="team", data_type=DataType.STRING),)
        )


def test_deleting_a_pool_takes_everything_along(world: World, pool: UserPool) -> None:
    """With a pool go its clients and users."""
    client = world.add_client(pool)
    ann = world.add_user(pool)

    world.services.pools.delete(pool.id)

    with world.store.reading() as unit:
        assert unit.pools.get(pool.id) is None
        assert unit.clients.get(client.id) is None
        assert unit.users.standing(pool.id, ann.sub).user is None


def test_a_pool_that_vanishes_meanwhile_is_unknown(world: World, pool: UserPool) -> None:
    """A pool that somebody deletes between reading and writing counts as never found."""
    with pytest.raises(ResourceNotFoundException):
        pools_of(world, store=Overtaken(world.store, "pools.save", Missing())).update(
            pool.id, PoolSettings()
        )
    with pytest.raises(ResourceNotFoundException):
        pools_of(world, store=Overtaken(world.store, "pools.remove", Missing())).delete(pool.id)


def test_a_protected_pool_stays(world: World) -> None:
    """A pool under deletion protection cannot be deleted until the protection is lifted."""
    pool = world.add_pool(deletion_protection=True)

    with pytest.raises(InvalidParameterException) as caught:
        world.services.pools.delete(pool.id)

    assert caught.value.text == PROTECTED
    assert stored(world, pool.id) == pool
    world.services.pools.update(pool.id, PoolSettings())
    world.services.pools.delete(pool.id)
