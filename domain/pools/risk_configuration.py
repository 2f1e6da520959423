"""What a pool, or one of its clients, does about risks: set and described.

It is a part of the pool or client, and so comes along, cached, with every request.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import Final

from domain.errors import (
    InvalidParameterException,
    TooManyRequestsException,
    UserPoolAddOnNotEnabledException,
)
from domain.model.identifiers import ClientId, PoolId
from domain.model.pool import UserPool
from domain.model.risk import Protection, RiskConfiguration, RiskExceptions
from domain.pools.lookup import no_client, no_pool, required_client, required_pool
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Stale

_CIDR: Final = re.compile(r"[0-9A-Fa-f:.]{2,45}/[0-9]{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedRisk:
    """A configuration and whose it is: without `client_id`, that of all who have none of their own.

    `configuration` is None where there is none: the defaults hold.
    """

    pool_id: PoolId
    client_id: ClientId | None = None
    configuration: RiskConfiguration | None


class RiskConfigurations:
    """Administration of threat protection.

    Every method raises ResourceNotFoundException for an unknown pool or client, and
    UserPoolAddOnNotEnabledException where the pool's threat protection is off.
    """

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._clock = ports.clock

    def describe(self, pool_id: PoolId, client_id: ClientId | None) -> DescribedRisk:
        """Return what holds for the pool, or for the client, which may be what its pool does."""
        with self._store.reading() as unit:
            pool = required_pool(unit, pool_id)
            client = None if client_id is None else required_client(unit, pool_id, client_id)
        require_add_on(pool)
        if client is not None and client.risk is not None:
            return DescribedRisk(pool_id=pool_id, client_id=client.id, configuration=client.risk)
        return DescribedRisk(pool_id=pool_id, configuration=pool.risk)

    def set(
        self, pool_id: PoolId, client_id: ClientId | None, given: RiskConfiguration
    ) -> DescribedRisk:
        """Replace the whole configuration of the pool or the client by one that was made now.

        One that says nothing leaves the pool with the defaults, and the client with what its pool
        does. Raises InvalidParameterException for a network that is none, TooManyRequestsException
        where another change came in between.
        """
        if given.exceptions is not None:
            _check_networks(given.exceptions)
        made = replace(given, modified_at_ms=self._clock.now_ms())
        configuration = None if given.is_empty else made
        try:
            if client_id is None:
                self._set_pool(pool_id, configuration)
            else:
                self._set_client(pool_id, client_id, configuration)
        except Stale as stale:
            # The operation declares no ConcurrentModificationException.
            raise TooManyRequestsException from stale
        return self.describe(pool_id, client_id)

    def _set_pool(self, pool_id: PoolId, configuration: RiskConfiguration | None) -> None:
        try:
            with self._store.writing() as unit:
                pool = required_pool(unit, pool_id)
                require_add_on(pool)
                unit.pools.save(replace(pool, risk=configuration))
        except Missing as missing:
            raise no_pool(pool_id) from missing

    def _set_client(
        self, pool_id: PoolId, client_id: ClientId, configuration: RiskConfiguration | None
    ) -> None:
        try:
            with self._store.writing() as unit:
                require_add_on(required_pool(unit, pool_id))
                client = required_client(unit, pool_id, client_id)
                unit.clients.save(replace(client, risk=configuration))
        except Missing as missing:
            raise no_client(client_id) from missing


def require_add_on(pool: UserPool) -> None:
    """Refuse what threat protection must be on for. Raises UserPoolAddOnNotEnabledException."""
    if pool.threat_protection == Protection.OFF:
        raise UserPoolAddOnNotEnabledException


def _check_networks(exceptions: RiskExceptions) -> None:
    for network in (*(exceptions.blocked or ()), *(exceptions.skipped or ())):
        if not _is_network(network):
            raise InvalidParameterException(f"Invalid IP range: {network[:64]}")


def _is_network(text: str) -> bool:
    """Whether it is an address and the length of its prefix; bits behind that are no error."""
    if _CIDR.fullmatch(text) is None:
        return False
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True
