"""Deleting a pool that somebody changes at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import InvalidParameterException, TooManyRequestsException
from domain.model.pool import PoolSettings, UserPool
from domain.paging import Pager
from domain.pools.pools import Pools
from domain.ports.sentinels import Stale
from domain.ports.store import Store
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken


class Late:
    """A store whose first writing unit reads a pool as it was before its last change."""

    def __init__(self, store: Store, before: UserPool) -> None:
        self._store = store
        self._before: UserPool | None = before

    @contextmanager
    def writing(self) -> Iterator[Any]:
        with self._store.writing() as unit:
            before, self._before = self._before, None
            if before is not None:
                unit.pools.get = lambda _: before  # type: ignore[method-assign, assignment] # this once
            yield unit


def pools_over(world: World, store: object) -> Pools:
    """The service over another store."""
    ports = replace(world.ports, store=store)  # type: ignore[arg-type] # as much as is needed
    return Pools(ports, Pager(ports.sealer, ports.clock), world.deployment)


def test_protection_that_comes_meanwhile_keeps_the_pool() -> None:
    """A pool that was unprotected when it was read is looked at again before it is deleted."""
    world = World()
    before = world.add_pool()
    world.services.pools.update(before.id, PoolSettings(deletion_protection=True))

    with pytest.raises(InvalidParameterException, match="deletion protection"):
        pools_over(world, Late(world.store, before)).delete(before.id)

    assert world.services.pools.describe(before.id).pool.deletion_protection


def test_a_deletion_that_is_always_overtaken_is_refused() -> None:
    """Nothing is deleted that was not looked at."""
    world = World()
    pool = world.add_pool()

    with pytest.raises(TooManyRequestsException):
        pools_over(world, Overtaken(world.store, "pools.save", Stale(), 99)).delete(pool.id)

    assert world.services.pools.describe(pool.id).pool.id == pool.id
