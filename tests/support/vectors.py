"""Values computed once by several implementations, which ours must reproduce."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent.parent / "vectors"


@cache
def srp_vectors() -> dict[str, Any]:
    """SRP proofs of users and devices (big numbers in hex), and SECRET_HASH values."""
    vectors: dict[str, Any] = json.loads((_FOLDER / "srp.json").read_text())
    return vectors


@cache
def recorded_errors() -> list[dict[str, Any]]:
    """What Cognito answers where something is refused, row by row, with the test of each."""
    rows: list[dict[str, Any]] = json.loads((_FOLDER / "errors.json").read_text())["rows"]
    return rows
