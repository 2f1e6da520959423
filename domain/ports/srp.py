"""What SRP needs from outside the domain: making verifiers, and fast modular powers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from domain.model.identifiers import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class SrpVerifier:
    """Salt and verifier (g^x mod N) of one password, as integers."""

    salt: int = field(repr=False)
    verifier: int = field(repr=False)


class VerifierMaker(Protocol):
    """Makes the SRP verifier of a password when it is set."""

    def make(self, identity: str, password: Secret[str]) -> SrpVerifier:
        """Return a verifier with a fresh 16-byte salt whose top bit is clear.

        `identity` is the pool's SRP name followed by the internal user name.
        """
        ...


class ModularPower(Protocol):
    """Modular exponentiation; all numbers positive, the modulus odd."""

    def power(self, base: int, exponent: int, modulus: int) -> int:
        """Return base ** exponent mod modulus, as constant in time as the adapter can."""
        ...

    def power_of_public(self, base: int, exponent: int, modulus: int) -> int:
        """Return the same for an exponent that everybody may know, which may be quicker."""
        ...

    def power_of_generator(self, generator: int, exponent: int, modulus: int) -> int:
        """Return the same for a base that is always one, and a secret that is used only once.

        The adapter may prepare powers of the base, and need not be constant in time.
        """
        ...
