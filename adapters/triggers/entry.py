"""One `[[trigger]]` table of TRIGGERS_FILE: what all kinds have, and what a kind adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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

    `given` are the keys that the kind reads; files that they name are beside `folder`.
    """

    arn: str
    kind: str
    timeout_s: float = 5.0
    attempts: int = 3
    given: Mapping[str, object] = field(default_factory=dict, repr=False)
    folder: Path = Path()

    @contextmanager
    def options(self) -> Iterator[Options]:
        """Let a kind read its keys. Raises BadEntry at the end, with every reason at once."""
        options = Options(self.given, self.folder)
        yield options
        reasons = [*options.faults, *(f"{key}: unknown key" for key in options.unread())]
        if reasons:
            raise BadEntry(reasons)
