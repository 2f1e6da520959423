"""What the parts of the suite share: the fixtures that a backend's module gets by importing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import pytest

from adapters.storage.conformance.capabilities import Capabilities
from domain.ports.store import Store


@pytest.fixture
def capabilities(request: pytest.FixtureRequest) -> Capabilities:
    """The CAPABILITIES of the module that runs the suite."""
    named: Capabilities = request.module.CAPABILITIES
    return named


@pytest.fixture
def reopen_after_restart(
    capabilities: Capabilities, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Store]]:
    """The fixture `reopen` of the backend's module, where it keeps what was committed."""
    if not capabilities.survives_restart:
        pytest.skip("the backend says that it does not survive a restart")
    reopen: Callable[[], Store] = request.getfixturevalue("reopen")
    with ExitStack() as opened:

        def open_again() -> Store:
            store = reopen()
            opened.callback(store.close)
            return store

        yield open_again


@pytest.fixture
def second_store(capabilities: Capabilities, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A second opening of the place of `store`, beside it."""
    if not capabilities.shared:
        pytest.skip("the backend says that it is opened once")
    reopen: Callable[[], Store] = request.getfixturevalue("reopen")
    second = reopen()
    yield second
    second.close()


@pytest.fixture(autouse=True)
def closed_store(store: Store) -> Iterator[None]:
    """Close the store after the test."""
    yield
    store.close()


@pytest.fixture
def stores(
    store: Store, capabilities: Capabilities, request: pytest.FixtureRequest
) -> Sequence[Store]:
    """The store, opened twice where the backend can be, for threads to race over."""
    if not capabilities.parallel_writers:
        pytest.skip("the backend says that one thread writes")
    if not capabilities.shared:
        return [store]
    return [store, request.getfixturevalue("second_store")]
