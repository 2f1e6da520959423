"""How the tests are shared out to processes that run side by side, as in `make test`.

A share is run by one process, in order. Tests of one deployment are a share, so that each server
is started once; so are the tests on faults, which load the machine; elsewhere a module is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.support.deployments import KINDS

TESTS: Final = Path(__file__).parents[1]
FAULTS: Final = "reliability"
LONGEST: Final = ("postgresql-two-servers", "sqlite", FAULTS, "postgresql", "sqlite-two-workers")
"""Shares of a minute, or nearly so: what is begun first does not keep one process busy at last."""

STARTED_ONCE: Final = frozenset({"calling", "functions_served", "home"})
"""Fixtures that start servers for several modules."""


def share_of(test: pytest.Item) -> str:
    """Return the share of a test."""
    parameters: Mapping[str, object] = test.callspec.params if hasattr(test, "callspec") else {}
    deployment = parameters.get("deployment")
    if isinstance(deployment, str) and deployment in KINDS:
        return deployment
    for fixture in STARTED_ONCE.intersection(getattr(test, "fixturenames", ())):
        return fixture
    place = test.path.relative_to(TESTS).with_suffix("")
    return FAULTS if place.parts[0] == FAULTS else place.as_posix()


def rank(share: str) -> int:
    """Return a number by which shares are sorted, the long ones first."""
    return LONGEST.index(share) if share in LONGEST else len(LONGEST)
