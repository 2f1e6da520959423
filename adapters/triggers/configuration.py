"""TRIGGERS_FILE and LAMBDA_URL: which function is called where (operator's contract 4)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from adapters.triggers.arn_patterns import pattern_fault
from adapters.triggers.code_forms import registry as code_forms
from adapters.triggers.directory import Route
from adapters.triggers.entry import BadEntry, Entry
from adapters.triggers.options import TEXT_MAX
from adapters.triggers.senders import Discreet
from adapters.triggers.target import Target, TargetContext

FILE_MAX: Final = 1024 * 1024
TIMEOUT_MAX_S: Final = 30.0
TIMEOUT_MIN_S: Final = 0.05
ATTEMPTS_MAX: Final = 5

_COMMON: Final = frozenset({"arn", "kind", "timeout_s", "attempts"})
_OF_ALL_KINDS: Final = _COMMON | code_forms.KEYS

Kinds = Mapping[str, Callable[[], Callable[..., object]]]
"""By name what loads an installed kind."""


def routes(
    file: Path | None, lambda_url: str | None, kinds: Kinds, context: TargetContext, region: str
) -> list[Route]:
    """Open every entry of the file, in its order; functions that none names go to `lambda_url`.

    Pools name functions of `region`.

    Raises BadEntry with every reason at once, each under the name of its setting.
    """
    found: list[Route] = []
    reasons: list[str] = []
    try:
        found += _of_file(file, kinds, context, region) if file else ()
    except BadEntry as fault:
        reasons += [f"TRIGGERS_FILE: {reason}" for reason in fault.reasons]
    try:
        found += _of_lambda(lambda_url, kinds, context) if lambda_url else ()
    except BadEntry as fault:
        reasons += [f"LAMBDA_URL: {reason}" for reason in fault.reasons]
    if reasons:
        raise BadEntry(reasons)
    return found


def _of_file(file: Path, kinds: Kinds, context: TargetContext, region: str) -> list[Route]:
    found, reasons = [], []
    seen: dict[str, int] = {}
    for number, given in enumerate(_tables(file), 1):
        try:
            found.append(route(given, kinds, context, folder=file.parent))
        except BadEntry as fault:
            reasons += [f"trigger {number}: {reason}" for reason in fault.reasons]
        else:
            pattern = found[-1].pattern
            earlier = seen.setdefault(pattern, number)
            if earlier != number:
                reasons.append(f"trigger {number}: arn: trigger {earlier} has it already")
            elif never := pattern_fault(pattern, region):
                reasons.append(f"trigger {number}: {never}")
    if reasons:
        raise BadEntry(reasons)
    return found


def route(
    given: Mapping[str, Any], kinds: Kinds, context: TargetContext, *, folder: Path = Path()
) -> Route:
    """Open one entry, files of which are beside `folder`. Raises BadEntry with every reason."""
    entry, faults = _entry(given, folder)
    try:
        opened = _route(entry, kinds, context)
    except BadEntry as fault:
        raise BadEntry([*faults, *fault.reasons]) from fault
    if faults:
        raise BadEntry(faults)
    return opened


def _of_lambda(url: str, kinds: Kinds, context: TargetContext) -> list[Route]:
    return [_route(Entry(arn="*", kind="lambda", given={"url": url}), kinds, context)]


def _route(entry: Entry, kinds: Kinds, context: TargetContext) -> Route:
    reasons: list[str] = []
    form = target = None
    try:
        form = code_forms.open_form(entry)
    except BadEntry as fault:
        reasons += fault.reasons
    try:
        target = _target(entry, kinds, context)
    except BadEntry as fault:
        reasons += fault.reasons
    if reasons or target is None:
        raise BadEntry(reasons)
    return Route(pattern=entry.arn, target=Discreet(target, form))


def _target(entry: Entry, kinds: Kinds, context: TargetContext) -> Target:
    load = kinds.get(entry.kind)
    if load is None:
        raise BadEntry([f"kind: none of {', '.join(sorted(kinds))}"])
    try:
        target = load()(entry, context)
    except BadEntry:
        raise
    except Exception as failure:
        # A stranger's text may repeat a secret of the entry.
        reason = f"kind: {entry.kind} cannot be opened: {type(failure).__name__}"
        raise BadEntry([reason]) from failure
    if not isinstance(target, Target):
        raise BadEntry([f"kind: what {entry.kind} opens is no Target"])
    return target


def _tables(path: Path) -> list[Mapping[str, Any]]:
    try:
        with path.open("rb") as file:
            text = file.read(FILE_MAX + 1)
        if len(text) > FILE_MAX:
            raise BadEntry([f"{path} is longer than {FILE_MAX} bytes"])
        document = tomllib.loads(text.decode())
    except OSError as failure:
        raise BadEntry([f"cannot read {path}: {failure.strerror or 'error'}"]) from failure
    except UnicodeDecodeError:
        raise BadEntry([f"cannot read {path}: it is not UTF-8 text"]) from None
    except tomllib.TOMLDecodeError as failure:
        raise BadEntry([f"{path} is no TOML: {failure}"]) from None
    tables = document.pop("trigger", [])
    if document:
        raise BadEntry([f"{path}: {', '.join(sorted(document))}: unknown; only [[trigger]] is"])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise BadEntry([f"{path}: trigger: not a list of tables, which [[trigger]] begins"])
    return tables


def _entry(given: Mapping[str, Any], folder: Path) -> tuple[Entry, list[str]]:
    """Return the entry, with the default for whatever is said wrongly, and what that is."""
    faults = []
    arn, kind = given.get("arn"), given.get("kind", "webhook")
    timeout_s, attempts = given.get("timeout_s", 5), given.get("attempts", 3)
    if not isinstance(arn, str) or not 1 <= len(arn) <= TEXT_MAX:
        faults.append("arn: missing, or not a text")
        arn = ""
    if not isinstance(kind, str):
        faults.append("kind: not a text")
        kind = "webhook"
    if not _is_number(timeout_s, int | float) or not TIMEOUT_MIN_S <= timeout_s <= TIMEOUT_MAX_S:
        faults.append(f"timeout_s: not a number from {TIMEOUT_MIN_S} to {TIMEOUT_MAX_S:.0f}")
        timeout_s = 5
    if not _is_number(attempts, int) or not 1 <= attempts <= ATTEMPTS_MAX:
        faults.append(f"attempts: not a whole number from 1 to {ATTEMPTS_MAX}")
        attempts = 3
    entry = Entry(
        arn=arn,
        kind=kind,
        timeout_s=float(timeout_s),
        attempts=attempts,
        given={key: value for key, value in given.items() if key not in _OF_ALL_KINDS},
        codes={key: value for key, value in given.items() if key in code_forms.KEYS},
        folder=folder,
    )
    return entry, faults


def _is_number(value: object, kinds: Any) -> bool:  # noqa: ANN401 - a union of types
    return isinstance(value, kinds) and not isinstance(value, bool)
