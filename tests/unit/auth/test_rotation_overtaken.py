"""Refreshing with rotation while something else happens to the same sign-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from domain.errors import TooManyRequestsException
from domain.ports.triggers import TriggerEvent
from tests.support.rotation import is_over, is_reuse, revoke, rotating, signed_in
from tests.support.sign_in import Client
from tests.support.world import World
from tests.unit.auth.test_triggers import ARN


class Meanwhile:
    """A function of the pool during which something else happens, the first `times` times."""

    def __init__(self, times: int = 1) -> None:
        self.times = times
        self.happens: Callable[[], object] = lambda: None
        self.metadata: list[object] = []

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        self.metadata.append((event.event["triggerSource"], _metadata_of(event)))
        if self.times:
            self.times -= 1
            self.happens()
        return {}


def _metadata_of(event: TriggerEvent) -> object:
    request = event.event["request"]
    assert isinstance(request, Mapping)
    return request.get("clientMetadata")


@pytest.fixture
def meanwhile() -> Meanwhile:
    """Nothing happens during the sign-in itself."""
    return Meanwhile(times=0)


@pytest.fixture
def with_function(meanwhile: Meanwhile) -> Client:
    """A client under rotation whose pool has a PreTokenGeneration function."""
    return rotating(World(triggers=meanwhile), triggers={"PreTokenGeneration": ARN})


def test_a_use_that_was_overtaken_is_judged_anew(
    with_function: Client, meanwhile: Meanwhile
) -> None:
    """Within the grace period it makes its own child, which is the newest."""
    token, children = signed_in(with_function), []
    meanwhile.happens = lambda: children.append(with_function.rotate(token))
    meanwhile.times = 1

    newest = with_function.rotate(token)

    assert is_reuse(with_function, children[0])
    assert with_function.rotate(newest)


def test_what_happened_meanwhile_is_seen(with_function: Client, meanwhile: Meanwhile) -> None:
    """A sign-out while the tokens were made keeps them from being handed out."""
    token = signed_in(with_function)
    meanwhile.happens = lambda: revoke(with_function, token)
    meanwhile.times = 1

    assert is_over(with_function, token)


def test_a_token_that_others_use_all_the_time_is_refused_for_now(world: World) -> None:
    """Rounds are bounded, and the client is told to come back."""
    client = rotating(world)
    token = signed_in(client)
    services = world.services.auth.rotating_refresh
    look = services._parts.tokens

    class Busy:
        """Everybody else rotates right after this one has looked."""

        def __getattr__(self, name: str) -> object:
            return getattr(look, name)

        def check_alive(self, presented: object) -> None:
            services._parts = honest
            client.rotate(token)
            services._parts = busy

    honest = services._parts
    busy = replace(honest, tokens=Busy())  # type: ignore[arg-type]  # stands in for it
    services._parts = busy

    with pytest.raises(TooManyRequestsException):
        client.get_tokens(token)


def test_the_function_is_told_what_the_client_sent(
    with_function: Client, meanwhile: Meanwhile
) -> None:
    """GetTokensFromRefreshToken passes its ClientMetadata on; without any there is none."""
    token = signed_in(with_function)
    meanwhile.metadata.clear()

    with_function.get_tokens(token, where="kiosk")
    with_function.get_tokens(token)

    source = "TokenGeneration_RefreshTokens"
    assert meanwhile.metadata == [(source, {"where": "kiosk"}), (source, None)]
