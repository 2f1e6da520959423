"""Users of a pool: profile, status, sign-in names, and the credentials kept beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.model.factors import NO_FACTORS, UserFactors
from domain.model.identifiers import PoolId, Sub, Username
from domain.model.identity import IDENTITIES, Identity, as_attribute


class UserStatus(StrEnum):
    """Where a user stands; `enabled` is an independent flag."""

    UNCONFIRMED = "UNCONFIRMED"
    CONFIRMED = "CONFIRMED"
    FORCE_CHANGE_PASSWORD = "FORCE_CHANGE_PASSWORD"
    RESET_REQUIRED = "RESET_REQUIRED"
    EXTERNAL_PROVIDER = "EXTERNAL_PROVIDER"


class NameKind(StrEnum):
    """What a sign-in name is; the order is the order of precedence when two kinds match."""

    USERNAME = "username"
    EMAIL = "email"
    PHONE_NUMBER = "phone_number"
    PREFERRED_USERNAME = "preferred_username"
    PASSKEY = "passkey"
    """No name that anybody types: the credential id of a passkey, which only one user may have."""
    IDENTITY = "identity"
    """No name that anybody types either: an identity at a provider, which opens one user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInName:
    """One name that finds a user: unique in its pool by kind and canonical value."""

    kind: NameKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """The profile of one user.

    `attributes` holds everything but `sub`, by full name, values as text ("true" for booleans).
    `epoch` grows whenever an open sign-in attempt must die: password or MFA change, disabling,
    global sign-out. `signed_out_at_ms` ends tokens that carry no family (ruling 23).
    `identities` are in the order in which they were set.
    """

    pool_id: PoolId
    sub: Sub
    username: Username
    status: UserStatus
    enabled: bool = True
    attributes: Mapping[str, str] = field(default_factory=dict)
    created_at_ms: int
    modified_at_ms: int
    epoch: int = 0
    signed_out_at_ms: int | None = None
    factors: UserFactors = NO_FACTORS
    identities: tuple[Identity, ...] = ()
    version: int = 1

    @property
    def shown(self) -> Mapping[str, str]:
        """What is shown of him as attributes, without `sub`: his identities are among them."""
        if not self.identities:
            return self.attributes
        return {**self.attributes, IDENTITIES: as_attribute(self.identities)}

    def has(self, attribute: str) -> bool:
        """Whether the attribute has a value."""
        return bool(self.attributes.get(attribute))

    def is_verified(self, attribute: str) -> bool:
        """Whether `email` or `phone_number` has a value that was proven to be the user's."""
        return self.has(attribute) and self.attributes.get(f"{attribute}_verified") == "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The password of one user, as it is kept: argon2id hash, sealed SRP verifier, history.

    Hash and verifier are written together under one `generation`, which the sealing of the
    verifier covers, so that an old verifier beside a new hash is refused (SEC-09).
    """

    pool_id: PoolId
    sub: Sub
    generation: int
    password_hash: str | None = field(repr=False)
    sealed_verifier: bytes | None = field(default=None, repr=False)
    set_at_ms: int
    temporary_until_ms: int | None = None
    history: tuple[str, ...] = field(default=(), repr=False)
