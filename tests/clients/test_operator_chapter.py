"""The chapter of docs/operating.md on the AWS CLI, typed word for word as an operator would."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.deployments import Deployment
from tests.support.server import ROOT, environment

CHAPTER: Final = "## Setting up pools with the AWS CLI\n"
BETWEEN: Final = "--- next ---"
TIMEOUT_S: Final = 250

_BLOCK: Final = re.compile(r"```console\n(.*?)```", re.DOTALL)
_COMMAND: Final = re.compile(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def chapter() -> list[tuple[str, str]]:
    """Each command of the chapter with what it is said to print."""
    text = (ROOT / "docs" / "operating.md").read_text("utf-8").partition(CHAPTER)[2]
    blocks = _BLOCK.findall(text.partition("\n## ")[0])
    return [command for block in blocks for command in _COMMAND.findall(block)]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("deployment", ["sqlite"], indirect=True)
def test_the_chapter_runs_word_for_word(deployment: Deployment) -> None:
    """Every command succeeds and prints what the chapter shows, from the first to the last."""
    if shutil.which("aws") is None:
        pytest.skip("the AWS CLI (aws) is not on the PATH")
    commands = chapter()
    assert sum(command.startswith(("aws ", "POOL=", "CLIENT=")) for command, _ in commands) > 10

    typed = f"\necho '{BETWEEN}'\n".join(command for command, _ in commands)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", typed],
        cwd=deployment.servers[0].directory,
        env=environment({"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split(f"{BETWEEN}\n") == [printed for _, printed in commands]
