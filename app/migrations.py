"""Bringing a store to the schema of this version; a store without a schema has nothing to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app import bootstrap
from app.refusal import BadConfiguration
from app.settings import Settings
from domain.ports.sentinels import Unavailable


def upgrade(settings: Settings) -> None:
    """Run what is pending. Raises BadConfiguration if the store cannot be reached."""
    with _reachable():
        bootstrap.migrate(settings)


def are_pending(settings: Settings) -> bool:
    """Whether the store lacks a migration. Raises BadConfiguration as `upgrade`."""
    with _reachable():
        return not bootstrap.is_migrated(settings)


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except Unavailable as failure:
        raise BadConfiguration([f"COGNATE_STORAGE_URL: {failure}"]) from failure
