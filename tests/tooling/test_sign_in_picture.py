"""The page of the sign-in: drawn from the table, current, and refused when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.auth.table import CHALLENGES, FLOWS, ROWS
from tools import draw_sign_in

DRAWN = draw_sign_in.page()


def test_the_page_is_current() -> None:
    """docs/sign-in.md is what the table draws; `make generate` writes it again."""
    assert draw_sign_in.PAGE.read_text("utf-8") == DRAWN


def test_the_page_shows_every_row() -> None:
    """Each row of the table is a line of the page, in order."""
    lines = [line for line in DRAWN.splitlines() if line.startswith("| ")][1:]

    assert [line.split(" | ")[0].removeprefix("| ") for line in lines] == [
        row.state.value for row in ROWS
    ]


@pytest.mark.parametrize("name", [*CHALLENGES, *(f"begins {flow}" for flow in FLOWS)])
def test_the_picture_shows_every_challenge_and_flow(name: str) -> None:
    """Each is at an arrow of the picture."""
    picture = DRAWN.partition("```mermaid")[2].partition("```")[0]

    assert any(name in line for line in picture.splitlines() if "-->" in line)


def test_every_condition_has_words() -> None:
    """A guard without a name that reads well would leave an arrow unexplained."""
    for row in ROWS:
        assert draw_sign_in.words(row.guard).replace(" ", "").replace("_", "").isalpha(), row


def test_a_stale_page_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` passes what was just written, and says what to do about anything else."""
    monkeypatch.setattr(draw_sign_in, "PAGE", tmp_path / "sign-in.md")
    assert draw_sign_in.main(["--check"]) == 1

    assert draw_sign_in.main([]) == 0
    assert draw_sign_in.main(["--check"]) == 0

    draw_sign_in.PAGE.write_text(DRAWN.replace("satisfied", "always"), "utf-8")
    assert draw_sign_in.main(["--check"]) == 1
    assert "make generate" in capsys.readouterr().err
