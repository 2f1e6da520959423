"""One `[[trigger]]` table of TRIGGERS_FILE: what all kinds have, and what a kind adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.triggers.options import Options


class BadEntry(ValueError):
    """What is wrong with an entry; `reasons` are lines without secrets."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A function, or with `*` in its `arn` a set of them, and how it is called.

    `given` are the keys that the kind reads, `codes` those about codes for custom senders; files
    that they name are beside `folder`.
    """

    arn: str
    kind: str
    timeout_s: float = 5.0
    attempts: int = 3
    given: Mapping[str, object] = field(default_factory=dict, repr=False)
    codes: Mapping[str, object] = field(default_factory=dict, repr=False)
    folder: Path = Path()

    def options(self) -> AbstractContextManager[Options]:
        """Let a kind read its keys. Raises BadEntry at the end, with every reason at once."""
        return _reading(self.given, self.folder)

    def code_options(self) -> AbstractContextManager[Options]:
        """Let a form of codes read its keys. Raises BadEntry as `options` does."""
        return _reading(self.codes, self.folder)


@contextmanager
def _reading(given: Mapping[str, object], folder: Path) -> Iterator[Options]:
    options = Options(given, folder)
    yield options
    reasons = [*options.faults, *(f"{key}: unknown key" for key in options.unread())]
    if reasons:
        raise BadEntry(reasons)
