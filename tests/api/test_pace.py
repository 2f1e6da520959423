"""How fast something may go."""

from __future__ import annotations

import pytest

from adapters.api.pace import Ledger, Pace


def uses(ledger: Ledger[str], pace: Pace, now_s: float, key: str = "one") -> int:
    """Use up what is left at an instant; how much it was."""
    count = 0
    while ledger.wait_s(pace, key, now_s) <= 0:
        ledger.use(pace, key, now_s)
        count += 1
    return count


@pytest.mark.parametrize("now_s", [0.0, 1_000_000.0])
@pytest.mark.parametrize(
    ("per_second", "at_once", "first", "later"),
    [(4, None, 4, 2), (4, 10, 10, 2), (4, 1, 1, 1), (0.5, None, 1, 0), (2_048, None, 2_048, 1_024)],
)
def test_after_a_rest_there_is_a_number_at_once(
    now_s: float, per_second: float, at_once: float | None, first: int, later: int
) -> None:
    """Then as much as comes with time, and no more is saved than that number."""
    pace, ledger = Pace.of(per_second, at_once=at_once), Ledger[str](10)

    assert uses(ledger, pace, now_s) == first
    assert uses(ledger, pace, now_s + 0.5) == later
    assert uses(ledger, pace, now_s + 1_000) == first


def test_what_is_told_to_wait_for_is_enough() -> None:
    """There is no use a little earlier, and one at that time."""
    pace, ledger = Pace.of(4), Ledger[str](10)
    uses(ledger, pace, 7.0)

    wait_s = ledger.wait_s(pace, "one", 7.0)

    assert wait_s == pytest.approx(0.25, abs=0.001)
    assert ledger.wait_s(pace, "one", 7.0 + wait_s - 0.01) > 0
    assert ledger.wait_s(pace, "one", 7.0 + wait_s) <= 0


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    """What was used is used, whatever time it is said to be."""
    pace, ledger = Pace.of(4), Ledger[str](10)
    uses(ledger, pace, 7.0)

    assert uses(ledger, pace, 6.0) == 0


def test_others_are_counted_by_themselves() -> None:
    """One who has used up his own takes nothing of another's."""
    pace, ledger = Pace.of(4), Ledger[str](10)
    uses(ledger, pace, 7.0)

    assert uses(ledger, pace, 7.0, "another") == 4


def test_so_many_are_kept() -> None:
    """Beyond them whoever was there longest ago is forgotten, and who came again stays."""
    pace, ledger = Pace.of(4), Ledger[str](3)
    for key in ("a", "b", "c"):
        uses(ledger, pace, 7.0, key)
    assert uses(ledger, pace, 7.25, "a") == 1

    uses(ledger, pace, 7.25, "d")

    assert len(ledger) == 3
    assert uses(ledger, pace, 7.25, "a") == 0
    assert uses(ledger, pace, 7.25, "b") == 4
