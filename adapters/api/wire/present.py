"""What all answers share: times, and members that are left out rather than null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime


def seconds(ms: int) -> float:
    """Return an instant as the wire has it: seconds since the epoch, up to three decimals."""
    return ms / 1000


def stamp(ms: int) -> str:
    """Return an instant as versions are named by it: year to second in fourteen digits, in UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y%m%d%H%M%S")


def filled(members: Mapping[str, object]) -> dict[str, object]:
    """Return the members that have a value; an answer never holds a null."""
    return {name: value for name, value in members.items() if value is not None}


def listed(values: Iterable[str]) -> list[str] | None:
    """Return the values as a list, or None for none: an empty list is shown as nothing set."""
    return list(values) or None
