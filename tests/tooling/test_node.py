"""Finding Node, and what happens without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import node, required


def test_node_found_is_new_enough() -> None:
    """A Node is found on every machine, because the test group brings one."""
    found = node.find_node()

    assert found is not None
    assert int(found.run("--version").stdout[1:].partition(".")[0]) >= node.OLDEST


def test_node_too_old_on_path_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old Node on the PATH does not hide the newer one of the wheel."""
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.0.0\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    found = node.find_node()

    assert found is not None
    assert found.program != old


def test_missing_skips_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a tool is missing the test is skipped with the reason."""
    monkeypatch.delenv("E2E_REQUIRED", raising=False)

    with pytest.raises(pytest.skip.Exception, match="no browser"):
        required.missing("no browser")


def test_missing_fails_where_required(monkeypatch: pytest.MonkeyPatch) -> None:
    """E2E_REQUIRED=1 turns a missing tool into a failure."""
    monkeypatch.setenv("E2E_REQUIRED", "1")

    with pytest.raises(pytest.fail.Exception, match="no browser"):
        required.missing("no browser")
