"""What keeps several workers."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path

import pytest

from app.refusal import BadConfiguration
from app.serving import work
from app.supervisor import Supervisor


def test_workers_need_a_place_to_count_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no temporary directory none is started, and it is said in one line."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    with socket.socket() as listener, pytest.raises(BadConfiguration) as refusal:
        Supervisor(work, "development", listener, 2).run()

    assert refusal.value.reasons == (
        "COGNATE_WORKERS: several need a temporary directory: No such file or directory",
    )
