"""Some rows of a file, read and checked before the unit that stores their users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.imports.lines import BadLine, Lines, cells_of
from domain.imports.report import Outcome, RowReport
from domain.imports.rows import Rows
from domain.model.identifiers import Sub
from domain.model.import_job import ImportJob
from domain.ports.users import Newcomer

ROWS: Final = 500
"""Lines of a batch: what one transaction stores, so that no sign-in waits for long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Users by their lines, lines that are no users, and where the next batch begins."""

    users: Mapping[int, Newcomer] = field(repr=False)
    bad: Sequence[RowReport]
    position: int
    line: int

    @property
    def newcomers(self) -> Sequence[Newcomer]:
        """The users, in the order of the file."""
        return list(self.users.values())

    def report(self, refused: Mapping[Sub, tuple[bool, str]]) -> Sequence[RowReport]:
        """Return what became of the rows, in order.

        `refused` says of users whose names are somebody else's whether they are skipped, and why.
        """
        of_users = [
            _reported(line, refused.get(each.user.sub)) for line, each in self.users.items()
        ]
        return sorted([*self.bad, *of_users], key=lambda row: row.line)


def read_batch(lines: Lines, rows: Rows, job: ImportJob) -> Batch:
    """Read the lines behind the place where the job is; blank ones are passed over."""
    users: dict[int, Newcomer] = {}
    bad: list[RowReport] = []
    position, number = job.position, job.line
    for _ in range(ROWS):
        line = lines.next()
        if line is None:
            break
        position, number = line.end, number + 1
        try:
            cells = cells_of(line.content)
            if cells:
                users[number] = rows.newcomer(cells)
        except BadLine as reason:
            bad.append(RowReport(line=number, outcome=Outcome.FAILED, reason=str(reason)))
    return Batch(users=users, bad=bad, position=position, line=number)


def _reported(line: int, refusal: tuple[bool, str] | None) -> RowReport:
    if refusal is None:
        return RowReport(line=line, outcome=Outcome.IMPORTED)
    is_skipped, reason = refusal
    outcome = Outcome.SKIPPED if is_skipped else Outcome.FAILED
    return RowReport(line=line, outcome=outcome, reason=reason)
