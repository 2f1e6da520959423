"""Identity providers: services elsewhere that users of a pool may sign in through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.model.identifiers import PoolId
from domain.model.item import Kind


class ProviderType(StrEnum):
    """What a provider speaks. The four in the middle are one service each."""

    SAML = "SAML"
    FACEBOOK = "Facebook"
    GOOGLE = "Google"
    AMAZON = "LoginWithAmazon"
    APPLE = "SignInWithApple"
    OIDC = "OIDC"

    @property
    def is_social(self) -> bool:
        """Whether it is one service, whose users are known by nothing but its own id of them."""
        return self not in {ProviderType.SAML, ProviderType.OIDC}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProvider:
    """One provider of a pool, by its name, which never changes.

    `details` are ProviderDetails but for the secrets, which are sealed together. `attributes` maps
    attributes of the pool ("email", "custom:role", and "username") to claims of the provider, and
    `levels` the pool's ACR levels ("Level1") to the provider's ACR values. `linked_by` are the
    attributes by which users are linked to it, beside the provider's own id of them.
    """

    pool_id: PoolId
    name: str
    type: ProviderType
    details: Mapping[str, str]
    secrets: bytes | None = field(default=None, repr=False)
    attributes: Mapping[str, str] = field(default_factory=dict)
    identifiers: tuple[str, ...] = ()
    levels: Mapping[str, str] | None = None
    linked_by: tuple[str, ...] = ()
    created_at_ms: int
    modified_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedProvider:
    """Which provider an identifier stands for; the key is the identifier."""

    name: str


IDENTITY_PROVIDERS: Final = Kind("identity provider", IdentityProvider, sealed="secrets")
PROVIDER_IDENTIFIERS: Final = Kind("identity provider identifier", IdentifiedProvider)
