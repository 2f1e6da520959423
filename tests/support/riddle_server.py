"""`cognate`, run with pools whose functions put riddles: no setting of the product does this.

The functions keep more than fits into a Session, as functions may.
"""

from __future__ import annotations

import os
from pathlib import Path

from adapters.triggers import webhook
from adapters.triggers.entry import Entry
from adapters.triggers.target import Target, TargetContext
from app.cli import main
from tests.support.riddles import riddles


def _open(entry: Entry, context: TargetContext) -> Target:
    del entry, context
    return riddles(ballast=20_000)


if __name__ == "__main__":
    # What opens the kind `webhook` is looked up only when the server is put together.
    webhook.open = _open
    triggers = Path("riddles.toml")
    triggers.write_text('[[trigger]]\narn = "*"\n')
    os.environ["COGNATE_TRIGGERS_FILE"] = str(triggers)
    main()
