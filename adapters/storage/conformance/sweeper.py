"""What the port `Sweeper` promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.event_samples import EVENT
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import (
    ALL,
    everything,
    has_budget,
    make_pool,
    make_user,
    make_world,
)
from domain.model.identifiers import Sub
from domain.ports.attempts import Budget
from domain.ports.store import Store, Unit
from domain.ports.sweeper import Sweeper

NOTHING: Mapping[str, int] = {
    "codes": 0,
    "pending": 0,
    "spent": 0,
    "budgets": 0,
    "locks": 0,
    "families": 0,
    "sessions": 0,
    "auth_events": 0,
}
ONE_SECOND = Budget(name="codes", limit=1, window_s=1)


def _put_code(unit: Unit, sub: Sub) -> None:
    unit.codes.put(replace(s.CODE, sub=sub, expires_at_ms=s.NOW_MS))


def _put_pending(unit: Unit, sub: Sub) -> None:
    unit.pending.put(replace(s.PENDING, sub=sub, expires_at_ms=s.NOW_MS))


def _spend_value(unit: Unit, sub: Sub) -> None:
    unit.spent.spend(s.POOL_ID, sub, "value-1", s.NOW_MS)


def _spend_budget(unit: Unit, sub: Sub) -> None:
    unit.budgets.spend(s.POOL_ID, sub, ONE_SECOND, s.NOW_MS - s.DAY_MS - 1_000)


def _claim_lock(unit: Unit, sub: Sub) -> None:
    unit.locks.claim(s.POOL_ID, sub, s.NOW_MS - s.DAY_MS)


def _add_family(unit: Unit, sub: Sub) -> None:
    unit.users.add(replace(s.USER, sub=sub))
    unit.families.add(replace(s.FAMILY, sub=sub, expires_at_ms=s.NOW_MS), s.USER.epoch)


def _add_session(unit: Unit, sub: Sub) -> None:
    unit.sessions.add(replace(s.SESSION, sub=sub, expires_at_ms=s.NOW_MS))


def _put_event(unit: Unit, sub: Sub) -> None:
    unit.users.add(replace(s.USER, sub=sub))
    unit.auth_events.put(replace(EVENT, sub=sub, expires_at_ms=s.NOW_MS))


KINDS: Mapping[str, Callable[[Unit, Sub], None]] = {
    "codes": _put_code,
    "pending": _put_pending,
    "spent": _spend_value,
    "budgets": _spend_budget,
    "locks": _claim_lock,
    "families": _add_family,
    "sessions": _add_session,
    "auth_events": _put_event,
}
"""By kind: what makes a row whose time is over at NOW_MS."""


def _sweep(store: Store, now_ms: int, limit: int = ALL) -> dict[str, int]:
    with store.writing() as unit:
        return dict(unit.sweeper.sweep(now_ms, limit))


class TestSweeper:
    """Housekeeping."""

    @promises(Sweeper.sweep, "Kinds, all of them always there")
    def test_an_empty_store_has_nothing_to_sweep(self, store: Store) -> None:
        """All kinds are reported with no rows."""
        assert _sweep(store, s.NOW_MS) == NOTHING

    @promises(Sweeper.sweep, "return how many, by kind.")
    @pytest.mark.parametrize("kind", KINDS)
    def test_rows_are_swept_at_their_time(self, store: Store, kind: str) -> None:
        """A row stays until the millisecond before its time is over and is swept once."""
        make_pool(store)
        with store.writing() as unit:
            KINDS[kind](unit, s.SUB)

        sweeps = [_sweep(store, now_ms) for now_ms in (s.NOW_MS - 1, s.NOW_MS, s.NOW_MS)]

        assert sweeps == [NOTHING, {**NOTHING, kind: 1}, NOTHING]

    @promises(Sweeper.sweep, "Delete at most `limit` expired rows of each kind")
    @pytest.mark.parametrize("kind", KINDS)
    def test_no_more_than_the_limit_is_swept(self, store: Store, kind: str) -> None:
        """Three rows are swept in steps of two."""
        make_pool(store)
        with store.writing() as unit:
            for number in range(3):
                KINDS[kind](unit, Sub(f"sub-{number}"))

        sweeps = [_sweep(store, s.NOW_MS, limit=2)[kind] for _ in range(3)]

        assert sweeps == [2, 1, 0]

    @promises(Sweeper, "Deletes what no decision will ever read again.")
    def test_what_is_still_read_is_not_swept(self, store: Store) -> None:
        """A store whose rows are all alive is the same after a sweep."""
        make_world(store)
        before = everything(store)

        assert _sweep(store, s.NOW_MS) == NOTHING

        assert everything(store) == before
        assert not has_budget(store)

    @promises(Sweeper.sweep, "Delete at most `limit` expired rows of each kind")
    def test_swept_rows_are_gone(self, store: Store) -> None:
        """Long after, everything that expires is gone, and nothing else."""
        make_pool(store)
        make_user(store)
        with store.writing() as unit:
            unit.codes.put(s.CODE)
            unit.pending.put(s.PENDING)
            unit.spent.spend(s.POOL_ID, s.SUB, "value-1", s.NOW_MS)
            unit.locks.claim(s.POOL_ID, s.SUB, s.NOW_MS)
            unit.budgets.spend(s.POOL_ID, s.SUB, s.BUDGET, s.NOW_MS)
            unit.families.add(s.FAMILY, s.USER.epoch)
            unit.sessions.add(s.SESSION)
            unit.auth_events.put(EVENT)
            unit.credentials.save(s.CREDENTIALS)

        swept = _sweep(store, s.NOW_MS + 3 * s.DAY_MS)

        assert swept == dict.fromkeys(NOTHING, 1)
        with store.reading() as unit:
            assert unit.codes.get(s.POOL_ID, s.SUB, s.CODE.purpose) is None
            assert unit.pending.get(s.POOL_ID, s.SUB, s.PENDING.name) is None
            assert not unit.spent.is_spent(s.POOL_ID, s.SUB, "value-1")
            found = unit.users.standing(s.POOL_ID, s.SUB, s.CLIENT_ID, s.FAMILY.id)
        assert (found.user, found.credentials) == (s.USER, s.CREDENTIALS)
        assert (found.family, found.failures) == (None, 0)
        assert has_budget(store)
