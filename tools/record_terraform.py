"""What Terraform sends for the configuration of the tests -> tests/terraform/calls.json.

`python -m tools.record_terraform` applies it, plans, changes it, plans again and destroys it, one
resource at a time. Needed when the configuration or an answer has changed; it takes minutes, and
Terraform with its AWS provider (tests/support/terraform.py says where they are looked for).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.support.recorded_calls import Placeholders
from tests.support.recorder import Exchange, Recorder, recording
from tests.support.server import Server
from tests.support.terraform import Done, Terraform, find

CALLS: Final = Path(__file__).parents[1] / "tests" / "terraform" / "calls.json"

_CHANGED: Final = "-var=changed=true"
_ONE_BY_ONE: Final = "-parallelism=1"


def main() -> int:
    """Write the file; return 1 where it cannot be."""
    with (
        tempfile.TemporaryDirectory() as directory,
        Server("memory:", env={"COGNATE_DEMO": "false"}) as server,
        recording(server.port) as recorder,
    ):
        terraform = find(Path(directory), recorder.url, os.environ)
        if isinstance(terraform, str):
            sys.stderr.write(terraform + "\n")
            return 1
        terraform.begin()
        stages = _stages(terraform, recorder)
    CALLS.write_text(_file(stages), "utf-8")
    return 0


def _stages(terraform: Terraform, recorder: Recorder) -> dict[str, list[Exchange]]:
    """Run every stage; return its calls. Raises RuntimeError where a stage is not as it must be."""
    commands: dict[str, Callable[[], Done]] = {
        "apply": lambda: terraform.apply(_ONE_BY_ONE),
        "plan": lambda: terraform.plan(_ONE_BY_ONE),
        "update": lambda: terraform.apply(_ONE_BY_ONE, _CHANGED),
        "plan of the update": lambda: terraform.plan(_ONE_BY_ONE, _CHANGED),
        "destroy": lambda: terraform.destroy(_ONE_BY_ONE),
    }
    stages: dict[str, list[Exchange]] = {}
    for name, command in commands.items():
        done = command()
        if done.code != 0:
            raise RuntimeError(done.said)
        stages[name] = recorder.taken()
    return stages


def _file(stages: dict[str, list[Exchange]]) -> str:
    """Return the text of the file, a call a line, with the answers to plans alone."""
    placeholders = Placeholders()
    texts = []
    for name, exchanges in stages.items():
        lines = [json.dumps(_call(each, placeholders, name)) for each in exchanges]
        texts.append(f"{json.dumps(name)}: [\n " + ",\n ".join(lines) + "\n]")
    return "{\n" + ",\n".join(texts) + "\n}\n"


def _call(exchange: Exchange, placeholders: Placeholders, stage: str) -> dict[str, Any]:
    placeholders.learn(exchange.operation, exchange.answer)
    call = {
        "operation": exchange.operation,
        "request": placeholders.written(exchange.request),
    }
    is_judged = stage.startswith("plan")
    return call | {"answer": placeholders.written(exchange.answer)} if is_judged else call


if __name__ == "__main__":
    sys.exit(main())
