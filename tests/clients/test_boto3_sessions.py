"""boto3, as a user who looks after his sessions, and as an administrator who does it for him."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.support.deployments import Deployment
from tests.support.tenant import Tenant, make_tenant

LIMIT = 3


@pytest.fixture(scope="module")
def tracked(deployment: Deployment) -> Tenant:
    """A pool that tracks three sessions a user."""
    tenant = make_tenant(deployment)
    tenant.api.set_user_pool_session_configuration(
        UserPoolId=tenant.pool_id,
        UserSessionTracking="ENABLED",
        TokenSession={"MaxPerUser": LIMIT},
    )
    return tenant


def listed(tracked: Tenant, tokens: dict[str, Any]) -> list[dict[str, Any]]:
    """ListUserSessions."""
    found: list[dict[str, Any]] = tracked.api.list_user_sessions(AccessToken=tokens["AccessToken"])[
        "Sessions"
    ]
    return found


def is_alive(tracked: Tenant, tokens: dict[str, Any]) -> bool:
    """Whether the sign-in still works."""
    try:
        tracked.refresh(tokens["RefreshToken"])
    except tracked.api.exceptions.NotAuthorizedException:
        return False
    return True


def test_a_user_sees_where_he_is_signed_in(tracked: Tenant) -> None:
    """With time, address and program of each sign-in, the last used first."""
    name = tracked.user()
    first, second = tracked.sign_in(name), tracked.sign_in(name)
    tracked.refresh(first["RefreshToken"])

    sessions = listed(tracked, first)

    assert [each["IsCurrentSession"] for each in sessions] == [True, False]
    assert [each["IsCurrentSession"] for each in listed(tracked, second)] == [False, True]
    for each in sessions:
        assert re.fullmatch(r"tkn[a-z0-9]{25}", each["SessionId"])
        assert each["SessionType"] == "TOKEN"
        assert each["ClientId"] == tracked.client_id
        assert each["DeviceType"] == "Boto3"
        assert each["LastIPAddress"] == "127.0.0.1"
        assert abs((each["LastActiveDate"] - datetime.now(UTC)).total_seconds()) < 60


def test_a_user_ends_another_session_of_his(tracked: Tenant) -> None:
    """The lost phone; the current one he does not end by this."""
    name = tracked.user()
    lost, mine = tracked.sign_in(name), tracked.sign_in(name)
    current, other = sorted(listed(tracked, mine), key=lambda each: not each["IsCurrentSession"])
    access = {"AccessToken": mine["AccessToken"]}

    with pytest.raises(tracked.api.exceptions.InvalidParameterException):
        tracked.api.revoke_user_session(**access, SessionId=current["SessionId"])
    tracked.api.revoke_user_session(
        **access, SessionId=other["SessionId"], RevokeAssociatedSessions="LINKED"
    )

    assert not is_alive(tracked, lost)
    assert is_alive(tracked, mine)
    with pytest.raises(ClientError, match="Access Token has been revoked"):
        listed(tracked, lost)
    with pytest.raises(tracked.api.exceptions.ResourceNotFoundException):
        tracked.api.revoke_user_session(**access, SessionId=other["SessionId"])


def test_an_administrator_does_it_for_him(tracked: Tenant) -> None:
    """Lists his sessions and ends one, of him alone."""
    name, other = tracked.user(), tracked.user()
    tokens = tracked.sign_in(name)
    of_him = {"UserPoolId": tracked.pool_id, "Username": name}
    (session,) = tracked.api.admin_list_user_sessions(**of_him)["Sessions"]
    assert session["IsCurrentSession"] is False

    with pytest.raises(tracked.api.exceptions.ResourceNotFoundException):
        tracked.api.admin_revoke_user_session(
            **{**of_him, "Username": other}, SessionId=session["SessionId"]
        )
    assert is_alive(tracked, tokens)
    tracked.api.admin_revoke_user_session(**of_him, SessionId=session["SessionId"])

    assert not is_alive(tracked, tokens)
    assert tracked.api.admin_list_user_sessions(**of_him)["Sessions"] == []


def test_one_sign_in_too_many_ends_the_longest_unused(tracked: Tenant) -> None:
    """Not the oldest: that was refreshed since."""
    name = tracked.user()
    oldest, unused, third = (tracked.sign_in(name) for _ in range(LIMIT))
    tracked.refresh(oldest["RefreshToken"])

    newest = tracked.sign_in(name)

    assert not is_alive(tracked, unused)
    assert all(is_alive(tracked, each) for each in (oldest, third, newest))


def test_a_client_has_a_setting_of_its_own(tracked: Tenant) -> None:
    """SetUserPoolClientSessionConfiguration is kept for its client alone, until the next one."""
    one, other = (
        {"UserPoolId": tracked.pool_id, "ClientId": tracked.with_client().client_id}
        for _ in range(2)
    )
    for minutes in (5, 0):
        setting = {"MaxValidityMinutes": minutes}
        tracked.api.set_user_pool_client_session_configuration(**one, SSOSession=setting)
        shown = tracked.api.get_user_pool_client_session_configuration(**one)
        assert shown["SSOSession"] == setting

    shown = tracked.api.get_user_pool_client_session_configuration(**other)
    assert shown["SSOSession"] == {"MaxValidityMinutes": 60}


def test_a_pool_that_tracks_nothing_says_so(tenant: Tenant) -> None:
    """Off is the default."""
    tokens = tenant.sign_in(tenant.user())

    with pytest.raises(tenant.api.exceptions.OperationNotEnabledException):
        tenant.api.list_user_sessions(AccessToken=tokens["AccessToken"])
    shown = tenant.api.get_user_pool_session_configuration(UserPoolId=tenant.pool_id)
    assert (shown["UserSessionTracking"], shown["TokenSession"]) == (
        "DISABLED",
        {"MaxPerUser": 20},
    )
