"""The client that sends: connections are kept and shared, answers are read to a bound.

Redirects are answers like any other, proxies of the environment are not used, and nothing is
unpacked: what would unfold to more than it seems never does.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Final

from adapters.egress.outcome import Answer
from adapters.egress.reach import Reach
from adapters.egress.resolving import Resolve

if TYPE_CHECKING:
    from adapters.egress.pool import Pool

ANSWER_MAX: Final = 1024 * 1024


class Egress:
    """Sends requests within `reach`; threads may share it. Its library is loaded by the first."""

    def __init__(
        self,
        reach: Reach,
        *,
        connections: int,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve | None = None,
    ) -> None:
        self._reach = reach
        self._connections = connections
        self._tls = tls
        self._resolve = resolve
        self._opening = Lock()

    def post(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        timeout_s: float,
        longest: int = ANSWER_MAX,
    ) -> Answer:
        """Send a POST and return its answer, of at most `longest` bytes, within `timeout_s`.

        Raises Forbidden, NoAnswer, TimedOut or TooLong.
        """
        place = self._reach.place(url)
        with self._opening:
            pool = self._pool
        return pool.post(place, headers, body, timeout_s, longest)

    def close(self) -> None:
        """Close every connection."""
        if "_pool" in vars(self):
            self._pool.close()

    @cached_property
    def _pool(self) -> Pool:
        from adapters.egress.pool import Pool  # noqa: PLC0415 - a third of a second, see above

        return Pool(self._reach, self._connections, self._tls, self._resolve)
