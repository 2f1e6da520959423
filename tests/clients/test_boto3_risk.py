"""boto3, as an administrator who says what a pool does about risks, to several processes."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.support.deployments import CONTENDED, Deployment, Deployments
from tests.support.fakes import MASTER_KEYS_SETTING
from tests.support.parallel import outcomes
from tests.support.tenant import PASSWORD, Tenant, make_tenant, unique

HERE = {"RiskExceptionConfiguration": {"BlockedIPRangeList": ["127.0.0.0/8", "::1/128"]}}
LOGS = [
    {
        "LogLevel": "INFO",
        "EventSource": "userAuthEvents",
        "S3Configuration": {"BucketArn": "arn:aws:s3:::people"},
    }
]


@pytest.fixture(scope="module", params=CONTENDED)
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """Several processes over one store."""
    return deployments.get(request.param)


@pytest.fixture(scope="module")
def tenant(deployment: Deployment) -> Tenant:
    """A pool with threat protection, where several processes cache what it is configured with."""
    protected: dict[str, Any] = {
        "UserPoolTier": "PLUS",
        "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"},
    }
    return make_tenant(deployment, protected)


def printed_token(deployment: Deployment, *named: str) -> str:
    """What `cognate feedback-token` prints beside the servers of a deployment."""
    settings = {
        "COGNATE_STORAGE_URL": deployment.storage_url,
        "COGNATE_SEALING_KEYS": MASTER_KEYS_SETTING,
    }
    done = subprocess.run(
        [sys.executable, "-m", "app", "feedback-token", *named],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_network_is_blocked_and_let_in_again(tenant: Tenant) -> None:
    """What is set counts in every process at once, for the client that it was set for."""
    api, name = tenant.api, tenant.user()
    whose = {"UserPoolId": tenant.pool_id, "ClientId": tenant.client_id}
    other = tenant.with_client()
    assert tenant.sign_in(name)

    made = api.set_risk_configuration(**whose, **HERE)["RiskConfiguration"]
    assert made == api.describe_risk_configuration(**whose)["RiskConfiguration"]
    for _ in range(4):
        with pytest.raises(api.exceptions.NotAuthorizedException, match="security reasons"):
            tenant.sign_in(name)
    assert other.sign_in(name)

    inherited = api.set_risk_configuration(**whose)["RiskConfiguration"]
    assert inherited == {"UserPoolId": tenant.pool_id}
    assert [bool(tenant.sign_in(name)) for _ in range(4)] == [True] * 4


def test_what_a_user_did_is_listed_and_judged(tenant: Tenant) -> None:
    """Every process records, and each shows what all of them did, newest first."""
    api, name = tenant.api, tenant.user(email="ann@example.com", email_verified="true")
    of_user = {"UserPoolId": tenant.pool_id, "Username": name}
    tenant.sign_in(name)
    with pytest.raises(api.exceptions.NotAuthorizedException):
        tenant.sign_in(name, "wrong")
    api.forgot_password(ClientId=tenant.client_id, Username=name)

    pages = api.get_paginator("admin_list_user_auth_events").paginate(
        **of_user, PaginationConfig={"PageSize": 2}
    )
    listed = [event for page in pages for event in page["AuthEvents"]]
    assert [(each["EventType"], each["EventResponse"]) for each in listed] == [
        ("ForgotPassword", "InProgress"),
        ("SignIn", "Fail"),
        ("SignIn", "Pass"),
    ]
    assert listed[2]["EventContextData"]["IpAddress"] == "127.0.0.1"

    judged = {"EventId": listed[1]["EventId"], "FeedbackValue": "Invalid"}
    api.admin_update_auth_event_feedback(**of_user, **judged)
    shown = api.admin_list_user_auth_events(**of_user)["AuthEvents"][1]["EventFeedback"]
    assert (shown["FeedbackValue"], shown["Provider"]) == ("Invalid", "Admin")


def test_a_new_user_begins_with_his_sign_up(tenant: Tenant) -> None:
    """The event is there with the user, and goes with him."""
    api, name = tenant.api, unique("newcomer")
    of_user = {"UserPoolId": tenant.pool_id, "Username": name}
    api.sign_up(ClientId=tenant.client_id, Username=name, Password=PASSWORD)

    (event,) = api.admin_list_user_auth_events(**of_user)["AuthEvents"]
    assert (event["EventType"], event["EventResponse"]) == ("SignUp", "Pass")

    api.admin_delete_user(**of_user)
    tenant.user(name)
    assert api.admin_list_user_auth_events(**of_user)["AuthEvents"] == []


def test_a_user_judges_what_was_done_by_the_token_of_a_message(
    deployment: Deployment, tenant: Tenant
) -> None:
    """The token that the command prints opens that event in every process, and no other."""
    api, name = tenant.api, tenant.user()
    of_user = {"UserPoolId": tenant.pool_id, "Username": name}
    for _ in range(2):
        tenant.sign_in(name)
    first, second = api.admin_list_user_auth_events(**of_user)["AuthEvents"]
    by_token = {
        **of_user,
        "FeedbackValue": "Valid",
        "FeedbackToken": printed_token(deployment, tenant.pool_id, name, first["EventId"]),
    }

    api.update_auth_event_feedback(**by_token, EventId=first["EventId"])
    with pytest.raises(api.exceptions.NotAuthorizedException, match="Invalid feedback token"):
        api.update_auth_event_feedback(**by_token, EventId=second["EventId"])

    judged, other = api.admin_list_user_auth_events(**of_user)["AuthEvents"]
    assert judged["EventFeedback"]["Provider"] == "User"
    assert "EventFeedback" not in other


def test_many_sign_ins_at_once_are_all_recorded(tenant: Tenant) -> None:
    """Each is an event of its own, and none waits for another for good."""
    name = tenant.user()

    made = outcomes(20, lambda _: tenant.sign_in(name))

    assert not [each for each in made if isinstance(each, Exception)]
    listed = tenant.api.admin_list_user_auth_events(UserPoolId=tenant.pool_id, Username=name)
    assert len({each["EventId"] for each in listed["AuthEvents"]}) == 20


def test_where_logs_go_is_set_and_shown(tenant: Tenant) -> None:
    """The whole configuration comes back, and an empty one takes it back."""
    of_pool = {"UserPoolId": tenant.pool_id}
    made = tenant.api.set_log_delivery_configuration(**of_pool, LogConfigurations=LOGS)
    assert made["LogDeliveryConfiguration"] == {**of_pool, "LogConfigurations": LOGS}
    shown = tenant.api.get_log_delivery_configuration(**of_pool)
    assert shown["LogDeliveryConfiguration"] == made["LogDeliveryConfiguration"]

    tenant.api.set_log_delivery_configuration(**of_pool, LogConfigurations=[])
    shown = tenant.api.get_log_delivery_configuration(**of_pool)
    assert shown["LogDeliveryConfiguration"]["LogConfigurations"] == []
