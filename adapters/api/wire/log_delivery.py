"""Translation between the shapes of the operations on log delivery and the domain's values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from adapters.api.wire import model as w
from domain.errors import InvalidParameterException
from domain.model.identifiers import PoolId
from domain.model.log_delivery import EventSource, LogDelivery, LogDestination

_ARNS: Final[Mapping[LogDestination, str]] = {
    LogDestination.CLOUD_WATCH: "LogGroupArn",
    LogDestination.S3: "BucketArn",
    LogDestination.FIREHOSE: "StreamArn",
}
_ONE_DESTINATION: Final = "A log configuration must have exactly one destination."


def deliveries(given: w.LogConfigurationListType) -> tuple[LogDelivery, ...]:
    """Read a list of configurations. Raises InvalidParameterException."""
    return tuple(_delivery(each) for each in given)


def shown(pool_id: PoolId, configured: tuple[LogDelivery, ...]) -> w.LogDeliveryConfigurationType:
    """Write what a pool is configured with."""
    return {"UserPoolId": pool_id, "LogConfigurations": [_shape(each) for each in configured]}


def _delivery(given: w.LogConfigurationType) -> LogDelivery:
    members = cast("Mapping[str, Mapping[str, str]]", given)
    named = [each for each in LogDestination if each in members]
    if len(named) != 1:
        raise InvalidParameterException(_ONE_DESTINATION)
    (destination,) = named
    return LogDelivery(
        source=EventSource(given["EventSource"]),
        level=given["LogLevel"],
        destination=destination,
        arn=members[destination].get(_ARNS[destination]),
    )


def _shape(value: LogDelivery) -> w.LogConfigurationType:
    arn = {} if value.arn is None else {_ARNS[value.destination]: value.arn}
    shape = {
        "LogLevel": value.level,
        "EventSource": value.source.value,
        value.destination.value: arn,
    }
    return cast("w.LogConfigurationType", shape)
