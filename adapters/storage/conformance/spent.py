"""What the port `Spent` promises."""

from __future__ import annotations

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from domain.model.identifiers import PoolId, Sub
from domain.ports.attempts import Spent
from domain.ports.store import Store


def _spend(store: Store, value_id: str = "value-1", expires_at_ms: int = s.NOW_MS) -> bool:
    with store.writing() as unit:
        return unit.spent.spend(s.POOL_ID, s.SUB, value_id, expires_at_ms)


class TestSpent:
    """Ids of values that were used."""

    @promises(Spent.spend, "exactly one gets True.")
    def test_an_id_is_spent_once(self, store: Store) -> None:
        """The first call gets True and every later one False, with another expiry as well."""
        uses = [_spend(store), _spend(store), _spend(store, expires_at_ms=s.NOW_MS + 1)]

        assert uses == [True, False, False]

    @promises(Spent.is_spent, "Whether the id was spent")
    def test_a_spent_id_is_known(self, store: Store) -> None:
        """An id is spent after its use, not before; another id is not."""
        with store.reading() as unit:
            assert not unit.spent.is_spent(s.POOL_ID, s.SUB, "value-1")

        _spend(store)

        with store.reading() as unit:
            assert unit.spent.is_spent(s.POOL_ID, s.SUB, "value-1")
            assert not unit.spent.is_spent(s.POOL_ID, s.SUB, "value-2")
            assert not unit.spent.is_spent(s.POOL_ID, s.SUB, "VALUE-1")

    @promises(Spent.is_spent, "expired or not.")
    def test_an_expired_id_stays_spent(self, store: Store) -> None:
        """The expiry of an id does not make it usable again."""
        _spend(store, expires_at_ms=0)

        assert not _spend(store, expires_at_ms=s.NOW_MS)
        with store.reading() as unit:
            assert unit.spent.is_spent(s.POOL_ID, s.SUB, "value-1")

    @promises(Spent, "Ids of sealed values that were used")
    @pytest.mark.parametrize(
        ("pool_id", "sub"), [(s.POOL_ID, s.OTHER_SUB), (s.OTHER_POOL_ID, s.SUB)]
    )
    def test_users_spend_apart(self, store: Store, pool_id: PoolId, sub: Sub) -> None:
        """The same id of another user or pool is another value."""
        _spend(store)

        with store.writing() as unit:
            assert not unit.spent.is_spent(pool_id, sub, "value-1")
            assert unit.spent.spend(pool_id, sub, "value-1", s.NOW_MS)
