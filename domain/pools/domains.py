"""Domains of pools: making, describing, changing and deleting them.

A domain is there at once. Who gives out names and certificates is the operator: nothing is looked
up, and TLS ends where he ends it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from domain.errors import ConcurrentModificationException, InvalidParameterException
from domain.model.domain import MANAGED_LOGIN, Certificate, Domain, DomainSettings, Failover
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.pools import tiers
from domain.pools.domain_rules import check_new, check_settings
from domain.pools.lookup import no_pool, required_pool
from domain.pools.pools import retried
from domain.pools.web_addresses import web_address
from domain.ports.bundle import Deployment, Ports
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Unit

_TAKEN: Final = {
    "domain": "Domain already associated with another user pool.",
    "pool": "User pool already has a domain configured.",
}
_MEMBERS: Final = ("pages_version", "certificate", "failover")
_NO_DOMAIN: Final = "No such domain or user pool exists."
_NOT_CUSTOM: Final = (
    "User pool should have a custom domain associated, failed to update the certificate."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainChange:
    """What is to be different; None leaves a member as it is."""

    pages_version: int | None = None
    certificate: Certificate | None = None
    failover: Failover | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedDomain:
    """A domain, the account that it belongs to, and the host that its name must lead to."""

    domain: Domain
    account_id: str
    host: str


class Domains:
    """Administration of domains.

    `create`, `update` and `delete` raise ResourceNotFoundException for an unknown pool.
    """

    def __init__(self, ports: Ports, deployment: Deployment) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._account_id = deployment.account_id
        address = web_address(deployment.public_url)
        self._host = "" if address is None else address.host

    def create(self, pool_id: PoolId, name: str, settings: DomainSettings) -> DescribedDomain:
        """Give the pool a domain, prefix or custom.

        Raises InvalidParameterException for a name that is none or is taken, and if the pool has a
        domain of that form; FeatureUnavailableInTierException; ConcurrentModificationException.
        """
        now_ms = self._clock.now_ms()
        domain = Domain(name=name, pool_id=pool_id, settings=settings, modified_at_ms=now_ms)
        check_new(domain)

        def act() -> None:
            with self._store.writing() as unit:
                _check_plan(_held(unit, pool_id), settings)
                unit.domains.add(domain)

        try:
            retried(act, otherwise=ConcurrentModificationException)
        except Taken as taken:
            raise InvalidParameterException(_TAKEN[taken.what]) from taken
        except Missing as missing:
            raise no_pool(pool_id) from missing
        return self._described(domain)

    def describe(self, name: str) -> DescribedDomain | None:
        """Return the domain of that name, of whichever pool, or None."""
        with self._store.reading() as unit:
            domain = unit.domains.get(name)
        return None if domain is None else self._described(domain)

    def update(self, pool_id: PoolId, name: str, change: DomainChange) -> DescribedDomain:
        """Change the domain.

        Raises InvalidParameterException for one that the pool does not have and for a certificate
        or a route of a prefix domain; FeatureUnavailableInTierException;
        ConcurrentModificationException.
        """
        now_ms = self._clock.now_ms()
        changed: list[Domain] = []

        def changing(domain: Domain) -> Domain:
            settings = _changed(domain.settings, change)
            return replace(domain, settings=settings, modified_at_ms=now_ms)

        def act() -> None:
            with self._store.writing() as unit:
                pool = _held(unit, pool_id)
                domain = unit.domains.change(pool_id, name, changing)
                _check_plan(pool, domain.settings)
                changed.append(domain)

        try:
            retried(act, otherwise=ConcurrentModificationException)
        except Missing as missing:
            raise InvalidParameterException(_NO_DOMAIN) from missing
        return self._described(changed[-1])

    def delete(self, pool_id: PoolId, name: str) -> None:
        """Take the domain from the pool; its name is free for any.

        Raises InvalidParameterException for one that the pool does not have.
        """
        try:
            with self._store.writing() as unit:
                required_pool(unit, pool_id)
                unit.domains.remove(pool_id, name)
        except Missing as missing:
            raise InvalidParameterException(_NO_DOMAIN) from missing

    def _described(self, domain: Domain) -> DescribedDomain:
        return DescribedDomain(domain=domain, account_id=self._account_id, host=self._host)


def _held(unit: Unit, pool_id: PoolId) -> UserPool:
    """Return the pool, and move its version.

    So it is not deleted, nor given a lower plan, by somebody who has asked for its domains before
    this one is there. Raises Missing or Stale.
    """
    pool = required_pool(unit, pool_id)
    unit.pools.save(pool)
    return pool


def _check_plan(pool: UserPool, settings: DomainSettings) -> None:
    if settings.pages_version == MANAGED_LOGIN:
        tiers.require_managed_login(pool)


def _changed(settings: DomainSettings, change: DomainChange) -> DomainSettings:
    if change.certificate is not None and settings.certificate is None:
        raise InvalidParameterException(_NOT_CUSTOM)
    said = {name: value for name in _MEMBERS if (value := getattr(change, name)) is not None}
    changed = replace(settings, **said)
    check_settings(changed)
    return changed
