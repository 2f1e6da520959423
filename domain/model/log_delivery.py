"""Where a pool's logs go: one destination for each source of events."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EventSource(StrEnum):
    """What is logged."""

    NOTIFICATIONS = "userNotification"
    """Messages that could not be delivered."""
    AUTH_EVENTS = "userAuthEvents"
    """What users did, as threat protection records it."""


class LogDestination(StrEnum):
    """The kind of a destination, named as its member on the wire."""

    CLOUD_WATCH = "CloudWatchLogsConfiguration"
    S3 = "S3Configuration"
    FIREHOSE = "FirehoseConfiguration"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDelivery:
    """One source of events, from a level on; `arn` is None where the destination names none."""

    source: EventSource
    level: str
    destination: LogDestination
    arn: str | None = None
