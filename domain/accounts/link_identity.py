"""AdminLinkProviderForUser: an identity at a provider opens the account of a user who exists.

The identity must not have signed in yet: profiles are never merged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts.find_users import UserFinder
from domain.accounts.linked_identities import (
    NamedIdentity,
    check_attribute,
    check_length,
    required_provider,
)
from domain.accounts.retry import once_more
from domain.errors import (
    AliasExistsException,
    InvalidParameterException,
    LimitExceededException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.identifiers import PoolId
from domain.model.identity import SUBJECT, Identity
from domain.model.identity_provider import IDENTITY_PROVIDERS, IdentityProvider
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Unit

_EMAIL: Final = "email"

LINKS_MAX: Final = 5
"""Identities that are linked to one user, beside the one that he was made for."""

LINKING_ATTRIBUTES_MAX: Final = 5
"""Attributes by which identities of one provider are linked, beside the provider's own id: each is
one more look-up at every sign-in."""

_ALREADY_LINKED: Final = "SourceUser is already linked to DestinationUser"
_LINKED_TO_ANOTHER: Final = "SourceUser is already linked to another user"
_SOURCE_OF_THE_POOL: Final = "SourceUser must be a user of an identity provider."
_TOO_MANY_LINKING_ATTRIBUTES: Final = (
    f"Users of one identity provider can be linked by at most {LINKING_ATTRIBUTES_MAX} attributes."
)
_TOO_MANY_LINKS: Final = f"A user can be linked to at most {LINKS_MAX} identities."


class LinkIdentity:
    """Links identities to users."""

    def __init__(self, ports: Ports, finder: UserFinder) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._reporter = ports.reporter
        self._finder = finder

    def link(self, pool_id: PoolId, destination: NamedIdentity, source: NamedIdentity) -> None:
        """Let the source open the account of the destination from its next sign-in on.

        Raises ResourceNotFoundException for an unknown pool or provider, UserNotFoundException for
        an unknown destination, InvalidParameterException for a source that is a user already, is
        linked to this one or cannot be linked, AliasExistsException for one that is linked to
        another, LimitExceededException.
        """
        if source.is_own:
            raise InvalidParameterException(_SOURCE_OF_THE_POOL)
        check_length(source)
        provider = once_more(lambda: self._link(pool_id, destination, source))
        if source.attribute == _EMAIL and f"{_EMAIL}_verified" not in provider.attributes:
            # Whoever can claim the address at the provider takes the account over.
            self._reporter.report(
                "linked_by_unverified_email", pool_id=pool_id, provider=provider.name
            )

    def _link(
        self, pool_id: PoolId, destination: NamedIdentity, source: NamedIdentity
    ) -> IdentityProvider:
        pool, user = self._destination(pool_id, destination)
        provider = required_provider(self._store, pool.id, source.provider)
        check_attribute(provider, source.attribute)
        self._check_free(pool, user, source)
        if sum(not each.primary for each in user.identities) >= LINKS_MAX:
            raise LimitExceededException(_TOO_MANY_LINKS)
        identity = Identity(
            provider=provider.name,
            type=provider.type,
            attribute=source.attribute,
            value=source.value,
            since_ms=self._clock.now_ms(),
        )
        linked = replace(
            user, identities=(*user.identities, identity), modified_at_ms=identity.since_ms
        )
        try:
            with self._store.writing() as unit:
                # First of all, since it locks the pool: a deletion of the pool begins with that.
                _note_attribute(unit, provider, source.attribute)
                unit.users.save(linked)
                unit.names.claim(pool.id, source.name, user.sub)
        except Taken as taken:
            raise AliasExistsException(_LINKED_TO_ANOTHER) from taken
        return provider

    def _destination(self, pool_id: PoolId, named: NamedIdentity) -> tuple[UserPool, User]:
        if named.is_own:
            pool, _, user = self._finder.by_admin_name(pool_id, named.value)
            return pool, user
        pool, holder = self._finder.by_held_name(pool_id, replace(named, attribute=SUBJECT).name)
        if holder is None:
            raise UserNotFoundException(texts.USER_DOES_NOT_EXIST)
        return pool, holder

    def _check_free(self, pool: UserPool, user: User, source: NamedIdentity) -> None:
        _, holder = self._finder.by_held_name(pool.id, source.name)
        if holder is None:
            return
        if any(each.primary and each.key == source.key for each in holder.identities):
            raise InvalidParameterException(texts.MERGING_NOT_SUPPORTED)
        if holder.sub == user.sub:
            raise InvalidParameterException(_ALREADY_LINKED)
        raise AliasExistsException(_LINKED_TO_ANOTHER)


def _note_attribute(unit: Unit, provider: IdentityProvider, attribute: str) -> None:
    """Keep by which attributes identities of the provider are linked.

    Raises LimitExceededException, or ResourceNotFoundException if it was deleted meanwhile.
    """
    if attribute == SUBJECT or attribute in provider.linked_by:
        return

    def noted(present: IdentityProvider) -> IdentityProvider:
        attributes = dict.fromkeys((*present.linked_by, attribute))
        if len(attributes) > LINKING_ATTRIBUTES_MAX:
            raise LimitExceededException(_TOO_MANY_LINKING_ATTRIBUTES)
        return replace(present, linked_by=tuple(attributes))

    try:
        unit.items.change(IDENTITY_PROVIDERS, provider.pool_id, provider.name, noted)
    except Missing as missing:
        raise ResourceNotFoundException(texts.provider_does_not_exist(provider.name)) from missing
