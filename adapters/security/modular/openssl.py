"""Modular powers by the OpenSSL that Python itself is linked with, through ctypes.

No package offers its modular exponentiation: `cryptography` hides it in a Diffie-Hellman exchange
that is on its way out. The functions used here are part of OpenSSL's stable interface since 1.1.
"""

from __future__ import annotations

import _hashlib
import ctypes
import threading
from collections.abc import Mapping
from ctypes import c_char_p, c_int, c_void_p
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from domain.ports.srp import ModularPower

_CONSTANT_TIME: Final = 0x04
"""BN_FLG_CONSTTIME: of the exponent no more shows than how many machine words it has."""

_BRIEF: Final[Mapping[str, tuple[type | None, tuple[type, ...]]]] = {
    "BN_new": (c_void_p, ()),
    "BN_clear": (None, (c_void_p,)),
    "BN_clear_free": (None, (c_void_p,)),
    "BN_set_flags": (None, (c_void_p, c_int)),
    "BN_bin2bn": (c_void_p, (c_char_p, c_int, c_void_p)),
    "BN_bn2binpad": (c_int, (c_void_p, c_char_p, c_int)),
    "BN_CTX_new": (c_void_p, ()),
    "BN_CTX_free": (None, (c_void_p,)),
    "BN_MONT_CTX_new": (c_void_p, ()),
    "BN_MONT_CTX_set": (c_int, (c_void_p, c_void_p, c_void_p)),
}
_POWER: Final = "BN_mod_exp_mont_consttime"


class LibCrypto:
    """The functions of OpenSSL that are used. Raises AttributeError or OSError without them.

    `power` lets other threads run meanwhile; the rest is over before that would pay.
    """

    def __init__(self, path: str | None) -> None:
        self.brief: Any = ctypes.PyDLL(path)
        for name, (result, arguments) in _BRIEF.items():
            function = getattr(self.brief, name)
            function.restype, function.argtypes = result, arguments
        self.power = getattr(ctypes.CDLL(path), _POWER)
        self.power.restype, self.power.argtypes = c_int, (c_void_p,) * 6


@lru_cache(maxsize=1)
def find_libcrypto() -> LibCrypto | None:
    """Return Python's OpenSSL, or None where it is built in without its names, or missing."""
    try:
        return LibCrypto(getattr(_hashlib, "__file__", None))
    except (AttributeError, OSError):
        return None


class OpenSslPower:
    """OpenSSL's constant-time power for everything but the generator, which `rest` raises."""

    name: Final = "OpenSSL"

    def __init__(self, libcrypto: LibCrypto, rest: ModularPower) -> None:
        self._lib = libcrypto
        self._own = threading.local()
        self._modulus = lru_cache(maxsize=1)(self._prepared)
        self.power_of_generator = rest.power_of_generator

    def power(self, base: int, exponent: int, modulus: int) -> int:
        """Return base ** exponent mod modulus. Raises MemoryError."""
        within, lib = self._modulus(modulus), self._lib.brief
        space: _Space | None = getattr(self._own, "space", None)
        if space is None:
            space = self._own.space = _Space(lib)
        _load(lib, base % modulus, space.base)
        _load(lib, exponent, space.exponent)
        raised = self._lib.power(
            space.result, space.base, space.exponent, within.number, space.context, within.form
        )
        # Of secret exponents nothing stays behind in memory that is used again.
        lib.BN_clear(space.exponent)
        digits = ctypes.create_string_buffer(within.size)
        if not raised or lib.BN_bn2binpad(space.result, digits, within.size) != within.size:
            raise MemoryError
        return int.from_bytes(digits.raw, "big")

    power_of_public = power

    def _prepared(self, modulus: int) -> _Modulus:
        """Return what each power needs of a modulus; of these there is one, and it stays."""
        lib = self._lib.brief
        number, form, context = lib.BN_new(), lib.BN_MONT_CTX_new(), lib.BN_CTX_new()
        _load(lib, modulus, number)
        if not lib.BN_MONT_CTX_set(form, number, context):
            raise MemoryError
        lib.BN_CTX_free(context)
        return _Modulus(number=number, form=form, size=(modulus.bit_length() + 7) // 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Modulus:
    """A modulus, the same prepared for Montgomery's multiplication, and its length in bytes."""

    number: int
    form: int
    size: int


class _Space:
    """The numbers that one thread works with, until it ends."""

    def __init__(self, lib: Any) -> None:  # noqa: ANN401 - a library has no type
        self._lib = lib
        self.context: int = lib.BN_CTX_new()
        self.base, self.exponent, self.result = (lib.BN_new() for _ in range(3))
        lib.BN_set_flags(self.exponent, _CONSTANT_TIME)

    def __del__(self) -> None:
        for number in (self.base, self.exponent, self.result):
            self._lib.BN_clear_free(number)
        self._lib.BN_CTX_free(self.context)


def _load(lib: Any, value: int, number: int) -> None:  # noqa: ANN401 - a library has no type
    """Set a number of OpenSSL's to a value. Raises MemoryError."""
    digits = value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")
    if not lib.BN_bin2bn(digits, len(digits), number):
        raise MemoryError
