"""Where requests may go: the form of a URL, its port, and the addresses behind its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from adapters.egress.outcome import Forbidden

IPAddress = IPv4Address | IPv6Address

_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_NOT_SITES: Final = (
    IPv6Network("2001::/23"),  # Teredo and others, which
    IPv6Network("2002::/16"),  # like 6to4 hide an IPv4 address that a relay would go to
    IPv6Network("3fff::/20"),  # documentation, unknown to older Pythons
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A URL taken apart, so that nothing else has to read it again and may read it otherwise."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The header Host: without the port of the scheme."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far requests may go."""

    schemes: frozenset[str]
    ports: frozenset[int] | None
    """None for all of them."""
    only_public: bool

    def place(self, url: str) -> Place:
        """Take a URL apart. Raises Forbidden, saying what is wrong without repeating the URL."""
        if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
            raise Forbidden("it has characters that no URL has")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise Forbidden("it is no URL") from None
        if parts.scheme not in self.schemes:
            raise Forbidden(f"it does not begin with {' or '.join(self._prefixes())}")
        if "@" in parts.netloc:
            raise Forbidden("it names a user")
        if not parts.hostname:
            raise Forbidden("it names no host")
        if parts.fragment:
            raise Forbidden("it has a fragment")
        port = _DEFAULT_PORTS[parts.scheme] if port is None else port
        if port == 0 or (self.ports is not None and port not in self.ports):
            raise Forbidden(f"its port {port} is not allowed")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Place(scheme=parts.scheme, host=parts.hostname, port=port, target=target)

    def check(self, addresses: Sequence[str]) -> None:
        """Raise Forbidden unless every one of the addresses of a host may be connected to.

        One that may not spoils the others: a name of several addresses could lead anywhere.
        """
        if self.only_public and not all(is_public(ip_address(each)) for each in addresses):
            raise Forbidden("its host has an address that is not public")

    def _prefixes(self) -> list[str]:
        return [f"{scheme}://" for scheme in sorted(self.schemes, reverse=True)]


PUBLIC: Final = Reach(schemes=frozenset({"https"}), ports=frozenset({443, 8443}), only_public=True)
"""For whatever was named through the API or by somebody outside (SEC-65)."""

NAMED_BY_OPERATOR: Final = Reach(
    schemes=frozenset({"http", "https"}), ports=None, only_public=False
)
"""For what stands in the configuration of this server (ruling 44)."""


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the internet, and not of a machine, a site or a provider."""
    if isinstance(address, IPv6Address):
        hidden = address.ipv4_mapped
        if address in _NAT64:
            hidden = IPv4Address(int(address) & 0xFFFF_FFFF)
        if hidden is not None:
            return is_public(hidden)
        if address not in _GLOBAL_UNICAST or any(address in each for each in _NOT_SITES):
            return False
    return address.is_global and not address.is_multicast
