"""The arithmetic of the bench: percentiles, spreads, floors, verdicts."""

from __future__ import annotations

import pytest

from tools.bench.figures import (
    Spread,
    password_floor,
    percentile,
    refresh_floor,
    srp_floor,
    undivided,
)
from tools.bench.targets import P99_MS, SHARES, Target


@pytest.mark.parametrize(
    ("share", "expected"), [(0.01, 1), (0.5, 50), (0.501, 51), (0.99, 99), (1, 100)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, expected: int) -> None:
    """It is the smallest value that at least the share of all values does not exceed."""
    assert percentile(list(range(100, 0, -1)), share) == expected


def test_one_value_is_every_percentile() -> None:
    """With a single value there is nothing to choose."""
    assert percentile([7.0], 0.01) == percentile([7.0], 0.99) == 7.0


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0), ([1.0], 1.1)])
def test_no_percentile_of_nothing(values: list[float], share: float) -> None:
    """Without values, or for a share outside (0, 1], there is no percentile."""
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


def test_a_spread_keeps_the_extremes() -> None:
    """The median is told with the least and the greatest run."""
    assert Spread.of([3, 1, 9]) == Spread(median=3, least=1, most=9)
    with pytest.raises(ValueError, match="no values"):
        Spread.of([])


def test_floors_are_the_cryptography_alone() -> None:
    """With 4000 signatures, 50 hashes and 1500 powers a second, by hand."""
    assert refresh_floor(4000) == 2000
    assert srp_floor(4000, 1500) == pytest.approx(400)
    assert password_floor(4000, 50) == pytest.approx(48.78, abs=0.01)


@pytest.mark.parametrize(("others", "expected"), [(0, 100), (0.5, 200), (-0.1, 100), (2, 1000)])
def test_what_others_took_is_given_back(others: float, expected: float) -> None:
    """A rate reached on half a core counts double; noise of the clock changes nothing."""
    assert undivided(100, others) == pytest.approx(expected)


def spread(least: float, median: float, most: float) -> Spread:
    """A spread by its three values."""
    return Spread(median=median, least=least, most=most)


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        (spread(0.5, 0.7, 0.8), "should"),
        (spread(0.4, 0.5, 0.9), "must"),
        (spread(0.3, 0.4, 0.5), "near"),
        (spread(0.3, 0.4, 0.49), "missed"),
    ],
)
def test_a_rate_misses_only_when_its_best_run_does(measured: Spread, verdict: str) -> None:
    """The median reaches a bound; between the best run and the bound nothing is certain."""
    assert Target(must=0.5, should=0.65).verdict(measured) == verdict


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        (spread(1, 3, 9), "should"),
        (spread(1, 6, 9), "must"),
        (spread(6, 7, 9), "near"),
        (spread(7, 8, 9), "missed"),
    ],
)
def test_a_latency_misses_only_when_its_best_run_does(measured: Spread, verdict: str) -> None:
    """For what is to stay small the least value is the best run."""
    assert Target(must=6, should=3, at_most=True).verdict(measured) == verdict


def test_every_scenario_has_its_bounds() -> None:
    """Each is judged on both stores, by share and by latency, and `should` is the stricter one."""
    assert {name for name, _ in SHARES} == set(P99_MS)
    assert {store for _, store in SHARES} == {"sqlite", "postgresql"}
    assert len(SHARES) == 2 * len(P99_MS)
    assert all(target.should > target.must for target in SHARES.values())
    assert all(target.should < target.must for target in P99_MS.values())
