"""Requests against the generated shapes: every violation at once, in the service's sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NotRequired,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from adapters.api.wire import containers, scalars
from adapters.api.wire.checks import Check, Scalar
from adapters.api.wire.rules import (
    DOCUMENT,
    SENSITIVE,
    Blob,
    Items,
    Num,
    Operation,
    Printed,
    Text,
)
from domain.errors import InvalidParameterException

# A message does not list more violations than a person reads.
VIOLATIONS_MAX: Final = 100

Rule = TypeVar("Rule")


class Validator:
    """Checks requests; the checks of an operation are built at its first request."""

    def __init__(self, operations: Mapping[str, Operation]) -> None:
        self._operations = operations
        self._requests: dict[str, Check] = {}
        self._built: dict[tuple[object, bool], Check] = {}

    def clean(self, operation: str, body: object) -> dict[str, Any]:
        """Return the request with known, non-null members only.

        Raises InvalidParameterException with all violations, and SerializationException at the
        first value of a wrong JSON type.
        """
        check = self._requests.get(operation)
        if check is None:
            check = self._build(self._operations[operation].request, hidden=False)
            self._requests[operation] = check
        found: list[str] = []
        request: Any = check(body, "", found)
        if found:
            raise InvalidParameterException(sentence(found))
        return request  # type: ignore[no-any-return] # the check of a structure returns a dict

    def _build(self, hint: Any, *, hidden: bool) -> Check:  # noqa: ANN401 - any type form
        """Return the check of a type; `hidden` when a secret structure stands around it."""
        key = (hint, hidden)
        check = self._built.get(key)
        if check is None:
            check = self._built[key] = self._compile(hint, hidden=hidden)
        return check

    def _compile(self, hint: Any, *, hidden: bool) -> Check:  # noqa: ANN401 - any type form
        base, rules = _parted(hint)
        hidden = hidden or SENSITIVE in rules
        if is_typeddict(base):
            return self._structure(base, hidden=hidden)
        if get_origin(base) is list:
            member = self._build(get_args(base)[0], hidden=hidden)
            return containers.ListCheck(member, _rule(rules, Items()), hidden=hidden)
        if get_origin(base) is dict and DOCUMENT not in rules:
            key, value = get_args(base)
            keys = _scalar(*_parted(key), hidden=hidden)
            values = self._build(value, hidden=hidden)
            return containers.MapCheck(keys, values, _rule(rules, Items()))
        return _scalar(base, rules, hidden=hidden)

    def _structure(self, shape: Any, *, hidden: bool) -> Check:  # noqa: ANN401 - a TypedDict
        members = {
            name: self._build(_unwrapped(hint), hidden=hidden)
            for name, hint in get_type_hints(shape, include_extras=True).items()
        }
        return containers.StructureCheck(members, shape.__required_keys__)


def sentence(found: list[str]) -> str:
    """Return the message of all violations."""
    listed = found[:VIOLATIONS_MAX]
    plural = "" if len(listed) == 1 else "s"
    return f"{len(listed)} validation error{plural} detected: {'; '.join(listed)}"


def _parted(hint: Any) -> tuple[Any, tuple[object, ...]]:  # noqa: ANN401 - any type form
    """Return the type without its constraints, and the constraints."""
    if get_origin(hint) is not Annotated:
        return hint, ()
    base, *rules = get_args(hint)
    return base, tuple(rules)


def _unwrapped(hint: Any) -> Any:  # noqa: ANN401 - any type form
    return get_args(hint)[0] if get_origin(hint) is NotRequired else hint


def _rule(rules: tuple[object, ...], default: Rule) -> Rule:
    """Return the rule of the kind of `default`, or `default` itself."""
    return next((rule for rule in rules if isinstance(rule, type(default))), default)


def _scalar(base: Any, rules: tuple[object, ...], *, hidden: bool) -> Scalar:  # noqa: ANN401 - any type form
    if get_origin(base) is Literal:
        values = get_args(base)
        return scalars.ChoiceCheck(values, _rule(rules, Printed(values)).values, hidden=hidden)
    if DOCUMENT in rules:
        return scalars.DocumentCheck()
    if base is str:
        return scalars.TextCheck(_rule(rules, Text()), hidden=hidden)
    if base is int:
        return scalars.NumberCheck(_rule(rules, Num()), hidden=hidden)
    if base is bytes:
        return scalars.BlobCheck(_rule(rules, Blob()))
    if base is bool:
        return scalars.FlagCheck()
    raise TypeError(f"no check for {base!r}")
