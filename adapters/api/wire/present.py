"""What all answers share: times, and members that are left out rather than null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def seconds(ms: int) -> float:
    """Return an instant as the wire has it: seconds since the epoch, up to three decimals."""
    return ms / 1000


def filled(members: Mapping[str, object]) -> dict[str, object]:
    """Return the members that have a value; an answer never holds a null."""
    return {name: value for name, value in members.items() if value is not None}


def listed(values: Iterable[str]) -> list[str] | None:
    """Return the values as a list, or None for none: an empty list is shown as nothing set."""
    return list(values) or None
