"""Whether the sealing keys fit the store."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace

from adapters.security.master_keys import MasterKeys, parse_master_keys
from adapters.security.sealer import EnvelopeSealer
from adapters.security.system import SystemEntropy
from app.key_check import foreign_seal, sealer_fault
from domain.ports.sealer import SealBroken
from tests.support.fakes import MASTER_KEYS_SETTING, new_pool_keys, real_sealer
from tests.support.world import World

OTHER = "other:" + base64.b64encode(b"another key of thirty-two bytes!").decode()


def sealer_of(setting: str) -> EnvelopeSealer:
    """The sealer of a process with these keys."""
    return real_sealer(MasterKeys(parse_master_keys(setting)))


def sealed_by(world: World, setting: str) -> World:
    """The world as a process with these keys sees it."""
    world.ports = replace(world.ports, sealer=sealer_of(setting))
    return world


def test_an_empty_store_fits_every_key() -> None:
    """Nothing is sealed yet, so there is nothing to mix."""
    assert foreign_seal(sealed_by(World(), OTHER).ports) is None


def test_the_own_key_fits() -> None:
    """The key that sealed a pool opens it."""
    world = World()
    world.add_pool()

    assert foreign_seal(world.ports) is None


def test_another_key_does_not_fit() -> None:
    """Without the key that sealed a pool the pool is named."""
    world = World()
    pool = world.add_pool()

    reason = foreign_seal(sealed_by(world, OTHER).ports)

    assert reason is not None
    assert reason.startswith(f"pool {pool.id}: ")


def test_every_pool_is_tried() -> None:
    """A store that mixes keys is found out although the first pages of pools open."""
    world = World()
    for number in range(120):
        world.add_pool(id=f"us-east-1_A{number:08d}")
    strange, last = sealer_of(OTHER), "us-east-1_Z00000000"
    world.add_pool(id=last, keys=new_pool_keys(strange, last))

    reason = foreign_seal(world.ports)
    both = sealed_by(world, f"{OTHER},{MASTER_KEYS_SETTING}")

    assert reason is not None
    assert reason.startswith(f"pool {last}: ")
    assert foreign_seal(both.ports) is None


def test_an_access_key_is_tried_where_there_is_no_pool() -> None:
    """A store that holds access keys only shows a foreign key as well."""
    world = World()
    made = world.services.access_keys.create({"Statement": []})

    reason = foreign_seal(sealed_by(world, OTHER).ports)

    assert reason is not None
    assert reason.startswith(f"access key {made.id}: ")


class Broken(EnvelopeSealer):
    """A sealer that opens nothing."""

    def open_globally(self, context: Sequence[str], sealed: bytes) -> bytes:
        raise SealBroken("nothing opens")


def test_a_sealer_that_fails_is_not_ready() -> None:
    """The self-test reports what sealing answers, and is content with the real one."""
    broken = Broken(MasterKeys(parse_master_keys(OTHER)), SystemEntropy())

    assert sealer_fault(real_sealer()) is None
    assert sealer_fault(broken) == "sealing does not work: nothing opens"
