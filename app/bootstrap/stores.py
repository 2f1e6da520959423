"""Opening a store, and bringing it to the schema of this version."""

from __future__ import annotations

from adapters.storage.sql import SqlStore
from adapters.storage.sql import migrate as sql_migrate
from app import plugins
from app.settings import Settings
from domain.ports.store import Store


def open_store(settings: Settings) -> Store:
    """Open the store of the settings. Raises BadConfiguration."""
    url = settings.storage_url.get_secret_value()
    return plugins.open_port("COGNATE_STORAGE_URL", plugins.STORAGE, url, Store)


def migrate(settings: Settings) -> None:
    """Bring a store of ours to the schema of this version. Raises Unavailable.

    A plug-in brings its own schema up when it is opened.
    """
    if isinstance(open_store(settings), SqlStore):
        sql_migrate.upgrade(settings.storage_url.get_secret_value())


def is_migrated(settings: Settings) -> bool:
    """Whether the store has the schema of this version. Raises Unavailable."""
    if isinstance(open_store(settings), SqlStore):
        return sql_migrate.is_current(settings.storage_url.get_secret_value())
    return True
