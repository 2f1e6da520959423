"""Modular powers by GMP, through gmpy2."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

try:
    import gmpy2
except ImportError:  # no wheel for this platform
    gmpy2 = None


_WINDOWS: Final = 32
"""Bytes of an exponent that a table of powers covers: 256 bits."""


def has_gmp() -> bool:
    """Whether gmpy2 is installed."""
    return gmpy2 is not None


class GmpPower:
    """GMP's mpz_powm_sec, whose time depends on the size of the exponent only, and mpz_powm."""

    name: Final = "gmpy2"

    def power(self, base: int, exponent: int, modulus: int) -> int:
        """Return base ** exponent mod modulus."""
        _let_others_run()
        return int(gmpy2.powmod_sec(base, exponent, modulus))

    def power_of_public(self, base: int, exponent: int, modulus: int) -> int:
        """Return base ** exponent mod modulus; which table entries are read tells the exponent."""
        _let_others_run()
        return int(gmpy2.powmod(base, exponent, modulus))

    def power_of_generator(self, generator: int, exponent: int, modulus: int) -> int:
        """Return generator ** exponent mod modulus by a table of powers, a sixth of the work.

        The table is read at places that the exponent tells. That is worth nothing to a watcher
        where each exponent is used once, which is what the port asks for.
        """
        if exponent.bit_length() > 8 * _WINDOWS:
            return self.power(generator, exponent, modulus)
        result = gmpy2.mpz(1)
        digits = exponent.to_bytes(_WINDOWS, "little")
        for row, digit in zip(_powers(generator, modulus), digits, strict=True):
            result = result * row[digit] % modulus
        return int(result)


@lru_cache(maxsize=1)
def _powers(generator: int, modulus: int) -> Sequence[Sequence[Any]]:
    """Return generator ** (digit * 256 ** place), by place and digit: 3 MB, made in some 20 ms."""
    modulus_, base, rows = gmpy2.mpz(modulus), gmpy2.mpz(generator), []
    for _ in range(_WINDOWS):
        row = [gmpy2.mpz(1)]
        for _ in range(255):
            row.append(row[-1] * base % modulus_)
        rows.append(row)
        base = row[-1] * base % modulus_
    return rows


def _let_others_run() -> None:
    # The flag belongs to the thread's own context. Without it a sign-in stops every other
    # thread for a millisecond; setting it again costs a tenth of a microsecond.
    gmpy2.get_context().allow_release_gil = True
