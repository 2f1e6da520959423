"""Checks of lists, maps and structures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.api.wire.checks import NO_NUL, NOT_NULL, Check, Scalar, lengths, report, wrong_type
from adapters.api.wire.rules import Items

# Our own maxima, where the model has none (ruling 36).
LIST_MAX: Final = 100
MAP_MAX: Final = 64


class ListCheck:
    """A list. Violations of scalars are told once for the list, of structures one by one."""

    def __init__(self, member: Check, rule: Items, *, hidden: bool) -> None:
        self._member = member
        self._hidden = hidden or (isinstance(member, Scalar) and member.hidden)
        self._low = rule.min
        self._high = LIST_MAX if rule.max is None else rule.max

    def __call__(self, value: object, path: str, found: list[str]) -> object:
        """Check the whole."""
        if type(value) is not list:
            raise wrong_type(value, "a List")
        too_long, too_short = lengths(self._low, self._high)
        if len(value) > self._high:
            report(found, path, too_long)
            return []  # Elements beyond the bound are not worth a look.
        if len(value) < self._low:
            report(found, path, too_short)
        for index in (index for index, item in enumerate(value, 1) if item is None):
            report(found, f"{path}.{index}.member", NOT_NULL)
        items = [item for item in value if item is not None]
        member = self._member
        if isinstance(member, Scalar):
            return self._scalars(member, items, path, found)
        return [member(item, f"{path}.{i}.member", found) for i, item in enumerate(items, 1)]

    def _scalars(
        self, member: Scalar, items: list[object], path: str, found: list[str]
    ) -> list[object]:
        taken = [member.take(item) for item in items]
        for constraint in member.violated_together(taken, "Member"):
            secret = self._hidden or constraint is NO_NUL
            report(found, path, constraint, None if secret else f"[{', '.join(map(str, taken))}]")
        return taken


class MapCheck:
    """A map. Its values are never shown: maps carry secrets which the model does not mark."""

    def __init__(self, key: Scalar, value: Check, rule: Items) -> None:
        self._key = key
        self._value = value
        self._low = rule.min
        self._high = MAP_MAX if rule.max is None else rule.max

    def __call__(self, value: object, path: str, found: list[str]) -> object:
        """Check the whole."""
        if type(value) is not dict:
            raise wrong_type(value, "a Map")
        too_long, too_short = lengths(self._low, self._high)
        entries = {key: item for key, item in value.items() if item is not None}
        if len(entries) > self._high:
            report(found, path, too_long)
            return {}  # Entries beyond the bound are not worth a look.
        if len(entries) < self._low:
            report(found, path, too_short)
        for constraint in self._key.violated_together(entries, "Map keys"):
            report(found, path, constraint)
        return self._values(entries, path, found)

    def _values(
        self, entries: Mapping[str, object], path: str, found: list[str]
    ) -> dict[str, object]:
        check = self._value
        if not isinstance(check, Scalar):
            return {key: check(item, f"{path}.{key}", found) for key, item in entries.items()}
        taken = {key: check.take(item) for key, item in entries.items()}
        for constraint in check.violated_together(taken.values(), "Map value"):
            report(found, path, constraint)
        return taken


class StructureCheck:
    """A structure: unknown members are dropped, null ones are absent."""

    def __init__(self, members: Mapping[str, Check], required: frozenset[str]) -> None:
        self._members = tuple(
            (name, name[0].lower() + name[1:], name in required, check)
            for name, check in members.items()
        )

    def __call__(self, value: object, path: str, found: list[str]) -> object:
        """Check the whole."""
        if type(value) is not dict:
            raise wrong_type(value, "a Structure")
        prefix = f"{path}." if path else ""
        taken: dict[str, object] = {}
        for name, shown, required, check in self._members:
            given = value.get(name)
            if given is not None:
                taken[name] = check(given, prefix + shown, found)
            elif required:
                report(found, prefix + shown, NOT_NULL)
        return taken
