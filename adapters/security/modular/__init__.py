"""Modular powers (port `srp.ModularPower`): by OpenSSL, by GMP, or by Python alone."""

from __future__ import annotations

from adapters.security.modular.builtin import BuiltinPower
from adapters.security.modular.gmp import GmpPower, has_gmp
from adapters.security.modular.openssl import OpenSslPower, find_libcrypto
from domain.ports.srp import ModularPower


def best_power() -> ModularPower:
    """Return the quickest that this machine has.

    OpenSSL's constant-time power takes three fifths of the time of GMP's, and is quicker even than
    the one of GMP that is not; but GMP alone has the means for a table of powers.
    """
    rest = GmpPower() if has_gmp() else BuiltinPower()
    libcrypto = find_libcrypto()
    return rest if libcrypto is None else OpenSslPower(libcrypto, rest)
