"""Health: what load balancers and supervisors are told."""

from __future__ import annotations

import pytest

from tests.web.conftest import Site


def test_a_sound_process_is_ready(site: Site) -> None:
    """With nothing wrong /readyz is 200."""
    answer = site.client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ready"}


def test_every_failing_part_is_named(site: Site) -> None:
    """503 carries one reason for each part that fails, and only for those."""
    site.faults.update(store="away", keys="broken")

    answer = site.client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["reasons"] == {"store": "away", "keys": "broken"}


def test_readiness_comes_back(site: Site) -> None:
    """A part that works again makes the process ready without a restart."""
    site.faults["store"] = "away"
    assert site.client.get("/readyz").status_code == 503

    site.faults.clear()

    assert site.client.get("/readyz").status_code == 200


def test_livez_asks_nobody(site: Site) -> None:
    """/livez stays 200 while everything else fails."""
    site.faults.update(store="away", keys="broken")

    assert site.client.get("/livez").status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_health_is_never_cached(site: Site, path: str) -> None:
    """No proxy may answer in the place of the process."""
    assert site.client.get(path).headers["cache-control"] == "no-store"
