"""The lock files: complete, and free of addresses and of any one machine's paths."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = sorted(ROOT.glob("requirements/*.txt"))
PACKAGES = ROOT / "tests" / "clients" / "package-lock.json"
ADDRESS = re.compile(
    r"://|\bgit\+|^\s*-[-\w]*(?:index|links|host)|\s@\s|\.(?:org|com|io|dev)\b", re.MULTILINE
)
MACHINE_PATH = re.compile(
    r"(?:^|[\s\"'=])(?:/(?:home|root|tmp|usr|Users|var|work)/|[A-Z]:\\)", re.MULTILINE
)


@pytest.mark.parametrize("lock", [*REQUIREMENTS, PACKAGES], ids=lambda path: path.name)
def test_lock_names_no_address_and_no_machine(lock: Path) -> None:
    """A lock names packages, versions and hashes, never where they come from."""
    text = lock.read_text()

    assert ADDRESS.findall(text) == []
    assert MACHINE_PATH.findall(text) == []


@pytest.mark.parametrize("lock", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_hash_every_package(lock: Path) -> None:
    """Each pinned distribution carries at least one hash."""
    entries = re.split(r"^(?=[a-z0-9])", lock.read_text(), flags=re.MULTILINE)[1:]

    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_requirements_of_tests_agree_with_those_of_the_server() -> None:
    """What the tests run with is what the server is installed with."""
    run, test = (_pins(ROOT / "requirements" / name) for name in ("run.txt", "test.txt"))

    assert run.items() <= test.items()


def test_package_lock_keeps_integrity_and_no_source() -> None:
    """Every JavaScript package is pinned by its digest and says nothing of its registry."""
    packages = json.loads(PACKAGES.read_text())["packages"]
    installed = {name: entry for name, entry in packages.items() if name}

    assert [name for name, entry in installed.items() if "integrity" not in entry] == []
    assert [name for name, entry in installed.items() if "resolved" in entry] == []


def _pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(), re.MULTILINE))
