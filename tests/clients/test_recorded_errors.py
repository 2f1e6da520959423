"""Each answer that was recorded of Cognito (tests/vectors/errors.json) is tried here, word by word.

A row names its cases among those of `errors`, or tests that try it where time or triggers are at
hand.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest

from domain import texts
from tests.clients import test_error_answers  # noqa: F401 - registers the rows
from tests.clients.errors.desk import ROWS
from tests.support.vectors import recorded_errors

ROOT: Final = Path(__file__).parents[2]
RECORDED: Final = recorded_errors()
ELSEWHERE: Final = [row for row in RECORDED if "tests" in row]


def _name(row: dict[str, Any]) -> str:
    return f"{row['operations'][0]}-{row['situation']}"


def _pattern(message: str) -> re.Pattern[str]:
    """Return the pattern of a text, in which what stands in angle brackets varies."""
    parts = re.split(r"<[^<>]*>", message)
    return re.compile(".+".join(re.escape(part) for part in parts), re.DOTALL)


@pytest.mark.parametrize("row", RECORDED, ids=[_name(row) for row in RECORDED])
def test_a_recorded_answer_is_tried(row: dict[str, Any]) -> None:
    """Every operation of the row has a case with its error and text; else a reason says why not."""
    assert len({"cases", "tests", "overruled"} & row.keys()) == 1
    for operation in {*row["operations"]} if "cases" in row else ():
        cases = [
            each
            for each in ROWS
            if each.operation == operation and each.situation in {*row["cases"]}
        ]
        assert cases, f"{operation} has no case of {row['cases']}"
        for case in cases:
            assert case.error == row["error"]
            assert _pattern(row["message"]).fullmatch(case.message), case.message


@pytest.mark.parametrize("row", ELSEWHERE, ids=[_name(row) for row in ELSEWHERE])
def test_a_recorded_answer_is_tried_elsewhere(row: dict[str, Any]) -> None:
    """Each test that a row names is there, and its module or `domain.texts` has the row's words."""
    words = max(re.split(r"<[^<>]*>", row["message"]), key=len).strip()
    for test in row["tests"]:
        path, _, name = test.partition("::")
        source = (ROOT / f"{path}.py").read_text()
        said = [source, *(text for text in vars(texts).values() if isinstance(text, str))]
        assert re.search(rf"^(def )?{name}\b", source, re.MULTILINE), test
        assert any(words in text for text in said), words


def test_a_case_that_a_row_names_is_there() -> None:
    """No row leans on a case that was renamed, also while another of its cases still stands."""
    situations = {each.situation for each in ROWS}

    assert {case for row in RECORDED for case in row.get("cases", ())} <= situations
