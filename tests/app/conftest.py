"""A directory of its own for each test that reads settings."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

OWN_KEY = "main:" + base64.b64encode(os.urandom(32)).decode()
OWN_SECRET = "a-secret-that-nobody-else-has"


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory, with no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def own_settings(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings with which the production profile is content."""
    monkeypatch.setenv("COGNATE_SEALING_KEYS", OWN_KEY)
    monkeypatch.setenv("COGNATE_ROOT_ACCESS_KEY_ID", "AKOWN")
    monkeypatch.setenv("COGNATE_ROOT_SECRET_ACCESS_KEY", OWN_SECRET)
    return workplace
