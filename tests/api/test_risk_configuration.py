"""SetRiskConfiguration and DescribeRiskConfiguration, for a pool and for one of its clients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.administration import Administrator, administration
from tests.api.stage import Members

SOURCE_ARN = "arn:aws:ses:us-east-1:000000000000:identity/no-reply@example.com"
LETTER = {"Subject": "Was it you?", "HtmlBody": "<p>{username}</p>", "TextBody": "{username}"}
ACTION = {"Notify": True, "EventAction": "MFA_IF_CONFIGURED"}
WHOLE: Members = {
    "CompromisedCredentialsRiskConfiguration": {
        "EventFilter": ["SIGN_UP", "SIGN_IN"],
        "Actions": {"EventAction": "BLOCK"},
    },
    "AccountTakeoverRiskConfiguration": {
        "NotifyConfiguration": {
            "From": "no-reply@example.com",
            "ReplyTo": "help@example.com",
            "SourceArn": SOURCE_ARN,
            "BlockEmail": LETTER,
            "NoActionEmail": LETTER,
            "MfaEmail": LETTER,
        },
        "Actions": {"LowAction": ACTION, "MediumAction": ACTION, "HighAction": ACTION},
    },
    "RiskExceptionConfiguration": {
        "BlockedIPRangeList": ["192.0.2.0/24", "2001:db8::/32"],
        "SkippedIPRangeList": ["198.51.100.7/32"],
    },
}
BLOCKING: Members = {
    "CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": "BLOCK"}}
}
ADD_ON_OFF = ("UserPoolAddOnNotEnabledException", "User pool add-ons are not enabled.")


def protected(mode: str = "ENFORCED") -> Members:
    """What a pool with threat protection is made with."""
    return {"UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": mode}}


class Pool:
    """A pool with threat protection and one client."""

    def __init__(self, admin: Administrator, mode: str = "ENFORCED") -> None:
        self.admin = admin
        self.id: str = admin.new_pool(**protected(mode))["Id"]
        self.client: str = admin.new_client(self.id)["ClientId"]

    def set(self, configuration: Members, **whose: str) -> Members:
        """Set it for the pool, or for a client."""
        request: Any = {"UserPoolId": self.id, **whose, **configuration}
        answer: Members = self.admin("SetRiskConfiguration", **request)["RiskConfiguration"]
        return answer

    def shown(self, **whose: str) -> Members:
        """Describe that of the pool, or of a client."""
        answer = self.admin("DescribeRiskConfiguration", UserPoolId=self.id, **whose)
        configuration: Members = answer["RiskConfiguration"]
        return configuration


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


@pytest.fixture
def pool(service: Administrator) -> Pool:
    """A pool of its own for each test."""
    return Pool(service)


def test_a_configuration_is_shown_as_it_was_given(pool: Pool) -> None:
    """Every member comes back, with the instant of the change."""
    made = pool.set(WHOLE)

    changed_at = made.pop("LastModifiedDate")
    assert made == {"UserPoolId": pool.id, **WHOLE}
    assert changed_at == pool.admin.world.clock.now_ms() / 1000
    assert pool.shown() == {**made, "LastModifiedDate": changed_at}


def test_a_configuration_is_replaced_as_a_whole(pool: Pool) -> None:
    """What the second request does not say is gone."""
    pool.set(WHOLE)
    pool.set(BLOCKING)

    shown = pool.shown()
    del shown["LastModifiedDate"]
    assert shown == {"UserPoolId": pool.id, **BLOCKING}


def test_empty_parts_are_kept_empty(pool: Pool) -> None:
    """A list that was given empty is shown, one that was not is not."""
    given: Members = {"RiskExceptionConfiguration": {"BlockedIPRangeList": []}}

    assert pool.set(given)["RiskExceptionConfiguration"] == {"BlockedIPRangeList": []}


def test_the_pool_alone_sets_the_defaults(pool: Pool) -> None:
    """A request that says nothing takes everything back."""
    pool.set(WHOLE)

    assert pool.set({}) == {"UserPoolId": pool.id}
    assert pool.shown() == {"UserPoolId": pool.id}


def test_a_client_does_what_its_pool_does(pool: Pool) -> None:
    """Without a configuration of its own it shows the pool's, which names no client."""
    of_pool = pool.set(WHOLE)

    assert pool.shown(ClientId=pool.client) == of_pool


def test_a_client_has_a_configuration_of_its_own(pool: Pool) -> None:
    """It takes the place of the pool's as a whole, and leaves that as it is."""
    of_pool = pool.set(WHOLE)
    pool.set(BLOCKING, ClientId=pool.client)

    shown = pool.shown(ClientId=pool.client)
    del shown["LastModifiedDate"]
    assert shown == {"UserPoolId": pool.id, "ClientId": pool.client, **BLOCKING}
    assert pool.shown() == of_pool


