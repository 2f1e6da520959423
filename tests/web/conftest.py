"""The web routes over a small world, each part as the composition root puts it together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from adapters.web.health import Readiness
from adapters.web.landing import Landing
from adapters.web.metrics import MetricsPage
from adapters.web.outbox import Outbox
from adapters.web.routes import routes
from adapters.web.uploads import UploadPage
from adapters.web.well_known import WellKnown
from domain.model.identifiers import PoolId
from domain.ports.signer import PublicKey
from tests.support.world import World

ORIGIN = "http://localhost:9229"
KEYS = (
    PublicKey(kid="one", modulus=0xC0FFEE, exponent=65_537),
    PublicKey(kid="two", modulus=0xDECAF, exponent=65_537),
)


@dataclass
class CountingKeys:
    """The keys of the pools that exist; counts how often it is asked."""

    pools: set[str] = field(default_factory=lambda: {"us-east-1_Known0001"})
    asked: int = 0

    def of(self, pool_id: PoolId) -> tuple[PublicKey, ...]:
        self.asked += 1
        return KEYS if pool_id in self.pools else ()


@dataclass
class Site:
    """The site with what a test turns: keys, faults, the stop."""

    client: TestClient
    world: World
    keys: CountingKeys
    faults: dict[str, str]
    stopping: list[bool]


@pytest.fixture
def world() -> World:
    """A world of its own."""
    return World()


@pytest.fixture
def make_site(world: World) -> Iterator[Callable[[bool], Site]]:
    """Make the site of a profile: with the outbox or without."""
    opened: list[TestClient] = []

    def make(outbox: bool) -> Site:
        keys, faults, stopping = CountingKeys(), dict[str, str](), list[bool]()
        application = Starlette(
            routes=list(
                routes(
                    Landing(version="9.9.9", origin=ORIGIN, outbox=outbox),
                    Readiness({part: partial(faults.get, part) for part in ("store", "keys")}),
                    MetricsPage(lambda: b"some 1\n", "text/plain; version=9"),
                    WellKnown(keys.of, lambda pool_id: f"{ORIGIN}/{pool_id}"),
                    UploadPage(world.services.imports.uploads),
                    Outbox(
                        world.services.mailbox,
                        client_id="the-client",
                        is_stopping=lambda: bool(stopping),
                    )
                    if outbox
                    else None,
                )
            )
        )
        client = TestClient(application, base_url=ORIGIN)
        opened.append(client)
        return Site(client, world, keys, faults, stopping)

    yield make
    for client in opened:
        client.close()


@pytest.fixture
def site(make_site: Callable[[bool], Site]) -> Site:
    """The site of the development profile."""
    return make_site(True)
