"""What the port `Pending` promises."""

from __future__ import annotations

from dataclasses import replace

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from domain.model.pending import PendingValue
from domain.ports.pending import Pending
from domain.ports.store import Store

OTHERS = (
    replace(s.PENDING, name="other", sealed=b"1"),
    replace(s.PENDING, sub=s.OTHER_SUB, sealed=b"2"),
    replace(s.PENDING, pool_id=s.OTHER_POOL_ID, sealed=b"3"),
)


def _put(store: Store, *values: PendingValue) -> None:
    with store.writing() as unit:
        for value in values:
            unit.pending.put(value)


def _get(store: Store, value: PendingValue = s.PENDING) -> PendingValue | None:
    with store.reading() as unit:
        return unit.pending.get(value.pool_id, value.sub, value.name)


def _take(store: Store, value: PendingValue = s.PENDING) -> PendingValue | None:
    with store.writing() as unit:
        return unit.pending.take(value.pool_id, value.sub, value.name)


class TestPending:
    """Values that wait for their user's next request."""

    @promises(Pending.put, "Store the value")
    def test_a_value_comes_back_with_every_member(self, store: Store) -> None:
        """A value comes back exactly as it was put, also one of a simulated user."""
        simulated = replace(s.PENDING, sub=s.NOBODY, sealed=b"")
        _put(store, s.PENDING, simulated)

        assert _get(store) == s.PENDING
        assert _get(store, simulated) == simulated

    @promises(Pending.put, "in place of an earlier one of the same user and name.")
    def test_a_new_value_replaces_the_earlier_one(self, store: Store) -> None:
        """A new value takes the place of the earlier one, with a time of its own."""
        _put(store, s.PENDING)
        newer = replace(s.PENDING, sealed=b"new", expires_at_ms=s.NOW_MS)

        _put(store, newer)

        assert _get(store) == newer

    @promises(Pending, "at most one each.")
    def test_values_of_other_names_and_users_are_apart(self, store: Store) -> None:
        """A value of another name, user or pool is another value."""
        _put(store, *OTHERS)

        assert _get(store) is None
        assert _take(store) is None
        assert [_get(store, value) for value in OTHERS] == [*OTHERS]

    @promises(Pending.get, "Return the value that waits, expired or not, or None.")
    def test_a_read_value_still_waits(self, store: Store) -> None:
        """A value is read until it is taken or swept, also when it is over."""
        expired = replace(s.PENDING, expires_at_ms=1)
        _put(store, expired)

        assert [_get(store), _get(store)] == [expired, expired]

    @promises(Pending.take, "Delete the value and return it, expired or not, or None")
    def test_a_value_is_taken_once(self, store: Store) -> None:
        """The first take gets the value, also one that is over, and the second nothing."""
        expired = replace(s.PENDING, expires_at_ms=1)
        _put(store, expired, *OTHERS)

        assert [_take(store), _take(store)] == [expired, None]

        assert _get(store) is None
        assert [_get(store, value) for value in OTHERS] == [*OTHERS]

    @promises(Pending.take, "Delete the value")
    def test_a_taken_value_makes_room(self, store: Store) -> None:
        """After a value was taken another waits under its name."""
        _put(store, s.PENDING)
        _take(store)

        _put(store, s.PENDING)

        assert _take(store) == s.PENDING
