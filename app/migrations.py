"""Bringing a store to the schema of this version; a store without a schema has nothing to do."""

from __future__ import annotations

from app import bootstrap
from app.settings import Settings


def upgrade(settings: Settings) -> None:
    """Run what is pending. Raises BadConfiguration if the store cannot be reached."""


def pending(settings: Settings) -> str | None:
    """Return what is pending, or None."""
    store = bootstrap.open_store(settings)
    try:
        return bootstrap.store_fault(store)
    finally:
        store.close()
