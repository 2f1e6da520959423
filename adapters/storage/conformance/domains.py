"""What the port `Domains` promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.domain_samples import CUSTOM, PREFIX, of_other_pool
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race, refusals
from adapters.storage.conformance.world import make_pool, write
from domain.model.domain import Domain, DomainSettings
from domain.model.identifiers import PoolId
from domain.ports.domains import Domains
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Store, Unit

OTHERS = (of_other_pool(PREFIX), of_other_pool(CUSTOM))


def _make(store: Store, *domains: Domain) -> None:
    make_pool(store)
    make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
    _add(store, *domains)


def _add(store: Store, *domains: Domain) -> None:
    with store.writing() as unit:
        for domain in domains:
            unit.domains.add(domain)


def _refusal(store: Store, domain: Domain) -> str:
    with pytest.raises(Taken) as refused:
        _add(store, domain)
    return refused.value.what


def _get(store: Store, domain: Domain = PREFIX) -> Domain | None:
    with store.reading() as unit:
        return unit.domains.get(domain.name)


def _of_pool(store: Store, pool_id: PoolId = s.POOL_ID) -> list[Domain]:
    with store.reading() as unit:
        return list(unit.domains.of_pool(pool_id))


def _later(domain: Domain) -> Domain:
    return replace(domain, modified_at_ms=domain.modified_at_ms + 1)


class TestDomains:
    """Domains of pools."""

    @promises(Domains.add, "Store a new domain.")
    def test_a_domain_comes_back_with_every_member(self, store: Store) -> None:
        """Domains of either form come back exactly as they were added."""
        _make(store, PREFIX, CUSTOM)

        assert _get(store) == PREFIX
        assert _get(store, CUSTOM) == CUSTOM

    @promises(Domains.add, 'Raises Taken("domain") if there is one of the name')
    def test_a_name_is_unique_over_all_pools(self, store: Store) -> None:
        """A name is refused to its own pool, to another, and for another form."""
        _make(store, PREFIX)

        assert _refusal(store, _later(PREFIX)) == "domain"
        assert _refusal(store, replace(PREFIX, pool_id=s.OTHER_POOL_ID)) == "domain"
        assert _refusal(store, replace(CUSTOM, name=PREFIX.name)) == "domain"
        assert _get(store) == PREFIX

    @promises(Domains.add, 'Taken("pool") if its pool has one of its form')
    def test_a_pool_has_one_domain_of_each_form(self, store: Store) -> None:
        """A second domain of either form is refused, and changes nothing."""
        _make(store, PREFIX, CUSTOM, *OTHERS)

        for domain in (PREFIX, CUSTOM):
            assert _refusal(store, replace(domain, name=f"second-{domain.name}")) == "pool"

        assert _of_pool(store) == [CUSTOM, PREFIX]

    @promises(Domains.add, "Missing if the pool is gone.")
    def test_a_domain_needs_its_pool(self, store: Store) -> None:
        """A domain of a pool that is not there is refused."""
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)

        with pytest.raises(Missing):
            _add(store, PREFIX)

        assert _get(store) is None

    @promises(Domains.add, 'Raises Taken("domain")')
    def test_a_name_is_given_to_one(self, stores: Sequence[Store]) -> None:
        """Of parallel additions of one name to two pools one wins, and its domain is kept."""
        make_pool(stores[0])
        make_pool(stores[0], s.OTHER_POOL, s.OTHER_CLIENT)
        pools = (s.POOL_ID, s.OTHER_POOL_ID)

        def add(unit: Unit, number: int) -> None:
            unit.domains.add(replace(PREFIX, pool_id=pools[number % 2], modified_at_ms=number))

        results = race(stores, add)

        assert refusals(results, Taken) == RUNNERS - 1
        kept = _get(stores[0])
        assert kept is not None
        assert kept.modified_at_ms == results.index(None)

    @promises(Domains.add, 'Taken("pool") if its pool has one of its form')
    def test_a_pool_is_given_one_domain(self, stores: Sequence[Store]) -> None:
        """Of parallel additions of many names to one pool one wins."""
        make_pool(stores[0])

        results = race(
            stores, lambda unit, number: unit.domains.add(replace(PREFIX, name=f"shop-{number}"))
        )

        assert refusals(results, Taken) == RUNNERS - 1
        assert [each.name for each in _of_pool(stores[0])] == [f"shop-{results.index(None)}"]

    @promises(Domains.get, "Return the domain of that name, of whichever pool, or None.")
    def test_a_domain_is_found_by_its_name_alone(self, store: Store) -> None:
        """A name finds its domain in any pool, and no other name does."""
        _make(store, PREFIX, *OTHERS)

        assert [_get(store, domain) for domain in OTHERS] == [*OTHERS]
        assert _get(store, CUSTOM) is None
        assert _get(store, replace(PREFIX, name="Shop")) is None

    @promises(Domains.of_pool, "ascending by name.")
    def test_domains_of_a_pool_come_by_name(self, store: Store) -> None:
        """Those of the pool alone, with every member; a pool without any has none."""
        _make(store, PREFIX, CUSTOM, OTHERS[1])

        assert _of_pool(store) == [CUSTOM, PREFIX]
        assert _of_pool(store, s.OTHER_POOL_ID) == [OTHERS[1]]
        assert _of_pool(store, PoolId("us-east-1_Sample009")) == []

    @promises(Domains.change, "Replace the domain of the pool by what `change` makes of it")
    def test_a_domain_is_changed(self, store: Store) -> None:
        """What the change made is stored and returned; others stay."""
        _make(store, PREFIX, CUSTOM, *OTHERS)
        assert CUSTOM.settings.certificate is not None
        bare = DomainSettings(certificate=replace(CUSTOM.settings.certificate, arn="arn:other"))

        with store.writing() as unit:
            changed = unit.domains.change(
                s.POOL_ID, CUSTOM.name, lambda domain: replace(_later(domain), settings=bare)
            )

        assert changed == replace(_later(CUSTOM), settings=bare)
        assert _of_pool(store) == [changed, PREFIX]
        assert [_get(store, domain) for domain in OTHERS] == [*OTHERS]

    @promises(Domains.change, "Of parallel changes each is given what the one before it made.")
    def test_no_change_is_lost(self, stores: Sequence[Store]) -> None:
        """As many parallel changes as there are runners are all in the outcome."""
        make_pool(stores[0])
        _add(stores[0], PREFIX)

        race(stores, lambda unit, _: unit.domains.change(s.POOL_ID, PREFIX.name, _later))

        kept = _get(stores[0])
        assert kept is not None
        assert kept.modified_at_ms == PREFIX.modified_at_ms + RUNNERS

    @promises(Domains.change, "What `change` raises is raised on, and nothing is replaced.")
    def test_a_change_that_fails_changes_nothing(self, store: Store) -> None:
        """The domain is as it was."""
        _make(store, PREFIX)

        def fail(domain: Domain) -> Domain:
            raise ZeroDivisionError(domain.name)

        with pytest.raises(ZeroDivisionError), store.writing() as unit:
            unit.domains.change(s.POOL_ID, PREFIX.name, fail)

        assert _get(store) == PREFIX

    @promises(Domains.change, "Raises Missing, also for a domain of another pool.")
    def test_a_domain_that_is_not_the_pools_is_not_changed(self, store: Store) -> None:
        """Changing one that is not there, or through another pool, raises Missing."""
        _make(store, *OTHERS)

        for name in (PREFIX.name, OTHERS[0].name):
            with pytest.raises(Missing), store.writing() as unit:
                unit.domains.change(s.POOL_ID, name, _later)

        assert [_get(store, domain) for domain in OTHERS] == [*OTHERS]

    @promises(Domains.remove, "Delete the domain of the pool.")
    def test_a_removed_domain_is_gone(self, store: Store) -> None:
        """It is not found, and its name is free for any pool; others stay."""
        _make(store, PREFIX, CUSTOM, OTHERS[1])

        write(store, lambda unit: unit.domains.remove(s.POOL_ID, PREFIX.name))

        assert _get(store) is None
        assert _of_pool(store) == [CUSTOM]
        _add(store, replace(PREFIX, pool_id=s.OTHER_POOL_ID))
        assert len(_of_pool(store, s.OTHER_POOL_ID)) == 2

    @promises(Domains.remove, "Raises Missing, also for a domain of another pool.")
    def test_a_domain_that_is_not_the_pools_is_not_removed(self, store: Store) -> None:
        """Removing one that is not there, or through another pool, raises Missing."""
        _make(store, *OTHERS)

        for name in (PREFIX.name, OTHERS[0].name):
            with pytest.raises(Missing):
                write(store, lambda unit, name=name: unit.domains.remove(s.POOL_ID, name))  # type: ignore[misc] # mypy knows no defaults of lambdas

        assert [_get(store, domain) for domain in OTHERS] == [*OTHERS]
