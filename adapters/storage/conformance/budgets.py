"""What the port `Budgets` promises."""

from __future__ import annotations

from dataclasses import replace

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from domain.model.identifiers import PoolId, Sub
from domain.ports.attempts import Budget, Budgets
from domain.ports.store import Store

WINDOW_MS = s.BUDGET.window_s * 1_000


def _spend(
    store: Store,
    now_ms: int = s.NOW_MS,
    budget: Budget = s.BUDGET,
    sub: Sub = s.SUB,
    pool_id: PoolId = s.POOL_ID,
) -> bool:
    with store.writing() as unit:
        return unit.budgets.spend(pool_id, sub, budget, now_ms)


def _restore(store: Store) -> None:
    with store.writing() as unit:
        unit.budgets.restore(s.POOL_ID, s.SUB, s.BUDGET.name)


class TestBudgets:
    """Uses bounded by user and window."""

    @promises(Budgets.spend, "or return False when the window's limit is used up.")
    def test_no_more_uses_than_the_limit_are_given(self, store: Store) -> None:
        """The budget gives its uses and then no more, at the same time or later in the window."""
        uses = [_spend(store, s.NOW_MS + later) for later in (0, 0, 0, 1, WINDOW_MS - 1)]

        assert uses == [True, True, False, False, False]

    @promises(Budgets.spend, "The window ends `window_s` after its first use")
    def test_a_window_begins_with_its_first_use(self, store: Store) -> None:
        """A window ends by its first use, whatever came later; then there is a whole new one."""
        assert _spend(store, s.NOW_MS)
        assert _spend(store, s.NOW_MS + WINDOW_MS - 1)
        assert not _spend(store, s.NOW_MS + WINDOW_MS - 1)

        second_ms = s.NOW_MS + WINDOW_MS
        uses = [_spend(store, second_ms + later) for later in (0, 1, 2, WINDOW_MS - 1, WINDOW_MS)]
        assert uses == [True, True, False, False, True]

    @promises(Budgets.spend, "A refused use counts nothing.")
    def test_a_refused_use_does_not_count(self, store: Store) -> None:
        """After refusals a higher limit gives exactly the difference."""
        _spend(store)
        _spend(store)
        assert [_spend(store), _spend(store)] == [False, False]

        raised = replace(s.BUDGET, limit=3)
        assert [_spend(store, budget=raised), _spend(store, budget=raised)] == [True, False]

    @promises(Budgets.spend, "which the budget of that use decides")
    def test_a_window_keeps_the_length_it_began_with(self, store: Store) -> None:
        """A shorter or longer window in a later call does not move the end of this one."""
        one = replace(s.BUDGET, limit=1)
        _spend(store, budget=one)

        shorter = replace(one, window_s=1)
        assert not _spend(store, s.NOW_MS + WINDOW_MS - 1, shorter)
        longer = replace(one, window_s=2 * s.BUDGET.window_s)
        assert _spend(store, s.NOW_MS + WINDOW_MS, longer)

    @promises(Budgets.restore, "Forget all uses of the budget of that name.")
    def test_a_restored_budget_is_whole_again(self, store: Store) -> None:
        """All uses of that budget of that user are given again in a new window, and no others."""
        others = (
            (replace(s.BUDGET, name="other"), s.SUB, s.POOL_ID),
            (s.BUDGET, s.OTHER_SUB, s.POOL_ID),
            (s.BUDGET, s.SUB, s.OTHER_POOL_ID),
        )
        for budget, sub, pool_id in ((s.BUDGET, s.SUB, s.POOL_ID), *others):
            for _ in range(budget.limit):
                _spend(store, budget=budget, sub=sub, pool_id=pool_id)

        _restore(store)

        restored_ms = s.NOW_MS + WINDOW_MS - 1
        assert [_spend(store, restored_ms) for _ in range(3)] == [True, True, False]
        assert not _spend(store, restored_ms + WINDOW_MS - 1)
        for budget, sub, pool_id in others:
            assert not _spend(store, budget=budget, sub=sub, pool_id=pool_id)

    @promises(Budgets.restore, "Forget all uses of the budget of that name.")
    def test_an_unused_budget_is_restored_to_itself(self, store: Store) -> None:
        """Where nothing was used there is nothing to forget."""
        _restore(store)

        assert [_spend(store) for _ in range(3)] == [True, True, False]

    @promises(Budgets, "Uses of something bounded by user and hour")
    def test_budgets_are_apart(self, store: Store) -> None:
        """Another budget, user or pool has uses of its own."""
        one = replace(s.BUDGET, limit=1)

        assert _spend(store, budget=one)
        assert _spend(store, budget=replace(one, name="other"))
        assert _spend(store, budget=one, sub=s.OTHER_SUB)
        assert _spend(store, budget=one, pool_id=s.OTHER_POOL_ID)
        assert not _spend(store, budget=one)

    @promises(Budgets.spend, "when the window's limit is used up.")
    def test_a_limit_of_zero_gives_nothing(self, store: Store) -> None:
        """A budget without uses refuses the first one, and leaves nothing behind."""
        assert not _spend(store, budget=replace(s.BUDGET, limit=0))
        assert _spend(store)
        assert _spend(store)
