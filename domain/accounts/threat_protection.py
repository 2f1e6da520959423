"""What a pool's threat protection refuses: addresses, and passwords that strangers know.

Nothing is refused but where it is enforced; where it only looks on, what it would have seen is
recorded. The configuration is a client's own, or else its pool's.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, Protocol

from domain.errors import InvalidPasswordException, NotAuthorizedException
from domain.model.client import AppClient
from domain.model.identifiers import Secret
from domain.model.pool import UserPool
from domain.model.risk import PasswordEvent, Protection, RiskConfiguration, RiskExceptions
from domain.model.source import Source
from domain.ports.compromised import CompromisedPasswords

ADDRESS_REFUSED: Final = "Unable to login because of security reasons."
PASSWORD_REFUSED: Final = "Provided password cannot be used for security reasons."

_MAPPED: Final = IPv6Network("::ffff:0:0/96")

_LISTS_MAX: Final = 1_024
"""Lists of networks that are kept ready to compare with."""


class Tenant(Protocol):
    """A client together with its pool, whatever else is known beside them."""

    @property
    def pool(self) -> UserPool:
        """The pool."""
        ...

    @property
    def client(self) -> AppClient:
        """The client."""
        ...


class ThreatProtection:
    """Judges requests; threads share it."""

    def __init__(self, compromised: CompromisedPasswords) -> None:
        self._compromised = compromised

    def check_address(self, tenant: Tenant, source: Source) -> None:
        """Refuse a request from a network that is blocked, before anything else is told.

        Raises NotAuthorizedException.
        """
        if tenant.pool.threat_protection == Protection.ENFORCED:
            exceptions = _exceptions(tenant)
            if exceptions is not None and _is_in(exceptions.blocked, source, unless_read=True):
                raise NotAuthorizedException(ADDRESS_REFUSED)

    def check_new_password(
        self, tenant: Tenant, event: PasswordEvent, password: Secret[str], source: Source
    ) -> bool:
        """Return whether strangers know the new password, where it may be taken all the same.

        Raises InvalidPasswordException where it may not.
        """
        known = self.is_known(tenant, event, password, source)
        if known and self.blocks(tenant):
            raise InvalidPasswordException(PASSWORD_REFUSED)
        return known

    def is_known(
        self, tenant: Tenant, event: PasswordEvent, password: Secret[str], source: Source
    ) -> bool:
        """Return whether strangers know the password; never where that is not to be looked at."""
        configuration = _configuration(tenant)
        if configuration is None or configuration.compromised is None:
            return False
        events, exceptions = configuration.compromised.events, configuration.exceptions
        if events is not None and event not in events:
            return False
        if exceptions is not None and _is_in(exceptions.skipped, source, unless_read=False):
            return False
        return self._compromised.contains(password)

    def blocks(self, tenant: Tenant) -> bool:
        """Whether a password that strangers know lets nobody in."""
        if tenant.pool.threat_protection != Protection.ENFORCED:
            return False
        configuration = _configuration(tenant)
        compromised = configuration.compromised if configuration is not None else None
        return compromised is not None and compromised.blocks


def _configuration(tenant: Tenant) -> RiskConfiguration | None:
    if tenant.pool.threat_protection == Protection.OFF:
        return None
    return tenant.pool.risk if tenant.client.risk is None else tenant.client.risk


def _exceptions(tenant: Tenant) -> RiskExceptions | None:
    configuration = _configuration(tenant)
    return None if configuration is None else configuration.exceptions


def _is_in(networks: tuple[str, ...] | None, source: Source, *, unless_read: bool) -> bool:
    """Whether the user's address is in one of the networks.

    `unless_read` is what is said of an address that cannot be read. That of a user whom an
    administrator signs in without telling it is in none.
    """
    if not networks or not source.ip or not source.is_users:
        return False
    address = _address(source.ip)
    if address is None:
        return unless_read
    return any(address in network for network in _parsed(networks))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # A listener for both versions sees ::ffff:192.0.2.7, which no network of version 4 holds.
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


@lru_cache(maxsize=_LISTS_MAX)
def _parsed(networks: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(_network(each) for each in networks)


def _network(text: str) -> IPv4Network | IPv6Network:
    """Return the network; one of mapped addresses as what these are: so they are compared."""
    network = ip_network(text, strict=False)
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        first = network.network_address.ipv4_mapped
        return ip_network(f"{first}/{network.prefixlen - _MAPPED.prefixlen}")
    return network
