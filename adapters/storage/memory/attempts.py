"""Locks, budgets and spent ids in memory."""

from __future__ import annotations

from adapters.storage.memory.tables import BudgetRow, LockRow, SpentRow, View
from domain.model.identifiers import PoolId, Sub
from domain.model.lockout import is_forgotten, is_locked
from domain.ports.attempts import Budget


class MemoryLocks:
    """The port `Locks`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def claim(self, pool_id: PoolId, sub: Sub, now_ms: int) -> bool:
        lock = self._view.locks.get((pool_id, sub))
        failures, last_ms = (lock.failures, lock.last_attempt_at_ms) if lock else (0, now_ms)
        if is_forgotten(failures, last_ms, now_ms):
            failures, last_ms = 0, now_ms
        if is_locked(failures, last_ms, now_ms):
            return False
        row = LockRow(
            pool_id=pool_id,
            sub=sub,
            failures=failures + 1,
            last_attempt_at_ms=max(last_ms, now_ms),
        )
        self._view.locks.put((pool_id, sub), row)
        return True

    def clear(self, pool_id: PoolId, sub: Sub) -> None:
        self._view.locks.drop((pool_id, sub))


class MemoryBudgets:
    """The port `Budgets`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def spend(self, pool_id: PoolId, sub: Sub, budget: Budget, now_ms: int) -> bool:
        key = (pool_id, sub, budget.name)
        row = self._view.budgets.get(key)
        used, ends_at_ms = 0, now_ms + budget.window_s * 1_000
        if row is not None and now_ms < row.ends_at_ms:
            used, ends_at_ms = row.used, row.ends_at_ms
        if used >= budget.limit:
            return False
        spent = BudgetRow(
            pool_id=pool_id, sub=sub, name=budget.name, used=used + 1, ends_at_ms=ends_at_ms
        )
        self._view.budgets.put(key, spent)
        return True

    def restore(self, pool_id: PoolId, sub: Sub, name: str) -> None:
        self._view.budgets.drop((pool_id, sub, name))


class MemorySpent:
    """The port `Spent`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def spend(self, pool_id: PoolId, sub: Sub, value_id: str, expires_at_ms: int) -> bool:
        if self.is_spent(pool_id, sub, value_id):
            return False
        row = SpentRow(pool_id=pool_id, sub=sub, value_id=value_id, expires_at_ms=expires_at_ms)
        self._view.spent.put((pool_id, sub, value_id), row)
        return True

    def is_spent(self, pool_id: PoolId, sub: Sub, value_id: str) -> bool:
        return self._view.spent.get((pool_id, sub, value_id)) is not None
