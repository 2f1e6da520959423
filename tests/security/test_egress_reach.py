"""Where requests may go: every way to write an address that is not public, and every bad URL."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from adapters.egress.outcome import Forbidden
from adapters.egress.reach import NAMED_BY_OPERATOR, PUBLIC, is_public

NOT_PUBLIC = [
    # loopback, unspecified, "this network"
    "127.0.0.1",
    "127.255.255.254",
    "::1",
    "0.0.0.0",
    "0.1.2.3",
    "::",
    # private, ULA, shared by a provider
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "fc00::1",
    "fd12:3456:789a::1",
    "100.64.0.1",
    "100.127.255.255",
    # link-local, among them the metadata services of clouds
    "169.254.169.254",
    "169.254.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    # multicast, broadcast, reserved, documentation, benchmarks
    "224.0.0.1",
    "239.255.255.255",
    "ff02::1",
    "ff0e::1",
    "255.255.255.255",
    "240.0.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "198.18.0.1",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "fec0::1",
    # IPv4 inside IPv6: mapped, compatible, NAT64, 6to4, Teredo
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001:0:7f00:1::1",
    "::ffff:0:127.0.0.1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_address_of_a_machine_or_site_is_public(address: str) -> None:
    """Addresses of machines, sites and providers are none of the internet, however written."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "2606:2800:21f::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    """What everybody can reach may be reached, also through NAT64."""
    assert is_public(ip_address(address))


def test_one_bad_address_spoils_the_rest() -> None:
    """A name of several addresses is refused for any that is not public."""
    PUBLIC.check(["8.8.8.8", "2606:2800:21f::1"])
    with pytest.raises(Forbidden, match="not public"):
        PUBLIC.check(["8.8.8.8", "127.0.0.1"])


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/", "it does not begin with https://"),
        ("ftp://example.com/", "it does not begin with https://"),
        ("file:///etc/passwd", "it does not begin with https://"),
        ("//example.com/", "it does not begin with https://"),
        ("example.com", "it does not begin with https://"),
        ("https://example.com:22/", "its port 22 is not allowed"),
        ("https://example.com:80/", "its port 80 is not allowed"),
        ("https://example.com:0/", "its port 0 is not allowed"),
        ("https://example.com:99999/", "it is no URL"),
        ("https://example.com:x/", "it is no URL"),
        ("https://[::1/", "it is no URL"),
        ("https://user@example.com/", "it names a user"),
        ("https://user:canary@example.com/", "it names a user"),
        ("https://@example.com/", "it names a user"),
        ("https:///path", "it names no host"),
        ("https://:443/", "it names no host"),
        ("https://example.com/#top", "it has a fragment"),
        ("https://exa mple.com/", "it has characters that no URL has"),
        ("https://example.com/\r\nX: y", "it has characters that no URL has"),
        ("https://example.com\\@127.0.0.1/", "it has characters that no URL has"),
        ("https://ex\u00e4mple.com/", "it has characters that no URL has"),
        ("https://127\u30020.0.1/", "it has characters that no URL has"),
        ("", "it does not begin with https://"),
    ],
)
def test_a_bad_url_is_refused_with_its_reason(url: str, reason: str) -> None:
    """What is wrong is said without repeating the URL, which may hold a secret."""
    with pytest.raises(Forbidden) as refused:
        PUBLIC.place(url)
    assert str(refused.value) == reason


def test_operators_may_name_any_port_and_plain_http() -> None:
    """What stands in the configuration may be inside, but has to be a URL all the same."""
    place = NAMED_BY_OPERATOR.place("http://[::1]:3001/a/b?c=d")
    assert (place.scheme, place.host, place.port) == ("http", "::1", 3001)
    assert (place.target, place.authority) == ("/a/b?c=d", "[::1]:3001")
    NAMED_BY_OPERATOR.check(["127.0.0.1", "::1"])
    with pytest.raises(Forbidden, match="https:// or http://"):
        NAMED_BY_OPERATOR.place("gopher://localhost/")


def test_the_port_of_the_scheme_is_left_out_of_the_host() -> None:
    """Receivers see the host as browsers send it."""
    assert PUBLIC.place("https://example.com").authority == "example.com"
    assert PUBLIC.place("https://example.com:8443").authority == "example.com:8443"
