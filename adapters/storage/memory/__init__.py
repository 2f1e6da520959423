"""The store in memory: a real backend, the reference for every other, and what unit tests use.

It keeps every promise of the ports but one: nothing survives the process, and several worker
processes would each have a store of their own.
"""

from __future__ import annotations

from adapters.storage.memory.store import MemoryStore

__all__ = ["MemoryStore", "open"]


def open(url: str = "memory:") -> MemoryStore:
    """Return a new, empty store for the URL `memory:`. Raises ValueError for any other URL."""
    if url != "memory:":
        raise ValueError("the store in memory takes no path and no options: memory:")
    return MemoryStore()
