"""The reporter port: facts of the domain become log lines, and are counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog


class LogReporter:
    """Writes each fact as one line at level info; what is not known is left out.

    `count` is told each fact too. Made after `log.configure`.
    """

    def __init__(
        self, count: Callable[[str, Mapping[str, object]], None] = lambda _event, _facts: None
    ) -> None:
        self._logger = structlog.get_logger().bind()
        self._count = count

    def report(self, event: str, **facts: str | int | bool | None) -> None:
        """Log and count one fact."""
        self._count(event, facts)
        known = {name: value for name, value in facts.items() if value is not None}
        self._logger.info(event, **known)
