"""TIMESTAMP of an SRP proof: `EEE MMM d HH:mm:ss UTC yyyy` in English (srp.md 3.5).

The names are a table of ours and never the locale's: a server that follows the language of its
machine would refuse every client, or take the dates of some.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FORM: Final = re.compile(
    rf"({'|'.join(_DAYS)}) ({'|'.join(_MONTHS)}) ([1-9]|[12][0-9]|3[01])"
    r" ([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]) UTC ([0-9]{4})",
    re.ASCII,
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def parse_timestamp(text: str) -> int | None:
    """Return milliseconds since the epoch, or None for anything that is not such a time.

    The day has no leading zero or blank; a day that the month or week does not have is refused.
    """
    match = _FORM.fullmatch(text)
    if not match:
        return None
    day_name, month_name, *numbers = match.groups()
    day, hour, minute, second, year = map(int, numbers)
    month = _MONTHS.index(month_name) + 1
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    if _DAYS[moment.weekday()] != day_name:
        return None
    return (moment - _EPOCH) // timedelta(milliseconds=1)
