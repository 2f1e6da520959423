"""Restart: what was committed is there when the store is opened again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import (
    everything,
    has_budget,
    make_pool,
    make_world,
    standing,
    write,
)
from domain.ports.sentinels import Taken
from domain.ports.store import Store


class TestRestart:
    """A store that is opened again on the same place."""

    @promises(Store.writing, "returns only when the changes survive a crash")
    def test_everything_is_there_after_a_restart(
        self, store: Store, reopen_after_restart: Callable[[], Store]
    ) -> None:
        """All that was committed is read by the next opening, and budgets hold."""
        make_world(store)
        write(store, lambda unit: unit.families.revoke_all(s.POOL_ID, s.SUB, s.NOW_MS))
        before = everything(store)
        store.close()

        again = reopen_after_restart()

        assert everything(again) == before
        assert not has_budget(again)

    @promises(Store.writing, "any exception rolls all of it back")
    def test_nothing_uncommitted_is_there_after_a_restart(
        self, store: Store, reopen_after_restart: Callable[[], Store]
    ) -> None:
        """What a failed unit wrote, and pools that were removed, do not come back."""
        make_pool(store)
        write(store, lambda unit: unit.pools.remove(s.POOL_ID))
        with pytest.raises(Taken):
            write(
                store,
                lambda unit: unit.pools.add(s.OTHER_POOL),
                lambda unit: unit.pools.add(s.POOL),
            )
        store.close()

        again = reopen_after_restart()

        with again.reading() as unit:
            assert not unit.pools.page(None, 9)
        with pytest.raises(Taken):
            write(again, lambda unit: unit.pools.add(s.POOL))

    @promises(Store.reading, "It sees at least everything committed before it opened.")
    def test_two_openings_see_each_other(self, store: Store, second_store: Store) -> None:
        """What one opening commits the other reads at once, as two processes would."""
        make_pool(store)

        write(second_store, lambda unit: unit.users.add(s.USER))
        assert standing(store).user == s.USER

        write(store, lambda unit: unit.users.save(replace(s.USER, epoch=9)))
        assert standing(second_store).user == replace(s.USER, epoch=9, version=2)
