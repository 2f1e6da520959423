"""Modular powers."""

from __future__ import annotations

import _ctypes
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import gmpy2
import pytest

from adapters.security.modular import best_power
from adapters.security.modular.builtin import BuiltinPower
from adapters.security.modular.gmp import GmpPower
from adapters.security.modular.openssl import LibCrypto, OpenSslPower, find_libcrypto
from domain.crypto.srp import N
from domain.ports.srp import ModularPower
from tests.support.fakes import SeededEntropy


def _openssl() -> OpenSslPower:
    libcrypto = find_libcrypto()
    assert libcrypto is not None, "this Python hides its OpenSSL"
    return OpenSslPower(libcrypto, GmpPower())


@pytest.fixture(params=[_openssl, GmpPower, BuiltinPower], ids=["OpenSSL", "GMP", "built-in"])
def power(request: pytest.FixtureRequest) -> ModularPower:
    """Each adapter of the port."""
    adapter: ModularPower = request.param()
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


def test_threads_do_not_disturb_each_other() -> None:
    """Eight threads that raise at the same time each get their own result."""
    power, entropy = _openssl(), SeededEntropy()
    bases = [1 + entropy.below(N) for _ in range(160)]
    exponents = [1 + entropy.below(2**256) for _ in range(160)]

    with ThreadPoolExecutor(8) as threads:
        raised = list(threads.map(power.power, bases, exponents, [N] * 160))

    assert raised == [pow(base, exp, N) for base, exp in zip(bases, exponents, strict=True)]


def test_random_powers(power: ModularPower) -> None:
    """Fifty random bases and exponents of every length agree with Python's own power."""
    entropy = SeededEntropy()
    for bits in range(0, 500, 10):
        base, exponent = 1 + entropy.below(2 * N), 1 + entropy.below(2**bits)
        assert power.power(base, exponent, N) == pow(base, exponent, N)


def test_best_power() -> None:
    """OpenSSL is taken where Python's own can be reached."""
    assert isinstance(best_power(), OpenSslPower)


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [
        ("gmpy2", "OpenSslPower"),
        ("_hashlib", "GmpPower"),
        ("gmpy2 _hashlib", "BuiltinPower"),
    ],
)
def test_without(hidden: str, expected: str) -> None:
    """Where gmpy2 or a reachable OpenSSL is missing, the next best stands in."""
    program = (
        "import sys, types\n"
        f"if 'gmpy2' in {hidden!r}: sys.modules['gmpy2'] = None\n"
        f"if '_hashlib' in {hidden!r}:\n"
        "    sys.modules['_hashlib'] = nothing = types.ModuleType('_hashlib')\n"
        "    nothing.__file__ = '/nowhere/_hashlib.so'\n"
        "from adapters.security.modular import best_power\n"
        "power = best_power()\n"
        "print(type(power).__name__, power.power(3, 4, 7), power.power_of_generator(3, 4, 7))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout == f"{expected} 4 4\n"


def test_foreign_library() -> None:
    """A library without these functions is told from OpenSSL when it is opened, not when used."""
    with pytest.raises(AttributeError):
        LibCrypto(_ctypes.__file__)
