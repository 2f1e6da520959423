"""App clients: making, describing, changing, listing and deleting them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final

from domain.errors import (
    ConcurrentModificationException,
    InvalidParameterException,
    TooManyRequestsException,
)
from domain.model.client import AppClient, ClientSettings
from domain.model.identifiers import ClientId, PoolId, Secret
from domain.model.pool import UserPool
from domain.paging import Listing, Page, Pager, PageRequest
from domain.pools import client_rules, oauth_rules
from domain.pools.branding import delete_branding_of_client
from domain.pools.client_secrets import oldest_secret, sealed_secret
from domain.pools.identifiers import new_client_id, new_client_secret
from domain.pools.identity_providers import known_providers
from domain.pools.lookup import no_client, no_pool, required_client, required_pool
from domain.pools.terms import delete_terms_of_client
from domain.pools.ui_customizations import drop_customization
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Unit

REGULAR: Final = "REGULAR"
"""The type of every client that an administrator made."""

_ROUNDS_MAX: Final = 3
_LIST_OPERATION: Final = "ListUserPoolClients"
_TWO_SECRETS: Final = "GenerateSecret and ClientSecret cannot be given together."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """What a client is made of; with `generate_secret` or with a `secret` it is confidential."""

    name: str
    settings: ClientSettings
    generate_secret: bool = False
    secret: Secret[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedClient:
    """A client with its secret in clear, if it has one (of two, the older)."""

    client: AppClient
    secret: Secret[str] | None


class Clients:
    """Administration of app clients."""

    def __init__(self, ports: Ports, pager: Pager) -> None:
        self._ports = ports
        self._pager = pager

    def create(
        self, pool_id: PoolId, new: NewClient, client_id: ClientId | None = None
    ) -> DescribedClient:
        """Make a client.

        Only the program itself may choose `client_id` (the demo client); Taken is raised if it is
        in use. Raises ResourceNotFoundException, InvalidParameterException,
        InvalidOAuthFlowException, ScopeDoesNotExistException, FeatureUnavailableInTierException.
        """
        with self._ports.store.reading() as unit:
            pool = required_pool(unit, pool_id)
            secret = self._secret_of(new)
            _check(unit, pool, new.settings, has_secret=secret is not None)
        for _ in range(_ROUNDS_MAX):
            chosen = client_id or new_client_id(self._ports.entropy)
            client = self._made(pool, new, chosen, secret)
            try:
                self._store(client)
            except Taken:
                if client_id is not None:
                    raise
                continue
            return DescribedClient(client=client, secret=secret)
        raise TooManyRequestsException

    def describe(self, pool_id: PoolId, client_id: ClientId) -> DescribedClient:
        """Return the client. Raises ResourceNotFoundException."""
        with self._ports.store.reading() as unit:
            pool = required_pool(unit, pool_id)
            client = required_client(unit, pool_id, client_id)
        return self._described(pool, client)

    def update(
        self,
        pool_id: PoolId,
        client_id: ClientId,
        settings: ClientSettings,
        name: str | None = None,
    ) -> DescribedClient:
        """Replace the settings of the client, and its name if one is given; secrets stay.

        Raises ConcurrentModificationException and as `create`.
        """
        now_ms = self._ports.clock.now_ms()
        try:
            with self._ports.store.writing() as unit:
                pool = required_pool(unit, pool_id)
                client = required_client(unit, pool_id, client_id)
                _check(unit, pool, settings, has_secret=bool(client.secrets))
                changed = unit.clients.save(
                    replace(
                        client,
                        **_values(settings),
                        name=name or client.name,
                        modified_at_ms=now_ms,
                    )
                )
        except Stale as stale:
            raise ConcurrentModificationException from stale
        except Missing as missing:
            raise no_client(client_id) from missing
        return self._described(pool, changed)

    def delete(self, pool_id: PoolId, client_id: ClientId) -> None:
        """Delete the client with its style and terms, which ends every sign-in through it.

        Raises ResourceNotFoundException.
        """
        with self._ports.store.writing() as unit:
            required_pool(unit, pool_id)
            try:
                unit.clients.remove(pool_id, client_id)
            except Missing as missing:
                raise no_client(client_id) from missing
            delete_branding_of_client(unit, pool_id, client_id)
            delete_terms_of_client(unit, pool_id, client_id)
            drop_customization(unit, pool_id, client_id)

    def list(
        self, pool_id: PoolId, request: PageRequest, client_type: str = REGULAR
    ) -> Page[AppClient]:
        """Return a page of the pool's clients of one type by id; only REGULAR ones exist.

        Raises ResourceNotFoundException, or InvalidParameterException for a bad token.
        """
        pool = self._pool(pool_id)
        listing = Listing(
            operation=_LIST_OPERATION, pool=pool, bound_to=(request.caller, client_type)
        )
        position = self._pager.position(listing, request.token)
        if client_type != REGULAR:
            return Page(items=())
        after = None if position is None else ClientId(position)
        with self._ports.store.reading() as unit:
            rows = unit.clients.page(pool_id, after, request.size + 1)
        return self._pager.page(listing, rows, request.size, key=lambda client: client.id)

    def _pool(self, pool_id: PoolId) -> UserPool:
        with self._ports.store.reading() as unit:
            return required_pool(unit, pool_id)

    def _secret_of(self, new: NewClient) -> Secret[str] | None:
        if not new.generate_secret:
            return new.secret
        if new.secret is not None:
            raise InvalidParameterException(_TWO_SECRETS)
        return new_client_secret(self._ports.entropy)

    def _made(
        self, pool: UserPool, new: NewClient, client_id: ClientId, secret: Secret[str] | None
    ) -> AppClient:
        now_ms = self._ports.clock.now_ms()
        return AppClient(
            **_values(new.settings),
            id=client_id,
            pool_id=pool.id,
            name=new.name,
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
            secrets=(
                ()
                if secret is None
                else (sealed_secret(self._ports.sealer, pool, client_id, secret, now_ms),)
            ),
        )

    def _store(self, client: AppClient) -> None:
        try:
            with self._ports.store.writing() as unit:
                unit.clients.add(client)
        except Missing as missing:
            raise no_pool(client.pool_id) from missing

    def _described(self, pool: UserPool, client: AppClient) -> DescribedClient:
        secret = oldest_secret(self._ports.sealer, pool, client)
        return DescribedClient(client=client, secret=secret)


def _check(unit: Unit, pool: UserPool, settings: ClientSettings, *, has_secret: bool) -> None:
    client_rules.check(pool, settings, has_secret=has_secret)
    asks_for_custom_scopes = not oauth_rules.SYSTEM_SCOPES.issuperset(settings.oauth_scopes)
    custom_scopes = unit.resource_servers.scopes(pool.id).names if asks_for_custom_scopes else ()
    oauth_rules.check(
        pool.id,
        settings,
        has_secret=has_secret,
        custom_scopes=custom_scopes,
        providers=known_providers(unit, pool.id, settings.identity_providers),
    )


def _values(settings: ClientSettings) -> dict[str, Any]:
    """Return the settings by field; an AppClient has the same fields, being settings itself."""
    return {each.name: getattr(settings, each.name) for each in fields(ClientSettings)}
