"""Items to store, of two kinds, as `samples` has the other values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.model.item import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A value inside an item."""

    name: str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An item with a member of every form, one of them sealed."""

    name: str
    parts: tuple[Part, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    hidden: bytes | None = field(default=None, repr=False)


THINGS: Final = Kind("thing", Thing, sealed="hidden")
PARTS: Final = Kind("part", Part)
KEY: Final = "key-1"
THING: Final = Thing(
    name="a thing",
    parts=(Part(name="first", count=1), Part(name="second")),
    labels={"colour": "green"},
    hidden=b"\x00sealed\xff",
)
BARE_THING: Final = Thing(name="bare")
