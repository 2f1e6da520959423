"""No way to run triggers: a pool that names one cannot be used where it would be called."""

from __future__ import annotations

from collections.abc import Mapping

from domain.ports.triggers import TriggerEvent, TriggerRunner, TriggerUnreachable


class NothingRuns:
    """A runner without functions. Refusing keeps a veto from being skipped (SEC-66)."""

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:  # noqa: ARG002 -- the port's shape
        """Raise TriggerUnreachable in the words of ruling 44."""
        raise TriggerUnreachable("invocation failed due to configuration.")


def open(url: str) -> TriggerRunner:
    """Return the runner for `none:`. Raises ValueError for an address that it does not have."""
    if url.partition(":")[2].strip("/"):
        raise ValueError("none: runs no triggers and takes no address")
    return NothingRuns()
