"""For each constraint of the service model, a request that breaks it and the sentence it earns.

Read from botocore's model itself, not from the shapes that `tools/generate_wire.py` makes of it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from adapters.api.wire.checks import SHOWN_MAX
from adapters.api.wire.containers import LIST_MAX, MAP_MAX
from adapters.api.wire.patterns import matcher
from adapters.api.wire.scalars import TEXT_MAX
from tools.generate_wire import ALSO_REQUIRED, EXTRA_VALUES, PRINTED
from tools.generate_wire import pattern as pattern_of

NOT_NULL: Final = "Member must not be null"
NO_VALUE: Final = "NO-SUCH-VALUE"
SAMPLES: Final = (
    "aaaaaaaa",
    "us-east-1_0",
    "111111",
    "a@b",
    "{####}",
    "{##a##}",
    "Level1",
    "arn:aws:iam::000000000000:role/a",
    "arn:aws:s3:::bucket",
    "terms-of-use",
    "cognito:default",
    "import-a",
    "00000000-0000-4000-8000-000000000000",
    "tkn" + "0" * 25,
    "a" * 24,
)
"""Strings of which at least one satisfies each pattern of the model."""
SPOILERS: Final = ("\x07", " ")
"""Characters of which each pattern refuses one, but for ANYTHING."""
ANYTHING: Final = "(?s).*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A request that breaks `constraint` at `path`; `value` is what the sentence may show."""

    request: Any
    path: str
    constraint: str
    value: str | None = None

    @property
    def item(self) -> str:
        """Return the part of the message that tells this violation."""
        shown = "" if self.value is None else f" '{self.value[:SHOWN_MAX]}'"
        return f"Value{shown} at '{self.path}' failed to satisfy constraint: {self.constraint}"


def violations(operation: OperationModel) -> Iterator[Violation]:
    """Yield every violation of one constraint of the operation's request."""
    yield from _broken(operation.input_shape, "", hidden=False)


def valid(shape: Shape) -> Any:  # noqa: ANN401 - any JSON value
    """Return a value that satisfies the shape, with required members only."""
    if shape.type_name == "structure":
        return {name: valid(shape.members[name]) for name in _required(shape)}
    if shape.type_name == "list":
        return [valid(shape.member)] * _low(shape)
    if shape.type_name == "map":
        return {valid(shape.key): valid(shape.value)} if _low(shape) else {}
    if shape.type_name == "string":
        return _text(shape)
    # Numbers and flags; binary data travels as text, and the shortest is empty.
    return {"boolean": True, "blob": ""}.get(shape.type_name, _low(shape))


def _broken(shape: Shape, path: str, *, hidden: bool) -> Iterator[Violation]:
    hidden = hidden or bool(shape.metadata.get("sensitive"))
    if isinstance(shape, StructureShape):
        yield from () if shape.is_document_type else _structures(shape, path, hidden=hidden)
    elif isinstance(shape, ListShape):
        yield from _sizes(shape, path, [valid(shape.member)] * (_high(shape, LIST_MAX) + 1), [])
        yield from _lists(shape, path, hidden=hidden)
    elif isinstance(shape, MapShape):
        many = {f"{number:a>8}": valid(shape.value) for number in range(_high(shape, MAP_MAX) + 1)}
        yield from _sizes(shape, path, many, {})
        yield from _maps(shape, path, hidden=hidden)
    else:
        for value, constraint in _scalars(shape):
            secret = hidden or shape.type_name == "blob"
            shown = None if secret else str(value)
            yield Violation(request=value, path=path, constraint=constraint, value=shown)


def _structures(shape: StructureShape, path: str, *, hidden: bool) -> Iterator[Violation]:
    whole = valid(shape)
    for name, member in shape.members.items():
        inner = f"{path}.{name[0].lower()}{name[1:]}".removeprefix(".")
        if name in _required(shape):
            rest = {other: value for other, value in whole.items() if other != name}
            yield Violation(request=rest, path=inner, constraint=NOT_NULL)
            yield Violation(request={**rest, name: None}, path=inner, constraint=NOT_NULL)
        for each in _broken(member, inner, hidden=hidden):
            yield replace(each, request={**whole, name: each.request})


def _lists(shape: ListShape, path: str, *, hidden: bool) -> Iterator[Violation]:
    inner = f"{path}.1.member"
    yield Violation(request=[None], path=inner, constraint=NOT_NULL)
    if isinstance(shape.member, StructureShape):
        for each in _broken(shape.member, inner, hidden=hidden):
            yield replace(each, request=[each.request])
        return
    hidden = hidden or bool(shape.member.metadata.get("sensitive"))
    together = _together("Member", shape.member)
    for value, _ in _scalars(shape.member):
        shown = None if hidden else f"[{value}]"
        yield Violation(request=[value], path=path, constraint=together, value=shown)


