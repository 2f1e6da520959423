"""How the tests are shared out to processes that run side by side, as in `make test`.

A share is run by one process, in order. Tests of one deployment are a share, so that each server
is started once; so are the tests on faults, which load the machine; elsewhere a module is one.
"""

from __future__ import annotations

import re
from typing import Final

from xdist.scheduler import LoadScopeScheduling

from tests.support.deployments import KINDS

FAULTS: Final = "tests/reliability"
LONGEST: Final = ("postgresql-two-servers", "sqlite", FAULTS, "postgresql", "sqlite-two-workers")
"""Shares of a minute, or nearly so: what is begun first does not keep one process busy at last."""

_NAMES: Final = "|".join(sorted(KINDS, key=len, reverse=True))
_DEPLOYMENT: Final = re.compile(rf"::.*[\[-]({_NAMES})[]-]")


class Shares(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Gives each process a share, and the next one when it is nearly through."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def share_of(test: str) -> str:
    """Return the share of a test by its id, in which the parameters name the deployment."""
    deployment = _DEPLOYMENT.search(test)
    if deployment:
        return deployment[1]
    return FAULTS if test.startswith(FAULTS) else test.partition("::")[0]


def rank(share: str) -> int:
    """Return a number by which shares are sorted, the long ones first."""
    return LONGEST.index(share) if share in LONGEST else len(LONGEST)
