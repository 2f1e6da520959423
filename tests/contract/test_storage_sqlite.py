"""The store on SQLite passes the suite for stores."""

from collections.abc import Callable

import pytest

from adapters.storage.conformance import *  # noqa: F403 (the suite and its fixtures)
from adapters.storage.conformance import Capabilities
from adapters.storage.sql import SqlStore, open

CAPABILITIES = Capabilities(parallel_writers=True, survives_restart=True, shared=True)


@pytest.fixture
def store(sqlite_url: str) -> SqlStore:
    """A store on an empty, migrated file."""
    return open(sqlite_url)


@pytest.fixture
def reopen(sqlite_url: str) -> Callable[[], SqlStore]:
    """Another opening of the same file."""
    return lambda: open(sqlite_url)
