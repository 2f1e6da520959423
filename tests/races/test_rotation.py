"""One refresh token that many use at once."""

from __future__ import annotations

import pytest

from tests.races.conftest import ROUNDS, told, won
from tests.support.deployments import Deployment
from tests.support.raw import Answer, Connection, at_once
from tests.support.tenant import Tenant

USES = 100
DEAD = {"NotAuthorizedException", "RefreshTokenReuseException"}


def _use(client: Tenant, token: str, connection: Connection) -> Answer:
    body = {"ClientId": client.client_id, "RefreshToken": token}
    return connection.call("GetTokensFromRefreshToken", body)


def _use_at_once(deployment: Deployment, client: Tenant, token: str) -> list[Answer]:
    return at_once(deployment.ports, USES, lambda connection, _: _use(client, token, connection))


def _refresh_tokens(answers: list[Answer]) -> list[str]:
    return [
        each.body["AuthenticationResult"]["RefreshToken"] for each in answers if each.status == 200
    ]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_without_grace_one_use_succeeds(
    deployment: Deployment, tenant: Tenant, _round: int
) -> None:
    """Of 100 uses over two processes at most one gives tokens, and those die by the others."""
    client = tenant.with_rotation(grace_s=0)
    given = client.sign_in(tenant.user())

    answers = _use_at_once(deployment, client, given["RefreshToken"])

    assert len(won(answers)) <= 1, told(answers)
    assert {each.type for each in answers} <= {"", "TooManyRequestsException", *DEAD}
    with Connection(deployment.ports[0]) as connection:
        for token in (given["RefreshToken"], *_refresh_tokens(answers)):
            assert _use(client, token, connection).type in DEAD


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_within_grace_one_child_lives(deployment: Deployment, tenant: Tenant, _round: int) -> None:
    """Of 100 uses at once many may give tokens; one of these goes on, and the family lives."""
    client = tenant.with_rotation(grace_s=60)
    token = client.sign_in(tenant.user())["RefreshToken"]

    answers = _use_at_once(deployment, client, token)

    children = _refresh_tokens(answers)
    assert children
    assert len(set(children)) == len(children)
    assert {each.type for each in answers} <= {"", "TooManyRequestsException"}, told(answers)
    with Connection(deployment.ports[-1]) as connection:
        later = [_use(client, child, connection) for child in children]
    assert [each.type for each in later].count("") == 1
    assert {each.type for each in later} <= {"", "RefreshTokenReuseException"}
