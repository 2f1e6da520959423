"""Terms documents: making, describing, changing, listing and deleting them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from domain.errors import (
    InvalidParameterException,
    ResourceNotFoundException,
    TermsExistsException,
)
from domain.model.identifiers import ClientId, PoolId
from domain.model.terms import NAMES, TERMS, TERMS_PLACES, Terms, TermsPlace, place_of
from domain.paging import Listing, Page, Pager, PageRequest
from domain.pools.lookup import hold_client, required_client, required_pool
from domain.pools.web_addresses import web_address
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Unit

_OPERATION: Final = "ListTerms"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerms:
    """What CreateTerms asks for."""

    pool_id: PoolId
    client_id: ClientId
    name: str
    links: Mapping[str, str]


class TermsDocuments:
    """Administration of terms documents.

    Every method raises ResourceNotFoundException for an unknown pool or document.
    """

    def __init__(self, ports: Ports, pager: Pager) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._pager = pager

    def create(self, new: NewTerms) -> Terms:
        """Make a document of a client.

        Raises TermsExistsException if the client has one of the name, ResourceNotFoundException
        for an unknown client, InvalidParameterException for a link that leads nowhere.
        """
        _check_links(new.links)
        now_ms = self._clock.now_ms()
        terms = Terms(
            id=self._entropy.uuid(),
            pool_id=new.pool_id,
            client_id=new.client_id,
            name=new.name,
            links=new.links,
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
        )
        with self._store.writing() as unit:
            required_pool(unit, new.pool_id)
            hold_client(unit, new.pool_id, new.client_id)
            _take_place(unit, terms)
            unit.items.add(TERMS, terms.pool_id, terms.id, terms)
        return terms

    def describe(self, pool_id: PoolId, terms_id: str) -> Terms:
        """Return the document."""
        with self._store.reading() as unit:
            required_pool(unit, pool_id)
            return _required(unit, pool_id, terms_id)

    def describe_by_client(self, pool_id: PoolId, client_id: ClientId, name: str) -> Terms:
        """Return the document of that name, of a client that has one."""
        with self._store.reading() as unit:
            required_pool(unit, pool_id)
            required_client(unit, pool_id, client_id)
            place = unit.items.get(TERMS_PLACES, pool_id, place_of(client_id, name))
            if place is None:
                raise _unknown(name)
            return _required(unit, pool_id, place.terms_id)

    def update(
        self, pool_id: PoolId, terms_id: str, name: str | None, links: Mapping[str, str] | None
    ) -> Terms:
        """Give the document another name, other links, or both; what is None stays.

        Raises TermsExistsException if the client has one of the name, InvalidParameterException
        for a link that leads nowhere.
        """
        if links is not None:
            _check_links(links)
        now_ms = self._clock.now_ms()
        replaced: list[Terms] = []

        def changed(terms: Terms) -> Terms:
            replaced.append(terms)
            return replace(
                terms,
                name=name or terms.name,
                links=terms.links if links is None else links,
                modified_at_ms=now_ms,
            )

        with self._store.writing() as unit:
            required_pool(unit, pool_id)
            hold_client(unit, pool_id, _required(unit, pool_id, terms_id).client_id)
            try:
                after = unit.items.change(TERMS, pool_id, terms_id, changed)
            except Missing as missing:
                raise _unknown(terms_id) from missing
            (before,) = replaced
            if after.name != before.name:
                _take_place(unit, after)
                unit.items.remove(TERMS_PLACES, pool_id, place_of(before.client_id, before.name))
        return after

    def delete(self, pool_id: PoolId, terms_id: str) -> None:
        """Delete the document."""
        with self._store.writing() as unit:
            required_pool(unit, pool_id)
            try:
                _delete(unit, pool_id, terms_id)
            except Missing as missing:
                raise _unknown(terms_id) from missing

    def list(self, pool_id: PoolId, request: PageRequest) -> Page[Terms]:
        """Return a page of the pool's documents by id.

        Raises InvalidParameterException for a bad page token.
        """
        with self._store.reading() as unit:
            pool = required_pool(unit, pool_id)
        listing = Listing(operation=_OPERATION, pool=pool, bound_to=(request.caller,))
        after = self._pager.position(listing, request.token)
        with self._store.reading() as unit:
            rows = unit.items.page(TERMS, pool_id, after, request.size + 1)
        return self._pager.page(listing, rows, request.size, key=lambda terms: terms.id)


def delete_terms_of_client(unit: Unit, pool_id: PoolId, client_id: ClientId) -> None:
    """Delete all documents of a client, which is deleted in the same unit."""
    for name in NAMES:
        place = unit.items.get(TERMS_PLACES, pool_id, place_of(client_id, name))
        if place is not None:
            # Somebody else may be deleting the document, which is then gone as well.
            with suppress(Missing):
                _delete(unit, pool_id, place.terms_id)


def _check_links(links: Mapping[str, str]) -> None:
    """Refuse what is no web address: the pages will link to it ("javascript:" would run)."""
    for link in links.values():
        if web_address(link) is None:
            raise InvalidParameterException(f"{link} is not a valid URL.")


def _take_place(unit: Unit, terms: Terms) -> None:
    try:
        place = TermsPlace(terms_id=terms.id)
        key = place_of(terms.client_id, terms.name)
        unit.items.add(TERMS_PLACES, terms.pool_id, key, place)
    except Taken as taken:
        raise TermsExistsException(
            f"Terms {terms.name} already exist for client {terms.client_id}."
        ) from taken


def _delete(unit: Unit, pool_id: PoolId, terms_id: str) -> None:
    """Delete a document from the place that it has by now. Raises Missing."""
    terms = unit.items.remove(TERMS, pool_id, terms_id)
    unit.items.remove(TERMS_PLACES, pool_id, place_of(terms.client_id, terms.name))


def _required(unit: Unit, pool_id: PoolId, terms_id: str) -> Terms:
    terms = unit.items.get(TERMS, pool_id, terms_id)
    if terms is None:
        raise _unknown(terms_id)
    return terms


def _unknown(name: str) -> ResourceNotFoundException:
    return ResourceNotFoundException(f"Terms {name} do not exist.")
