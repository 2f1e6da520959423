"""The reporter port: facts of the domain become log lines."""

from __future__ import annotations

import structlog


class LogReporter:
    """Writes each fact as one line at level info; what is not known is left out.

    Made after `log.configure`.
    """

    def __init__(self) -> None:
        self._logger = structlog.get_logger().bind()

    def report(self, event: str, **facts: str | int | bool | None) -> None:
        """Log one fact."""
        known = {name: value for name, value in facts.items() if value is not None}
        self._logger.info(event, **known)