def _maps(shape: MapShape, path: str, *, hidden: bool) -> Iterator[Violation]:
    for value, _ in _scalars(shape.key):
        request = {value: valid(shape.value)}
        yield Violation(request=request, path=path, constraint=_together("Map keys", shape.key))
    if isinstance(shape.value, StructureShape | ListShape | MapShape):
        key = _text(shape.key)
        for each in _broken(shape.value, f"{path}.{key}", hidden=hidden):
            yield replace(each, request={key: each.request})
        return
    for value, _ in _scalars(shape.value):
        request = {_text(shape.key): value}
        yield Violation(request=request, path=path, constraint=_together("Map value", shape.value))


def _sizes(shape: Shape, path: str, many: object, none: object) -> Iterator[Violation]:
    high = len(many) - 1  # type: ignore[arg-type] # a list or a map
    yield Violation(request=many, path=path, constraint=_longest(high))
    if _low(shape) > 0:
        yield Violation(request=none, path=path, constraint=_shortest(_low(shape)))


def _scalars(shape: Shape) -> Iterator[tuple[Any, str]]:
    """Yield values that break a constraint of a scalar shape, each with the constraint."""
    limits = shape.metadata
    if "enum" in limits:
        yield NO_VALUE, _choices(shape)
    elif shape.type_name == "string":
        yield from _texts(shape)
    elif shape.type_name == "blob":
        yield base64.b64encode(bytes(limits["max"] + 1)).decode(), _longest(limits["max"])
    elif shape.type_name == "integer":
        yield from _numbers(shape)


def _numbers(shape: Shape) -> Iterator[tuple[int, str]]:
    for bound, step, word in (("max", 1, "less"), ("min", -1, "greater")):
        if bound in shape.metadata:
            limit = shape.metadata[bound]
            yield limit + step, f"Member must have value {word} than or equal to {limit}"


def _texts(shape: Shape) -> Iterator[tuple[str, str]]:
    high, low = _high(shape, TEXT_MAX), _low(shape)
    yield (_text(shape) * (high + 1))[: high + 1], _longest(high)
    if low > 0:
        yield _text(shape)[: low - 1], _shortest(low)
    pattern = pattern_of(shape)
    if pattern and pattern != ANYTHING:
        spoiled = [character * max(low, 1) for character in SPOILERS]
        yield next(text for text in spoiled if not matcher(pattern)(text)), _pattern(pattern)


def _text(shape: Shape) -> str:
    """Return a string that satisfies the shape."""
    if "enum" in shape.metadata:
        return str(shape.metadata["enum"][0])
    matches = matcher(pattern_of(shape) or ANYTHING)
    low, high = _low(shape), _high(shape, TEXT_MAX)
    return next(text for text in SAMPLES if low <= len(text) <= high and matches(text))


def _together(subject: str, shape: Shape) -> str:
    """Return the constraint of an element, which lists all that elements must satisfy."""
    if "enum" in shape.metadata:
        all_of = [_choices(shape)]
    else:
        pattern = pattern_of(shape)
        all_of = [_longest(_high(shape, TEXT_MAX)), _shortest(_low(shape))]
        all_of += [_pattern(pattern)] if pattern else []
    return f"{subject} must satisfy constraint: [{', '.join(all_of)}]"


def _choices(shape: Shape) -> str:
    listed = [*shape.metadata["enum"], *EXTRA_VALUES.get(shape.name, ())]
    values = PRINTED.get(shape.name, listed)
    return f"Member must satisfy enum value set: [{', '.join(values)}]"


def _pattern(pattern: str) -> str:
    return f"Member must satisfy regular expression pattern: {pattern}"


def _longest(high: int) -> str:
    return f"Member must have length less than or equal to {high}"


def _shortest(low: int) -> str:
    return f"Member must have length greater than or equal to {low}"


def _low(shape: Shape) -> int:
    return int(shape.metadata.get("min", 0))


def _high(shape: Shape, ours: int) -> int:
    """Return the maximum of the model, or ours where it has none (ruling 36)."""
    return int(shape.metadata.get("max", ours))


def _required(shape: StructureShape) -> list[str]:
    return [*shape.required_members, *ALSO_REQUIRED.get(shape.name, ())]
