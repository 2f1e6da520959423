"""The page for authors of backends: its ten lines run the suite as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "extending" / "storage.md"

BACKEND = """
from adapters.storage.memory import MemoryStore

def open(url):
    assert url.startswith("mine://")
    return {store}()

class NeverAnswers(MemoryStore):
    def ping(self):
        raise RuntimeError("a backend with a fault")
"""


def _run_the_lines_of_the_page(directory: Path, store: str) -> subprocess.CompletedProcess[str]:
    lines = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[0]
    (directory / "test_my_backend.py").write_text(lines)
    (directory / "my_backend.py").write_text(BACKEND.format(store=store))
    (directory / "pytest.ini").write_text("[pytest]\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{directory}"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_ten_lines_run_the_suite(tmp_path: Path) -> None:
    """A stranger's module, copied from the page, passes with a right backend."""
    done = _run_the_lines_of_the_page(tmp_path, "MemoryStore")

    assert done.returncode == 0, done.stdout
    passed = re.search(r"(\d+) passed, 3 skipped", done.stdout)
    assert passed is not None, done.stdout
    assert int(passed[1]) > 300


def test_the_ten_lines_show_a_fault(tmp_path: Path) -> None:
    """With a wrong backend the failure ends with the promise that was not kept."""
    done = _run_the_lines_of_the_page(tmp_path, "NeverAnswers")

    assert done.returncode == 1, done.stdout
    assert "test_a_store_that_is_there_answers" in done.stdout
    assert 'Store.ping promises: "Return if the store answers' in done.stdout


def test_the_page_knows_every_repository() -> None:
    """The page names all repositories of a unit, and all capabilities."""
    page = PAGE.read_text()

    for name in re.findall(r"def (\w+)\(self\)", (ROOT / "domain/ports/store.py").read_text()):
        assert f"`{name}" in page


@pytest.mark.parametrize("capability", ["parallel_writers", "survives_restart", "shared"])
def test_the_page_tells_every_capability(capability: str) -> None:
    """Each capability has a row in the table of the page."""
    assert f"| `{capability}` |" in PAGE.read_text()
