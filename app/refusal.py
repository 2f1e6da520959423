"""The one way in which starting is refused: reasons, one line each, and exit code 78."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

EXIT_REFUSED: Final = 1
"""An operation that was understood and refused."""

EXIT_BAD_CONFIGURATION: Final = 78
"""EX_CONFIG of sysexits.h: the settings have to change before another try makes sense."""


class BadConfiguration(Exception):
    """What the operator has to put right; `reasons` are complete lines without secrets."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class Refused(Exception):
    """A command that cannot do what it was asked for; the text is one line for the operator."""


def tell(refusal: BadConfiguration) -> None:
    """Write every reason on standard error, one line each."""
    for reason in refusal.reasons:
        sys.stderr.write(f"cognate: {reason}\n")
