"""Servers of several processes, and the one judge of all races."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.support.deployments import CONTENDED, Deployment, Deployments
from tests.support.raw import Answer, Connection, at_once
from tests.support.tenant import Tenant, make_tenant

PARALLEL = 32
ROUNDS = 3

Race = Callable[[Callable[[Connection, int], Answer]], list[Answer]]


@pytest.fixture(scope="session", params=CONTENDED)
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """Two processes that write to one store."""
    return deployments.get(request.param)


@pytest.fixture(scope="session")
def tenant(deployment: Deployment) -> Tenant:
    """A pool whose users sign in by user name."""
    return make_tenant(deployment)


@pytest.fixture
def race(deployment: Deployment) -> Race:
    """Send a request 32 times at once, spread over the processes; nothing may go wrong inside."""

    def run(act: Callable[[Connection, int], Answer]) -> list[Answer]:
        answers = at_once(deployment.ports, PARALLEL, act)
        assert {answer.status for answer in answers} <= {200, 400}, told(answers)
        return answers

    return run


def told(answers: list[Answer]) -> Counter[tuple[int, str, str]]:
    """Count what was answered."""
    return Counter((answer.status, answer.type, answer.message) for answer in answers)


def won(answers: list[Answer]) -> list[int]:
    """Return which requests succeeded."""
    return [number for number, answer in enumerate(answers) if answer.status == 200]


def refused(answers: list[Answer]) -> set[str]:
    """Return the names of the errors that were answered."""
    return {answer.type for answer in answers if answer.status != 200}
