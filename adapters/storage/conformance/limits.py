"""What the port `Limits` promises."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race
from adapters.storage.conformance.world import write
from domain.ports.limits import Limits
from domain.ports.store import Store


def _all(store: Store) -> dict[str, int]:
    with store.reading() as unit:
        return dict(unit.limits.all())


class TestLimits:
    """Rates of categories."""

    @promises(Limits.all, "Return every rate that was set.")
    def test_rates_come_back_by_their_categories(self, store: Store) -> None:
        """No rate is there until one is set, and then all that were set are."""
        assert _all(store) == {}

        write(
            store,
            lambda unit: unit.limits.put("UserRead", 200),
            lambda unit: unit.limits.put("UserList", 31),
        )

        assert _all(store) == {"UserRead": 200, "UserList": 31}

    @promises(Limits.put, "Set the rate of a category, in place of the present one.")
    def test_a_rate_takes_the_place_of_another(self, store: Store) -> None:
        """The last rate of a category holds, and those of others stay."""
        write(store, lambda unit: unit.limits.put("UserRead", 200))
        write(store, lambda unit: unit.limits.put("UserList", 31))

        write(store, lambda unit: unit.limits.put("UserRead", 2**31 - 1))

        assert _all(store) == {"UserRead": 2**31 - 1, "UserList": 31}

    @promises(Limits.put, "Set the rate of a category, in place of the present one.")
    def test_a_rate_is_set_by_all_at_once(self, stores: Sequence[Store]) -> None:
        """Of parallel rates of one category, one is kept, and nobody fails."""
        results = race(stores, lambda unit, number: unit.limits.put("UserRead", 200 + number))

        assert results == [None] * RUNNERS
        assert _all(stores[0])["UserRead"] in range(200, 200 + RUNNERS)
