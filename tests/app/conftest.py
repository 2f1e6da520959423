"""A directory of its own for each test that reads settings, and the command as a function."""

from __future__ import annotations

import base64
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from app.cli import main

OWN_KEY = "main:" + base64.b64encode(bytes(range(32))).decode()
OWN_SECRET = "a-secret-that-nobody-else-has"


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory, with no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def own_settings(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings with which the production profile is content."""
    monkeypatch.setenv("COGNATE_SEALING_KEYS", OWN_KEY)
    monkeypatch.setenv("COGNATE_ROOT_ACCESS_KEY_ID", "AKOWN")
    monkeypatch.setenv("COGNATE_ROOT_SECRET_ACCESS_KEY", OWN_SECRET)
    return own_folder


@dataclass(frozen=True)
class Outcome:
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def unconfigured() -> Iterator[None]:
    """Leave logging as the other tests expect it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level


@pytest.fixture
def command(
    own_folder: Path,
    unconfigured: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """Run `cognate` in this process, for commands that end by themselves."""

    def run(*arguments: str, **settings: str) -> Outcome:
        with monkeypatch.context() as patch:
            for name, text in settings.items():
                patch.setenv(f"COGNATE_{name}", text)
            patch.setattr(sys, "argv", ["cognate", *arguments])
            with pytest.raises(SystemExit) as end:
                main()
        out, err = capsys.readouterr()
        return Outcome(end.value.code if isinstance(end.value.code, int) else 0, out, err)

    return run
