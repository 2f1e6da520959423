"""The configuration of user sessions, from outside."""

from __future__ import annotations

import pytest

from tests.api.administration import Administrator
from tests.api.stage import Members

FEATURE = "for the LITE pricing tier configured: User session tracking"
UNAVAILABLE = (
    "FeatureUnavailableInTierException",
    f"The following feature is not available {FEATURE}",
)


def tracking(pool_id: str, state: str = "ENABLED", limit: int = 5) -> Members:
    """What SetUserPoolSessionConfiguration is given."""
    return {
        "UserPoolId": pool_id,
        "UserSessionTracking": state,
        "TokenSession": {"MaxPerUser": limit},
    }


@pytest.fixture
def pool_id(admin: Administrator) -> str:
    """A pool whose sessions nobody has said anything about."""
    made: str = admin.new_pool()["Id"]
    return made


@pytest.fixture
def client(admin: Administrator, pool_id: str) -> Members:
    """The members that name a client of it."""
    return {"UserPoolId": pool_id, "ClientId": admin.new_client(pool_id)["ClientId"]}


def test_a_pool_tracks_nothing_until_told(admin: Administrator, pool_id: str) -> None:
    """The documented defaults are shown."""
    shown = admin("GetUserPoolSessionConfiguration", UserPoolId=pool_id)

    assert shown == tracking(pool_id, "DISABLED", 20)


def test_the_configuration_is_replaced_as_a_whole(admin: Administrator, pool_id: str) -> None:
    """What is set is answered and shown, on and off."""
    for given in (tracking(pool_id), tracking(pool_id, "DISABLED", 100)):
        assert admin("SetUserPoolSessionConfiguration", **given) == given
        assert admin("GetUserPoolSessionConfiguration", UserPoolId=pool_id) == given


@pytest.mark.parametrize("limit", [0, 101])
def test_the_limit_has_bounds(admin: Administrator, pool_id: str, limit: int) -> None:
    """1 to 100; every member is required."""
    error, text = admin.refused("SetUserPoolSessionConfiguration", **tracking(pool_id, limit=limit))

    assert error == "InvalidParameterException"
    assert "tokenSession.maxPerUser" in text
    for missing in ("UserSessionTracking", "TokenSession"):
        given = {name: each for name, each in tracking(pool_id).items() if name != missing}
        error, _ = admin.refused("SetUserPoolSessionConfiguration", **given)
        assert error == "InvalidParameterException"


def test_an_update_of_the_pool_leaves_it(admin: Administrator, pool_id: str) -> None:
    """UpdateUserPool replaces everything else; a lower plan needs it switched off first."""
    admin("SetUserPoolSessionConfiguration", **tracking(pool_id))

    admin("UpdateUserPool", UserPoolId=pool_id, UserPoolTier="PLUS")
    refused = admin.refused("UpdateUserPool", UserPoolId=pool_id, UserPoolTier="LITE")

    assert refused == (
        "TierChangeNotAllowedException",
        f"The following features need to be disabled {FEATURE}",
    )
    shown = admin("GetUserPoolSessionConfiguration", UserPoolId=pool_id)
    assert shown == tracking(pool_id)
    admin("SetUserPoolSessionConfiguration", **tracking(pool_id, "DISABLED"))
    admin("UpdateUserPool", UserPoolId=pool_id, UserPoolTier="LITE")


def test_lite_has_no_sessions(admin: Administrator) -> None:
    """Neither the pool nor its clients can be told to track any."""
    pool_id = admin.new_pool(UserPoolTier="LITE")["Id"]
    client_id = admin.new_client(pool_id)["ClientId"]
    minutes = {"SSOSession": {"MaxValidityMinutes": 1}}

    assert admin.refused("SetUserPoolSessionConfiguration", **tracking(pool_id)) == UNAVAILABLE
    assert (
        admin.refused(
            "SetUserPoolClientSessionConfiguration",
            UserPoolId=pool_id,
            ClientId=client_id,
            **minutes,
        )
        == UNAVAILABLE
    )


def test_a_client_has_a_setting_of_its_own(
    admin: Administrator, pool_id: str, client: Members
) -> None:
    """Sixty minutes until told; it sleeps while the pool tracks nothing, and updates leave it."""
    shown = admin("GetUserPoolClientSessionConfiguration", **client)
    assert shown == {**client, "SSOSession": {"MaxValidityMinutes": 60}}
    given = {**client, "SSOSession": {"MaxValidityMinutes": 0}}
    refused = admin.refused("SetUserPoolClientSessionConfiguration", **given)
    assert refused == (
        "OperationNotEnabledException",
        "User session tracking is not enabled for the user pool.",
    )

    admin("SetUserPoolSessionConfiguration", **tracking(pool_id))
    assert admin("SetUserPoolClientSessionConfiguration", **given) == given
    admin("UpdateUserPoolClient", **client, ClientName="renamed")
    admin("SetUserPoolSessionConfiguration", **tracking(pool_id, "DISABLED"))

    assert admin("GetUserPoolClientSessionConfiguration", **client) == given


def test_what_does_not_exist_is_told(admin: Administrator, pool_id: str, client: Members) -> None:
    """Unknown pools, and clients of other pools."""
    other = admin.new_pool()["Id"]
    admin("SetUserPoolSessionConfiguration", **tracking(other))
    minutes = {"SSOSession": {"MaxValidityMinutes": 1}}
    stray = {**client, "UserPoolId": other}
    unknown = "us-east-1_Unknown01"
    for operation, members in (
        ("GetUserPoolSessionConfiguration", {"UserPoolId": unknown}),
        ("SetUserPoolSessionConfiguration", tracking(unknown)),
        ("GetUserPoolClientSessionConfiguration", stray),
        ("SetUserPoolClientSessionConfiguration", {**stray, **minutes}),
        ("SetUserPoolClientSessionConfiguration", {**client, "UserPoolId": unknown, **minutes}),
    ):
        error, _ = admin.refused(operation, **members)
        assert error == "ResourceNotFoundException", operation
