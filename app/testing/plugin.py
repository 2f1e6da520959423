"""The plug-in itself: the fixture `cognate`, fresh for each test, on one server for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from app.testing.cognate import Cognate
    from app.testing.server import Server


@pytest.fixture(scope="session")
def cognate_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running Cognate that keeps everything in memory and hashes passwords cheaply."""
    from app.testing.server import Server  # noqa: PLC0415 - only whoever asks for it pays for it

    with Server(tmp_path_factory.mktemp("cognate")) as server:
        yield server


@pytest.fixture
def cognate(cognate_server: Server) -> Cognate:
    """A user pool of the test's own, with a client, a boto3 client, and its messages."""
    from app.testing.cognate import Cognate  # noqa: PLC0415 - as above

    return Cognate(cognate_server)
