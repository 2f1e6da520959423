"""Items: what a pool is configured with besides its settings, each kept and read whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of item. Its name is in every row and never changes.

    An item is a frozen dataclass of texts, integers, booleans, enumerations, tuples, mappings and
    dataclasses of these. `sealed` names the one member of type `bytes | None` that is sealed before
    it is stored, if there is one: stores keep it apart from what anybody may read.
    """

    name: str
    of: type[T]
    sealed: str | None = None
