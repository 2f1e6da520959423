"""Certificates for the whole run, and messages to be sent."""

from __future__ import annotations

import pytest

from tests.support.certificates import Certificate, make_certificate


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for 127.0.0.1 that is its own authority."""
    return make_certificate(tmp_path_factory.mktemp("certificates"))
