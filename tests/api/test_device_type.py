"""What a user is told of the program that signed him in."""

from __future__ import annotations

import pytest

from adapters.api.wire.device_type import device_type
from tests.api.cost import cpu_s

MOZILLA = "Mozilla/5.0 "
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) "
AGENTS = {
    f"{MOZILLA}(Windows NT 10.0; Win64; x64) {WEBKIT}Chrome/126.0.0.0 Safari/537.36": (
        "Windows, Chrome"
    ),
    f"{MOZILLA}(Windows NT 10.0) {WEBKIT}Chrome/126.0.0.0 Safari/537.36 Edg/126.0": (
        "Windows, Edge"
    ),
    f"{MOZILLA}(Macintosh; Intel Mac OS X 10_15_7) {WEBKIT}Version/17.5 Safari/605.1.15": (
        "macOS, Safari"
    ),
    f"{MOZILLA}(X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0": "Linux, Firefox",
    f"{MOZILLA}(Linux; Android 14; Pixel 8) {WEBKIT}Chrome/126.0.0.0 Mobile Safari/537.36": (
        "Android, Chrome"
    ),
    f"{MOZILLA}(iPhone; CPU iPhone OS 17_5 like Mac OS X) {WEBKIT}CriOS/126.0 Mobile/15E148": (
        "iOS, Chrome"
    ),
    f"{MOZILLA}(X11; CrOS x86_64 14541.0.0) {WEBKIT}Chrome/126.0.0.0 Safari/537.36": (
        "ChromeOS, Chrome"
    ),
    f"{MOZILLA}(X11; Linux x86_64)": "Linux",
    MOZILLA: "unknown",
    "Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux#6.1": "Boto3",
    "aws-amplify/6.0 auth/4 framework/2": "aws-amplify",
    "curl/8.5.0": "curl",
    "": "unknown",
    "nothing that has a version": "unknown",
    "<script>alert(1)</script>": "unknown",
    "\u0661\u0662/1": "unknown",
}


@pytest.mark.parametrize(("agent", "told"), AGENTS.items())
def test_system_and_browser_are_told(agent: str, told: str) -> None:
    """Of a browser the system and its own name, of another program its name."""
    assert device_type(agent) == told


def test_nothing_is_known_of_who_says_nothing() -> None:
    """No header, no description."""
    assert device_type(None) == "unknown"


@pytest.mark.parametrize("text", ["a", "a.", "a/", " (", "Mozilla/", "A-"])
def test_a_hostile_header_costs_little(text: str) -> None:
    """The longest header that is kept is read in no time, and never told whole."""
    agent = (text * 1_024)[:1_024]

    assert cpu_s(lambda: device_type(agent)) < 0.01
    assert len(device_type(agent)) <= 64
