"""Checking passkeys (port `webauthn.PasskeyVerifier`), loaded by the first use.

The libraries behind it take some 4 MB and an eighth of a second, which a process that never sees a
passkey does not pay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from domain.model.passkey import Passkey
from domain.ports.webauthn import (
    Ceremony,
    NewPasskey,
    PasskeyOwner,
    PasskeyProof,
    PasskeyVerifier,
)


class LazyPasskeyVerifier:
    """Passes everything on; threads may share it."""

    def creation_options(
        self, ceremony: Ceremony, owner: PasskeyOwner, existing: Sequence[Passkey]
    ) -> Mapping[str, object]:
        """Return the options of a registration."""
        return self._verifier.creation_options(ceremony, owner, existing)

    def request_options(
        self, ceremony: Ceremony, allowed: Sequence[Passkey]
    ) -> Mapping[str, object]:
        """Return the options of a sign-in."""
        return self._verifier.request_options(ceremony, allowed)

    def register(self, ceremony: Ceremony, credential: Mapping[str, object]) -> NewPasskey:
        """Check the answer to a registration. Raises PasskeyRefused."""
        return self._verifier.register(ceremony, credential)

    def prove(
        self, ceremony: Ceremony, credential: str, allowed: Sequence[Passkey]
    ) -> PasskeyProof:
        """Check the answer to a sign-in. Raises PasskeyRefused."""
        return self._verifier.prove(ceremony, credential, allowed)

    @cached_property
    def _verifier(self) -> PasskeyVerifier:
        from adapters.security.passkeys.verifier import (  # noqa: PLC0415 - see the docstring
            WebAuthnVerifier,
        )

        return WebAuthnVerifier()
