"""Making SRP verifiers (port `srp.VerifierMaker`) with the package `srp`.

The package hashes the salt without the zero byte that Cognito puts before a set top bit, so its
verifier is Cognito's only for salts whose first byte is between 01 and 7f: the salt, which it draws
itself, is drawn anew until it is (twice on average). Simulated salts have the same form, so that no
salt tells that its user does not exist (domain.accounts.decoy).
"""

from __future__ import annotations

from typing import Final

import srp

from domain.crypto.srp import SALT_BYTES, G, N, to_hex
from domain.model.identifiers import Secret
from domain.ports.srp import SrpVerifier

_DRAWS_MAX: Final = 256
_TOP_BIT: Final = 0x80

_WANTS_BYTES: Final = srp.create_salted_verification_key.__module__ == "srp._ctsrp"
"""The package's module on the C library takes the group's numbers as bytes, its other one as text;
which of them is loaded depends on the machine."""

_N_HEX: Final = to_hex(N).encode() if _WANTS_BYTES else to_hex(N)
_G_HEX: Final = to_hex(G).encode() if _WANTS_BYTES else to_hex(G)


class SrpPackageMaker:
    """Makes verifiers; threads may share it, since nothing of the package is switched or kept."""

    def make(self, identity: str, password: Secret[str]) -> SrpVerifier:
        """Return a verifier with a fresh 16-byte salt whose top bit is clear."""
        for _ in range(_DRAWS_MAX):
            salt, verifier = srp.create_salted_verification_key(
                identity,
                password.reveal(),
                hash_alg=srp.SHA256,
                ng_type=srp.NG_CUSTOM,
                n_hex=_N_HEX,
                g_hex=_G_HEX,
                salt_len=SALT_BYTES,
            )
            # A salt that begins with zero bytes comes back shorter.
            if len(salt) == SALT_BYTES and salt[0] < _TOP_BIT:
                return SrpVerifier(
                    salt=int.from_bytes(salt, "big"), verifier=int.from_bytes(verifier, "big")
                )
        raise RuntimeError("the package srp draws no usable salts")
