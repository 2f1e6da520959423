"""The page for authors of kinds: its lines are a kind, as they stand."""

from __future__ import annotations

import re
import runpy
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast

import pytest

from adapters.triggers.entry import BadEntry, Entry
from adapters.triggers.target import Target
from domain.ports.triggers import TriggerEvent, TriggerRefused, TriggerUnreachable

PAGE: Final = Path(__file__).parents[2] / "docs" / "extending" / "triggers.md"


@pytest.fixture
def open_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Entry], Target]:
    """What the entry point of the page names, with a module of functions that it can load."""
    functions = cast("Any", ModuleType("my_functions"))

    def pre_sign_up(event: Mapping[str, Any]) -> Mapping[str, Any]:
        if event["userName"] == "mallory":
            raise ValueError("Not you")
        return {**event, "response": {"autoConfirmUser": True}}

    functions.PreSignUp = pre_sign_up
    monkeypatch.setitem(sys.modules, "my_functions", functions)
    (tmp_path / "my_kind.py").write_text(
        re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[0]
    )
    opener = runpy.run_path(str(tmp_path / "my_kind.py"))["open"]
    return lambda entry: cast("Target", opener(entry, None))


def event(trigger: str = "PreSignUp", user_name: str = "ann") -> TriggerEvent:
    """An event of the user."""
    return TriggerEvent(trigger=trigger, arn="arn", event={"userName": user_name, "response": {}})


def test_the_lines_of_the_page_are_a_kind(open_kind: Callable[[Entry], Target]) -> None:
    """They call a function, pass its refusal on, and fail where there is none."""
    target = open_kind(Entry(arn="*", kind="python", given={"module": "my_functions"}))

    assert isinstance(target, Target)
    assert target.invoke(event()) == {"autoConfirmUser": True}
    with pytest.raises(TriggerRefused, match=r"^Not you$"):
        target.invoke(event(user_name="mallory"))
    with pytest.raises(TriggerUnreachable, match="configuration"):
        target.invoke(event("PostConfirmation"))


def test_a_kind_is_told_of_every_mistake(open_kind: Callable[[Entry], Target]) -> None:
    """What is missing and what is unknown is one refusal."""
    with pytest.raises(BadEntry) as refused:
        open_kind(Entry(arn="*", kind="python", given={"modul": "my_functions"}))

    assert refused.value.reasons == ("module: missing", "modul: unknown key")
