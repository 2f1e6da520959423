"""From where a request comes, as its connection and its members say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.api.call import Call
from adapters.api.sources import admin_source_of, source_of
from domain.model.client import AppClient
from domain.model.source import Source
from tests.support.world import World

HEARD = "192.0.2.1"
TOLD = "198.51.100.7"


@pytest.fixture
def call() -> Call:
    """A request from somewhere."""
    return Call(
        services=World().services,
        operation="InitiateAuth",
        request_id="request",
        principal=None,
        source_ip=HEARD,
        user_agent="agent",
    )


@pytest.fixture
def confidential() -> AppClient:
    """A client with a secret that may say from where its users ask."""
    world = World()
    return world.add_client(world.add_pool(), secret="secret", propagate_user_context=True)


@pytest.mark.parametrize(
    ("told", "kept"),
    [(TOLD, TOLD), ("9" * 129, "9" * 128)],
    ids=["an address", "too long for a column"],
)
def test_an_administrator_says_from_where(call: Call, told: str, kept: str) -> None:
    """The address of ContextData stands for the caller's, cut to what is stored of one."""
    source = admin_source_of(call, {"ContextData": {"IpAddress": told}})

    assert source == Source(ip=kept, user_agent="agent")


def test_an_administrator_who_does_not_say_asks_from_elsewhere(call: Call) -> None:
    """The address is that of his own machine, and known to be."""
    assert admin_source_of(call, {}) == Source(ip=HEARD, user_agent="agent", is_users=False)


def test_without_context_the_address_is_the_callers(call: Call) -> None:
    """Nothing said, the address is the one that the request came from."""
    assert source_of(call, {"UserContextData": {}}) == Source(ip=HEARD, user_agent="agent")


def test_a_client_with_a_secret_may_be_let_speak_for_its_users(
    call: Call, confidential: AppClient
) -> None:
    """The address of UserContextData then stands for that of the client's machine."""
    source = source_of(call, {"UserContextData": {"IpAddress": TOLD}})

    assert source.at(confidential).ip == TOLD


def test_no_other_client_is_believed(call: Call, confidential: AppClient) -> None:
    """Without a secret anybody could be the client, and without the setting it was not let."""
    source = source_of(call, {"UserContextData": {"IpAddress": TOLD}})

    assert source.at(replace(confidential, secrets=())).ip == HEARD
    assert source.at(replace(confidential, propagate_user_context=False)).ip == HEARD
