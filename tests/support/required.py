"""What a test does where a browser or Node is missing: skip, or fail with E2E_REQUIRED=1."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def is_required() -> bool:
    """Whether E2E_REQUIRED=1 says that nothing may be missing (continuous integration does)."""
    return os.environ.get("E2E_REQUIRED") == "1"


def missing(reason: str) -> NoReturn:
    """Skip the present test for a reason, or fail it where everything is required."""
    if is_required():
        pytest.fail(reason)
    pytest.skip(reason)
