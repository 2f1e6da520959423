"""Free ports of loopback, for servers that are told where to listen."""

from __future__ import annotations

import os
import socket
from typing import Final

PROCESSES: Final = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
NUMBER: Final = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
"""Which of how many processes this is that run tests side by side.

One that takes the place of another that crashed has a number beyond them.
"""


def free_port() -> int:
    """Return a port that nobody uses at this moment.

    It is taken a while later; processes side by side therefore choose among different ports.
    """
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        # By pairs, because Linux prefers odd ports here.
        if port // 2 % PROCESSES == NUMBER % PROCESSES:
            return port
