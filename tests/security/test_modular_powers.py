"""Modular powers."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable

import gmpy2
import pytest

from adapters.security.modular import BuiltinPower, GmpPower, best_power
from domain.crypto.srp import N
from domain.ports.srp import ModularPower
from tests.support.fakes import SeededEntropy


@pytest.fixture(params=[GmpPower(), BuiltinPower()], ids=lambda power: power.name)
def power(request: pytest.FixtureRequest) -> ModularPower:
    """Each adapter of the port."""
    adapter: ModularPower = request.param
    return adapter


@pytest.mark.parametrize(
    ("base", "exponent", "expected"), [(2, 10, 1_024), (2, 1, 2), (N - 1, 2, 1), (N + 3, 2, 9)]
)
def test_powers(power: ModularPower, base: int, exponent: int, expected: int) -> None:
    """The result is the power modulo N, as a plain integer."""
    for raising in (power.power, power.power_of_public, power.power_of_generator):
        result = raising(base, exponent, N)
        assert type(result) is int
        assert result == expected


def test_law_of_exponents(power: ModularPower) -> None:
    """Raising twice is raising by the product, as SRP needs it."""
    entropy = SeededEntropy()
    base, one, two = (1 + entropy.below(2**256) for _ in range(3))

    assert power.power(power.power(base, one, N), two, N) == power.power(base, one * two, N)


@pytest.mark.parametrize(
    "exponent",
    [0, 1, 255, 256, 2**248, 2**256 - 1, 2**256, 2**300 + 7],
    ids=["0", "1", "255", "256", "last place", "longest", "too long", "far too long"],
)
def test_powers_of_the_generator(power: ModularPower, exponent: int) -> None:
    """The prepared powers give what the general one gives, for every length of the exponent."""
    for generator in (2, 5, 2):
        assert power.power_of_generator(generator, exponent, N) == pow(generator, exponent, N)


def test_powers_of_the_generator_at_random(power: ModularPower) -> None:
    """Two hundred exponents of 256 bits agree with Python's own power."""
    entropy = SeededEntropy()
    for _ in range(200):
        exponent = entropy.below(2**256)
        assert power.power_of_generator(2, exponent, N) == pow(2, exponent, N)


@pytest.mark.parametrize("raising", [GmpPower().power, GmpPower().power_of_public])
def test_other_threads_may_run(raising: Callable[[int, int, int], int]) -> None:
    """Each thread that raises lets others run meanwhile, the first time already."""
    seen: list[bool] = []

    def raise_and_look() -> None:
        raising(2, 3, 5)
        seen.append(gmpy2.get_context().allow_release_gil)

    thread = threading.Thread(target=raise_and_look)
    thread.start()
    thread.join()

    assert seen == [True]


def test_best_power() -> None:
    """GMP is taken where it is installed."""
    assert best_power().name == "gmpy2"


def test_without_gmpy2() -> None:
    """Where gmpy2 is not installed, Python's own power stands in."""
    program = (
        "import sys; sys.modules['gmpy2'] = None\n"
        "from adapters.security.modular import best_power\n"
        "print(best_power().name, best_power().power(3, 4, 7))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout == "built-in 4\n"
