"""The store in memory passes the suite for stores."""

import pytest

from adapters.storage.conformance import *  # noqa: F403 (the suite and its fixtures)
from adapters.storage.conformance import Capabilities
from adapters.storage.memory import MemoryStore, open

CAPABILITIES = Capabilities(parallel_writers=True)


@pytest.fixture
def store() -> MemoryStore:
    """An empty store."""
    return open("memory:")