def test_a_client_goes_back_to_its_pool(pool: Pool) -> None:
    """The client alone in a request means that it inherits again."""
    of_pool = pool.set(WHOLE)
    pool.set(BLOCKING, ClientId=pool.client)

    assert pool.set({}, ClientId=pool.client) == of_pool
    assert pool.shown(ClientId=pool.client) == of_pool


def test_updates_leave_it(pool: Pool) -> None:
    """UpdateUserPool and UpdateUserPoolClient replace settings, but not what is set elsewhere."""
    of_pool = pool.set(WHOLE)
    of_client = pool.set(BLOCKING, ClientId=pool.client)

    pool.admin("UpdateUserPool", UserPoolId=pool.id, **protected("AUDIT"))
    pool.admin("UpdateUserPoolClient", UserPoolId=pool.id, ClientId=pool.client)

    assert pool.shown() == of_pool
    assert pool.shown(ClientId=pool.client) == of_client


@pytest.mark.parametrize("operation", ["SetRiskConfiguration", "DescribeRiskConfiguration"])
def test_threat_protection_must_be_on(service: Administrator, operation: str) -> None:
    """A pool without the add-on has nothing to configure, nor has its client."""
    pool_id = service.new_pool()["Id"]
    client_id = service.new_client(pool_id)["ClientId"]

    assert service.refused(operation, UserPoolId=pool_id) == ADD_ON_OFF
    assert service.refused(operation, UserPoolId=pool_id, ClientId=client_id) == ADD_ON_OFF


def test_nothing_is_kept_while_threat_protection_is_off(service: Administrator) -> None:
    """What was refused is not there when the add-on is turned on."""
    pool_id = service.new_pool()["Id"]
    client_id = service.new_client(pool_id)["ClientId"]
    owners: list[Members] = [
        {"UserPoolId": pool_id},
        {"UserPoolId": pool_id, "ClientId": client_id},
    ]
    for whose in owners:
        assert service.refused("SetRiskConfiguration", **whose, **BLOCKING) == ADD_ON_OFF

    service("UpdateUserPool", UserPoolId=pool_id, **protected())

    for whose in owners:
        shown = service("DescribeRiskConfiguration", **whose)["RiskConfiguration"]
        assert shown == {"UserPoolId": pool_id}


@pytest.mark.parametrize("operation", ["SetRiskConfiguration", "DescribeRiskConfiguration"])
def test_pool_and_client_must_exist(pool: Pool, operation: str) -> None:
    """An unknown pool, an unknown client, and another pool's client are not found."""
    unknown = {"UserPoolId": "us-east-1_Unknown01"}
    foreign = Pool(pool.admin).client

    assert pool.admin.refused(operation, **unknown) == (
        "ResourceNotFoundException",
        "User pool us-east-1_Unknown01 does not exist.",
    )
    for client_id in ("1nobody000000000000000000x", foreign):
        assert pool.admin.refused(operation, UserPoolId=pool.id, ClientId=client_id) == (
            "ResourceNotFoundException",
            f"User pool client {client_id} does not exist.",
        )


@pytest.mark.parametrize("member", ["BlockedIPRangeList", "SkippedIPRangeList"])
@pytest.mark.parametrize(
    "network",
    [
        "",
        "192.0.2.7",
        "192.0.2.0/33",
        "192.0.2.0/255.255.255.0",
        "192.0.2.256/24",
        "2001:db8::/129",
        "fe80::1%eth0/64",
        "example.com/24",
        " 192.0.2.0/24",
    ],
)
def test_a_network_that_is_none_is_refused(pool: Pool, member: str, network: str) -> None:
    """A range is an address and the length of its prefix; nothing of the request is kept."""
    before = pool.set(BLOCKING)

    refused = pool.admin.refused(
        "SetRiskConfiguration",
        UserPoolId=pool.id,
        RiskExceptionConfiguration={member: ["192.0.2.0/24", network]},
    )

    assert refused == ("InvalidParameterException", f"Invalid IP range: {network}")
    assert pool.shown() == before


def test_a_list_has_at_most_two_hundred_networks(pool: Pool) -> None:
    """One more is refused by the constraint of the model."""
    networks = [f"10.0.{number}.0/24" for number in range(200)]
    pool.set({"RiskExceptionConfiguration": {"BlockedIPRangeList": networks}})

    error, text = pool.admin.refused(
        "SetRiskConfiguration",
        UserPoolId=pool.id,
        RiskExceptionConfiguration={"BlockedIPRangeList": [*networks, "10.1.0.0/24"]},
    )
    assert error == "InvalidParameterException"
    assert "Member must have length less than or equal to 200" in text
