"""Many sign-ins of one user at once, where his sessions are counted."""

from __future__ import annotations

import pytest

from tests.races.conftest import ROUNDS, Race, told, won
from tests.support.deployments import Deployment
from tests.support.tenant import PASSWORD, Tenant, make_tenant

LIMIT = 3


@pytest.fixture(scope="module")
def tracked(deployment: Deployment) -> Tenant:
    """A pool in which a user has three sessions at most."""
    tenant = make_tenant(deployment)
    tenant.api.set_user_pool_session_configuration(
        UserPoolId=tenant.pool_id,
        UserSessionTracking="ENABLED",
        TokenSession={"MaxPerUser": LIMIT},
    )
    return tenant


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_parallel_sign_ins_do_not_pass_the_limit(tracked: Tenant, race: Race, _round: int) -> None:
    """Of 32 sign-ins at once three live on, and exactly these are listed."""
    name = tracked.user()
    body = {
        "ClientId": tracked.client_id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": name, "PASSWORD": PASSWORD},
    }

    answers = race(lambda connection, _: connection.call("InitiateAuth", body))

    # The guesses are counted before they prove right, so that the lock stops some.
    assert len(won(answers)) > LIMIT, told(answers)
    tokens = [each.body["AuthenticationResult"] for each in answers if each.status == 200]
    living = [each for each in tokens if _lives(tracked, each["RefreshToken"])]
    assert len(living) == LIMIT
    listed = tracked.api.admin_list_user_sessions(UserPoolId=tracked.pool_id, Username=name)
    assert len(listed["Sessions"]) == LIMIT


def _lives(tracked: Tenant, token: str) -> bool:
    try:
        tracked.refresh(token)
    except tracked.api.exceptions.NotAuthorizedException:
        return False
    return True
