"""Identity providers: making, describing, changing, listing and deleting them.

Nothing is fetched from them here: what the pages need of a provider they fetch when they need it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from domain import texts
from domain.errors import (
    ConcurrentModificationException,
    DuplicateProviderException,
    InvalidParameterException,
    LimitExceededException,
    ResourceNotFoundException,
)
from domain.model import contexts
from domain.model.identifiers import ClientId, PoolId
from domain.model.identity_provider import (
    IDENTITY_PROVIDERS,
    PROVIDER_IDENTIFIERS,
    IdentifiedProvider,
    IdentityProvider,
    ProviderType,
)
from domain.model.pool import UserPool
from domain.paging import PAGE_MAX, Listing, Page, Pager, PageRequest
from domain.pools.lookup import no_pool, required_pool
from domain.pools.provider_details import NEVER_TOLD, SECRETS, complete
from domain.pools.provider_rules import check_levels, check_name, complete_mapping
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Unit

PROVIDERS_MAX: Final = 300
"""Providers of a pool. Those that are made at the same moment may pass it by their number."""

_TOO_MANY: Final = f"A user pool can have at most {PROVIDERS_MAX} identity providers."


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """What a request says of a provider; None where it says nothing."""

    details: Mapping[str, str] | None = field(default=None, repr=False)
    attributes: Mapping[str, str] | None = None
    identifiers: tuple[str, ...] | None = None
    levels: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedProvider:
    """A provider with all of ProviderDetails that may be told."""

    provider: IdentityProvider
    details: Mapping[str, str] = field(repr=False)


class IdentityProviders:
    """Administration of identity providers.

    Every method raises ResourceNotFoundException for an unknown pool, and all but `create` and
    `list` for an unknown provider.
    """

    def __init__(self, ports: Ports, pager: Pager) -> None:
        self._store = ports.store
        self._sealer = ports.sealer
        self._clock = ports.clock
        self._pager = pager

    def create(
        self, pool_id: PoolId, name: str, of_type: ProviderType, settings: ProviderSettings
    ) -> DescribedProvider:
        """Make a provider.

        Raises DuplicateProviderException if the pool has one of the name, LimitExceededException,
        InvalidParameterException for settings that do not go together and for an identifier of
        another provider.
        """
        check_name(of_type, name)
        now_ms = self._clock.now_ms()
        empty = IdentityProvider(
            pool_id=pool_id,
            name=name,
            type=of_type,
            details={},
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
        )
        whole = replace(
            settings, details=settings.details or {}, attributes=settings.attributes or {}
        )
        try:
            with self._store.writing() as unit:
                pool = required_pool(unit, pool_id)
                provider = self._changed(pool, empty, whole)
                unit.items.add(IDENTITY_PROVIDERS, pool_id, name, provider)
                if unit.items.count(IDENTITY_PROVIDERS, pool_id, PROVIDERS_MAX + 1) > PROVIDERS_MAX:
                    raise LimitExceededException(_TOO_MANY)
                _identify(unit, provider, ())
        except Taken as taken:
            raise DuplicateProviderException(f"Provider {name} already exists.") from taken
        except Missing as missing:
            raise no_pool(pool_id) from missing
        return self._described(pool, provider)

    def describe(self, pool_id: PoolId, name: str) -> DescribedProvider:
        """Return the provider."""
        with self._store.reading() as unit:
            pool = required_pool(unit, pool_id)
            return self._described(pool, _required(unit, pool_id, name))

    def describe_by_identifier(self, pool_id: PoolId, identifier: str) -> DescribedProvider:
        """Return the provider that the identifier stands for."""
        with self._store.reading() as unit:
            pool = required_pool(unit, pool_id)
            found = unit.items.get(PROVIDER_IDENTIFIERS, pool_id, identifier)
            if found is None:
                raise ResourceNotFoundException(
                    f"Identity provider identifier {identifier} does not exist."
                )
            return self._described(pool, _required(unit, pool_id, found.name))

    def update(self, pool_id: PoolId, name: str, settings: ProviderSettings) -> DescribedProvider:
        """Replace what is said; what is not said stays.

        Raises InvalidParameterException as `create` does.
        """
        replaced: list[IdentityProvider] = []
        now_ms = self._clock.now_ms()
        with self._store.writing() as unit:
            pool = required_pool(unit, pool_id)

            def changed(provider: IdentityProvider) -> IdentityProvider:
                replaced.append(provider)
                return replace(self._changed(pool, provider, settings), modified_at_ms=now_ms)

            try:
                provider = unit.items.change(IDENTITY_PROVIDERS, pool_id, name, changed)
            except Missing as missing:
                raise _unknown(name) from missing
            _identify(unit, provider, replaced[0].identifiers)
        return self._described(pool, provider)

    def delete(self, pool_id: PoolId, name: str) -> None:
        """Delete the provider, also from the clients that named it; its users stay.

        Raises ConcurrentModificationException if such a client changes at the same moment.
        """
        try:
            with self._store.writing() as unit:
                required_pool(unit, pool_id)
                provider = unit.items.remove(IDENTITY_PROVIDERS, pool_id, name)
                _identify(unit, replace(provider, identifiers=()), provider.identifiers)
                _forget(unit, pool_id, name, self._clock.now_ms())
        except Missing as missing:
            raise _unknown(name) from missing
        except Stale as stale:
            raise ConcurrentModificationException from stale

    def list(self, pool_id: PoolId, request: PageRequest) -> Page[IdentityProvider]:
        """Return a page of the pool's providers by name.

        Raises InvalidParameterException for a bad page token.
        """
        with self._store.reading() as unit:
            pool = required_pool(unit, pool_id)
        listing = Listing(operation="ListIdentityProviders", pool=pool, bound_to=(request.caller,))
        after = self._pager.position(listing, request.token)
        with self._store.reading() as unit:
            rows = unit.items.page(IDENTITY_PROVIDERS, pool_id, after, request.size + 1)
        return self._pager.page(listing, rows, request.size, key=lambda provider: provider.name)

    def _changed(
        self, pool: UserPool, provider: IdentityProvider, settings: ProviderSettings
    ) -> IdentityProvider:
        """Return the provider with what is said. Raises InvalidParameterException."""
        check_levels(provider.type, settings.levels)
        changed = provider
        if settings.details is not None:
            details = complete(provider.type, settings.details)
            secrets = {each: details.pop(each) for each in SECRETS if each in details}
            context = contexts.provider_secrets(pool.id, provider.name)
            sealed = self._sealer.seal_document(pool.keys, context, secrets) if secrets else None
            changed = replace(changed, details=details, secrets=sealed)
        if settings.attributes is not None:
            mapping = complete_mapping(pool, provider.type, settings.attributes)
            changed = replace(changed, attributes=mapping)
        if settings.identifiers is not None:
            changed = replace(changed, identifiers=tuple(dict.fromkeys(settings.identifiers)))
        return changed if settings.levels is None else replace(changed, levels=settings.levels)

    def _described(self, pool: UserPool, provider: IdentityProvider) -> DescribedProvider:
        secrets: dict[str, str] = {}
        if provider.secrets is not None:
            context = contexts.provider_secrets(pool.id, provider.name)
            opened = self._sealer.open_document(pool.keys, context, provider.secrets)
            secrets = {name: str(value) for name, value in opened.items() if name not in NEVER_TOLD}
        return DescribedProvider(provider=provider, details={**provider.details, **secrets})


def known_providers(
    unit: Unit, pool_id: PoolId, names: Sequence[str]
) -> dict[str, IdentityProvider]:
    """Return the providers of the pool that have one of the names, by name."""
    found = (unit.items.get(IDENTITY_PROVIDERS, pool_id, name) for name in names)
    return {provider.name: provider for provider in found if provider is not None}


def _identify(unit: Unit, provider: IdentityProvider, before: Sequence[str]) -> None:
    """Let the provider be found by its identifiers, and no more by those it had before.

    In one order for all writers, so that two of them never wait for each other.
    """
    found = IdentifiedProvider(name=provider.name)
    for identifier in sorted(set(before) ^ set(provider.identifiers)):
        if identifier in before:
            unit.items.remove(PROVIDER_IDENTIFIERS, provider.pool_id, identifier)
            continue
        try:
            unit.items.add(PROVIDER_IDENTIFIERS, provider.pool_id, identifier, found)
        except Taken as taken:
            raise InvalidParameterException(
                f"The identifier {identifier} belongs to another identity provider."
            ) from taken


def _forget(unit: Unit, pool_id: PoolId, name: str, now_ms: int) -> None:
    """Take the name from the clients of the pool: a provider made later would be let in by it."""
    after: ClientId | None = None
    while True:
        clients = unit.clients.page(pool_id, after, PAGE_MAX)
        for client in clients:
            if name in client.identity_providers:
                left = tuple(each for each in client.identity_providers if each != name)
                changed = replace(client, identity_providers=left, modified_at_ms=now_ms)
                # A client that is deleted meanwhile names nobody any more.
                with suppress(Missing):
                    unit.clients.save(changed)
        if len(clients) < PAGE_MAX:
            return
        after = clients[-1].id


def _required(unit: Unit, pool_id: PoolId, name: str) -> IdentityProvider:
    provider = unit.items.get(IDENTITY_PROVIDERS, pool_id, name)
    if provider is None:
        raise _unknown(name)
    return provider


def _unknown(name: str) -> ResourceNotFoundException:
    return ResourceNotFoundException(texts.provider_does_not_exist(name))
