"""What linking an identity and ending a link have in common: whom a request names, and the rules.

Nothing is ever linked by itself: an e-mail address that a provider does not verify would open the
account of whoever has it (SEC-38).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.accounts.attributes import VALUE_MAX
from domain.accounts.names import identity_name
from domain.errors import InvalidParameterException, ResourceNotFoundException
from domain.model.identifiers import PoolId
from domain.model.identity import SUBJECT
from domain.model.identity_provider import IDENTITY_PROVIDERS, IdentityProvider
from domain.model.user import SignInName
from domain.ports.store import Store

OWN: Final = "Cognito"
"""What links call the pool itself, as the provider of users who sign in with a password."""

_VALUE_INVALID: Final = f"ProviderAttributeValue must have 1 to {VALUE_MAX} characters."


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedIdentity:
    """Somebody as a request names him: by what a provider, or the pool itself, knows him."""

    provider: str
    attribute: str = SUBJECT
    value: str = field(repr=False)

    @property
    def is_own(self) -> bool:
        """Whether it is a user of the pool by his user name."""
        return self.provider == OWN

    @property
    def key(self) -> tuple[str, str, str]:
        """What the identity of that name has as its key."""
        return self.provider, self.attribute, self.value

    @property
    def name(self) -> SignInName:
        """The name by which the identity is one user's."""
        return identity_name(self.key)


def check_length(named: NamedIdentity) -> None:
    """Refuse a value that is none, or longer than an attribute may be.

    Raises InvalidParameterException.
    """
    if not 0 < len(named.value) <= VALUE_MAX:
        raise InvalidParameterException(_VALUE_INVALID)


def check_attribute(provider: IdentityProvider, attribute: str) -> None:
    """Refuse an attribute by which nobody of the provider could be known.

    Raises InvalidParameterException.
    """
    if attribute == SUBJECT:
        return
    if provider.type.is_social:
        raise only_by_subject(provider.name)
    if attribute not in provider.attributes:
        raise InvalidParameterException(
            f"ProviderAttributeName {attribute} is not mapped for identity provider"
            f" {provider.name}."
        )


def only_by_subject(provider: str) -> InvalidParameterException:
    """The error for an attribute, where users are known by the provider's own id of them alone."""
    return InvalidParameterException(f"ProviderAttributeName must be {SUBJECT} for {provider}.")


def required_provider(store: Store, pool_id: PoolId, name: str) -> IdentityProvider:
    """Return the provider of the pool. Raises ResourceNotFoundException."""
    with store.reading() as unit:
        provider = unit.items.get(IDENTITY_PROVIDERS, pool_id, name)
    if provider is None:
        raise ResourceNotFoundException(texts.provider_does_not_exist(name))
    return provider
