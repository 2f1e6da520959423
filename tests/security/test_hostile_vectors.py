"""Every hostile request of tests/vectors/hostile.json gets an answer that the table allows."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.security.hostile import codes, inputs, signatures, tokens, wire
from tests.security.hostile.scene import ATTACKS, Scene
from tests.support.deployments import Deployment
from tests.support.minted import Mint

TABLE: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "hostile.json").read_text()
)
ALL = (codes, inputs, signatures, tokens, wire)
"""Importing them registers their attacks."""

ANSWER_WITHIN_S = 5.0
"""Two seconds, and some for a machine that is busy with other tests."""

TELLTALES = ("Traceback", "sqlalchemy", "psycopg", "sqlite", "SELECT ", "INSERT ", ".py", "/app/")


@pytest.fixture(scope="module")
def scene(deployment: Deployment, mint: Mint) -> Scene:
    """The place of the attacks."""
    return Scene(deployment, mint)


@pytest.mark.parametrize("vector", sorted(TABLE["answered"]))
def test_a_hostile_request_gets_its_answer(scene: Scene, vector: str) -> None:
    """The answer is among those allowed, comes in time, tells nothing, and the server goes on."""
    allowed = TABLE["answered"][vector]
    started, count = time.monotonic(), 0
    for count, answer in enumerate(ATTACKS[vector](scene), 1):
        assert (answer.status, answer.type) in [
            (status, name) for status in allowed["status"] for name in allowed["types"]
        ], (allowed["tries"], answer)
        assert not any(word in json.dumps(answer.body) for word in TELLTALES)
        assert time.monotonic() - started < ANSWER_WITHIN_S * count
    assert count, "an attack without an answer shows nothing"
    assert scene.call("GetUser", {"AccessToken": scene.tokens["AccessToken"]}).status == 200


def test_every_vector_has_its_place() -> None:
    """Each attack has a row, and each row an attack or a test of its own."""
    assert ATTACKS.keys() == TABLE["answered"].keys()
    for elsewhere in TABLE["elsewhere"].values():
        assert (Path(__file__).parents[2] / elsewhere["test"]).is_file()
    assert len(TABLE["answered"]) + len(TABLE["elsewhere"]) == 41
