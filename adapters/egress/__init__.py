"""Requests to addresses that the program did not choose: guarded, bounded in time and length.

What several adapters send goes through here, so that no one of them can leave out a check (SEC-65).
It fulfils no port and knows none of its users.
"""

from adapters.egress.client import Egress
from adapters.egress.outcome import Answer, Forbidden, NoAnswer, TimedOut, TooLong
from adapters.egress.reach import NAMED_BY_OPERATOR, PUBLIC, Reach
from adapters.egress.resolving import Resolving, system_resolve

__all__ = [
    "NAMED_BY_OPERATOR",
    "PUBLIC",
    "Answer",
    "Egress",
    "Forbidden",
    "NoAnswer",
    "Reach",
    "Resolving",
    "TimedOut",
    "TooLong",
    "system_resolve",
]
