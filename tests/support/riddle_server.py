"""`cognate`, run with pools whose functions put riddles: no setting of the product does this.

The functions keep more than fits into a Session, as functions may.
"""

from __future__ import annotations

from adapters.triggers import none
from app.cli import main
from domain.ports.triggers import TriggerRunner
from tests.support.riddles import riddles


def _open(url: str) -> TriggerRunner:
    del url
    return riddles(ballast=20_000)


if __name__ == "__main__":
    # The plug-in for `none:` is looked up only when the server is put together.
    none.open = _open
    main()
