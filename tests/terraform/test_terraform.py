"""Terraform itself against a running server; minutes of one core, so `make terraform` runs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.ports import free_port
from tests.support.server import Server
from tests.support.terraform import Terraform, find

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(1_800)]

CHANGED = "-var=changed=true"
NOTHING_TO_DO = "No changes. Your infrastructure matches the configuration."


@pytest.fixture
def terraform(shell_settings: Mapping[str, str], tmp_path: Path) -> Iterator[Terraform]:
    """Terraform with the provider, in a directory of its own before an SQLite store."""
    port = free_port()
    found = find(tmp_path, f"http://127.0.0.1:{port}", shell_settings)
    if isinstance(found, str):
        pytest.skip(found)
    found.begin()
    with Server(env={"COGNATE_DEMO": "false"}, port=port):
        yield found


def test_terraform_finds_what_it_made(terraform: Terraform) -> None:
    """After an apply and after an update there is nothing left to do; then all is destroyed."""
    for options in ((), (CHANGED,)):
        applied = terraform.apply(*options)
        assert applied.code == 0, applied.said
        planned = terraform.plan(*options)
        assert (planned.code, NOTHING_TO_DO in planned.said) == (0, True), planned.said

    destroyed = terraform.destroy()

    assert destroyed.code == 0, destroyed.said
