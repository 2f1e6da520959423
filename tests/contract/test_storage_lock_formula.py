"""The lock formula in SQL is the one of `domain.model.lockout`."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from adapters.storage.conformance import samples as s
from adapters.storage.sql import SqlStore
from adapters.storage.sql.locks import _lock_ms
from adapters.storage.sql.tables import LOCKS
from domain.model.lockout import lock_ms

EDGES_MS = (-1, 0, 1)


@pytest.mark.parametrize("failures", range(21))
def test_the_formula_agrees_with_the_function(sql_store: SqlStore, failures: int) -> None:
    """For every number of failures the database computes the lock that the domain does."""
    _fail(sql_store, failures)

    with sql_store.engine.connect() as connection:
        assert connection.execute(select(_lock_ms())).scalar_one() == lock_ms(failures)


@pytest.mark.parametrize("failures", range(21))
def test_the_claim_agrees_with_the_function(sql_store: SqlStore, failures: int) -> None:
    """Around the end of every lock the claim is given exactly when the domain would give it."""
    for edge_ms in EDGES_MS:
        _fail(sql_store, failures)
        now_ms = s.NOW_MS + lock_ms(failures) + edge_ms

        with sql_store.writing() as unit:
            given = unit.locks.claim(s.POOL_ID, s.SUB, now_ms)

        assert given == (max(now_ms - s.NOW_MS, 0) >= lock_ms(failures))


def _fail(store: SqlStore, failures: int) -> None:
    row = {
        "pool_id": s.POOL_ID,
        "sub": s.SUB,
        "failures": failures,
        "last_attempt_at_ms": s.NOW_MS,
    }
    with store.engine.connect() as connection:
        connection.execute(LOCKS.delete())
        connection.execute(insert(LOCKS), row)
