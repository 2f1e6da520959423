"""The store on PostgreSQL passes the suite for stores."""

from collections.abc import Callable

import pytest

from adapters.storage.conformance import *  # noqa: F403 (the suite and its fixtures)
from adapters.storage.conformance import Capabilities
from adapters.storage.sql import SqlStore, open

pytestmark = pytest.mark.postgres

CAPABILITIES = Capabilities(parallel_writers=True, survives_restart=True, shared=True)


@pytest.fixture
def store(migrated_postgres_url: str) -> SqlStore:
    """A store on an empty, migrated database."""
    return open(migrated_postgres_url)


@pytest.fixture
def reopen(migrated_postgres_url: str) -> Callable[[], SqlStore]:
    """Another opening of the same database."""
    return lambda: open(migrated_postgres_url)
