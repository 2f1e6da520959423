"""Modular powers (port `srp.ModularPower`): GMP's constant-time routine, or Python's own."""

from __future__ import annotations

from typing import Final

try:
    import gmpy2
except ImportError:  # no wheel for this platform
    gmpy2 = None


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


class BuiltinPower:
    """Python's `pow`: right, but nine times slower, and no other thread runs meanwhile."""

    name: Final = "built-in"

    def power(self, base: int, exponent: int, modulus: int) -> int:
        """Return base ** exponent mod modulus."""
        return pow(base, exponent, modulus)

    power_of_public = power


def _let_others_run() -> None:
    # The flag belongs to the thread's own context. Without it a sign-in stops every other
    # thread for a millisecond; setting it again costs a tenth of a microsecond.
    gmpy2.get_context().allow_release_gil = True


def best_power() -> GmpPower | BuiltinPower:
    """Return the best that is installed; its `name` tells which one it is."""
    return BuiltinPower() if gmpy2 is None else GmpPower()
