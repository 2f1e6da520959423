"""SetLogDeliveryConfiguration and GetLogDeliveryConfiguration."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain import texts
from tests.api.administration import Administrator, administration
from tests.api.stage import Members

ARN = "arn:aws:{}:us-east-1:000000000000:{}"
GROUP = {"CloudWatchLogsConfiguration": {"LogGroupArn": ARN.format("logs", "log-group:people")}}
BUCKET = {"S3Configuration": {"BucketArn": "arn:aws:s3:::people"}}
STREAM = {"FirehoseConfiguration": {"StreamArn": ARN.format("firehose", "deliverystream/people")}}
MESSAGES: Members = {"LogLevel": "ERROR", "EventSource": "userNotification", **GROUP}
ACTS: Members = {"LogLevel": "INFO", "EventSource": "userAuthEvents"}
INVALID = "InvalidParameterException"
LOWERED = (
    "The following features need to be disabled for the ESSENTIALS pricing tier configured: User"
    " activity log export"
)


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


def plus(service: Administrator) -> str:
    """Make a pool of the highest plan."""
    pool_id: str = service.new_pool(UserPoolTier="PLUS")["Id"]
    return pool_id


@pytest.mark.parametrize("destination", [GROUP, BUCKET, STREAM])
def test_a_configuration_is_shown_as_it_was_given(
    service: Administrator, destination: Members
) -> None:
    """Both entries come back, in their order, with the one destination of each."""
    pool_id, given = plus(service), [MESSAGES, {**ACTS, **destination}]

    made = service("SetLogDeliveryConfiguration", UserPoolId=pool_id, LogConfigurations=given)

    expected = {"UserPoolId": pool_id, "LogConfigurations": given}
    assert made["LogDeliveryConfiguration"] == expected
    shown = service("GetLogDeliveryConfiguration", UserPoolId=pool_id)
    assert shown["LogDeliveryConfiguration"] == expected


def test_a_configuration_is_replaced_as_a_whole(service: Administrator) -> None:
    """An empty list takes everything back, which is where a new pool begins."""
    pool_id = plus(service)
    none = {"UserPoolId": pool_id, "LogConfigurations": []}
    fresh = service("GetLogDeliveryConfiguration", UserPoolId=pool_id)
    assert fresh["LogDeliveryConfiguration"] == none

    service("SetLogDeliveryConfiguration", UserPoolId=pool_id, LogConfigurations=[MESSAGES])
    emptied = service("SetLogDeliveryConfiguration", UserPoolId=pool_id, LogConfigurations=[])

    assert emptied["LogDeliveryConfiguration"] == none


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            [MESSAGES, MESSAGES],
            "Only one log configuration is allowed for each event source.",
        ),
        ([ACTS], "A log configuration must have exactly one destination."),
        ([{**ACTS, **GROUP, **BUCKET}], "A log configuration must have exactly one destination."),
        (
            [{**MESSAGES, "LogLevel": "INFO"}],
            "Log level INFO is not supported for event source userNotification.",
        ),
        (
            [{**ACTS, **GROUP, "LogLevel": "ERROR"}],
            "Log level ERROR is not supported for event source userAuthEvents.",
        ),
        (
            [{"LogLevel": "ERROR", "EventSource": "userNotification", **BUCKET}],
            "S3Configuration is not supported for event source userNotification.",
        ),
    ],
)
def test_what_cannot_be_delivered_is_refused(
    service: Administrator, given: list[Members], text: str
) -> None:
    """One entry for each source, with its level and one destination that takes it."""
    refused = service.refused(
        "SetLogDeliveryConfiguration", UserPoolId=plus(service), LogConfigurations=given
    )

    assert refused == (INVALID, text)


@pytest.mark.parametrize("tier", ["LITE", "ESSENTIALS"])
def test_acts_of_users_need_the_highest_plan(service: Administrator, tier: str) -> None:
    """Failed messages can be logged under every plan, what users do under Plus alone."""
    pool_id = service.new_pool(UserPoolTier=tier)["Id"]
    service("SetLogDeliveryConfiguration", UserPoolId=pool_id, LogConfigurations=[MESSAGES])

    refused = service.refused(
        "SetLogDeliveryConfiguration", UserPoolId=pool_id, LogConfigurations=[{**ACTS, **GROUP}]
    )

    assert refused == (
        "FeatureUnavailableInTierException",
        texts.feature_unavailable("User activity log export", tier),
    )


def test_a_plan_is_not_lowered_under_logs_of_what_users_do(service: Administrator) -> None:
    """The logs go first, then the plan."""
    pool_id = service.new_pool(UserPoolTier="PLUS")["Id"]
    service("SetLogDeliveryConfiguration", UserPoolId=pool_id, LogConfigurations=[ACTS | GROUP])
    lowered = {"UserPoolId": pool_id, "UserPoolTier": "ESSENTIALS"}

    assert service.refused("UpdateUserPool", **lowered) == (
        "TierChangeNotAllowedException",
        LOWERED,
    )

    service("SetLogDeliveryConfiguration", UserPoolId=pool_id, LogConfigurations=[])
    service("UpdateUserPool", **lowered)


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("GetLogDeliveryConfiguration", {}),
        ("SetLogDeliveryConfiguration", {"LogConfigurations": [MESSAGES]}),
    ],
)
def test_the_pool_must_exist(service: Administrator, operation: str, members: Members) -> None:
    """An unknown pool is not found."""
    assert service.refused(operation, UserPoolId="us-east-1_Unknown01", **members) == (
        "ResourceNotFoundException",
        "User pool us-east-1_Unknown01 does not exist.",
    )
