"""What passkeys need from outside the domain: options for browsers, and the checking of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from domain.model.identifiers import Sub, Username
from domain.model.passkey import Passkey


class Fault(StrEnum):
    """What is wrong with an answer: the first thing that was found, in this order."""

    MALFORMED = "malformed"
    """No answer of a browser to such options."""
    UNKNOWN = "unknown passkey"
    CHALLENGE = "another challenge"
    ORIGIN = "foreign origin"
    """It comes from a page that does not belong to the relying party, or was framed by one."""
    RELYING_PARTY = "another relying party"
    NOT_SUPPORTED = "not supported"
    """Algorithm, attestation or authenticator are not what we take."""
    NOT_PROVEN = "not proven"
    """User, counter or signature are not those of the passkey."""


class PasskeyRefused(Exception):
    """An answer was refused; `reason` is for the log."""

    def __init__(self, fault: Fault, reason: str) -> None:
        super().__init__(f"{fault}: {reason}")
        self.fault = fault
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """What a browser is asked for, and what its answer is held against.

    `challenge` are at least 16 random bytes that serve once. With `requires_verification` the
    authenticator must verify its user, else it is only asked to.
    """

    rp_id: str
    challenge: bytes = field(repr=False)
    requires_verification: bool
    timeout_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyOwner:
    """For whom a passkey is made; the text of `sub` is the user handle that it keeps."""

    sub: Sub
    username: Username


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasskey:
    """What a registration brought, in the forms of `Passkey`."""

    id: str
    public_key: bytes = field(repr=False)
    sign_count: int
    aaguid: str
    attachment: str | None
    transports: tuple[str, ...]
    backup_eligible: bool
    backed_up: bool
    user_verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyProof:
    """A right answer to a sign-in: by which passkey, and what is new of it."""

    passkey: Passkey
    sign_count: int
    backed_up: bool
    user_verified: bool


class PasskeyVerifier(Protocol):
    """Makes options in the JSON forms of WebAuthn Level 3, and checks what comes back (SEC-22).

    Pages belong to a relying party if their host is its id or lies below it, at any port (ruling
    60); by http only `localhost` does.
    """

    def creation_options(
        self, ceremony: Ceremony, owner: PasskeyOwner, existing: Sequence[Passkey]
    ) -> Mapping[str, object]:
        """Return CredentialCreationOptions; no authenticator with an existing passkey answers."""
        ...

    def request_options(
        self, ceremony: Ceremony, allowed: Sequence[Passkey]
    ) -> Mapping[str, object]:
        """Return CREDENTIAL_REQUEST_OPTIONS for any of the passkeys."""
        ...

    def register(self, ceremony: Ceremony, credential: Mapping[str, object]) -> NewPasskey:
        """Check the answer to creation options. Raises PasskeyRefused."""
        ...

    def prove(
        self, ceremony: Ceremony, credential: str, allowed: Sequence[Passkey]
    ) -> PasskeyProof:
        """Check the answer to request options, in JSON. Raises PasskeyRefused.

        A counter that does not rise is refused, since the authenticator may have been copied; 0
        after 0 comes from one that does not count.
        """
        ...
