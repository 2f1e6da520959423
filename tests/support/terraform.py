"""Terraform and its AWS provider, where this machine has both: found, and run without a network.

The provider is looked for where Terraform itself looks for providers that were put on a machine,
below /opt, and in the directory that COGNATE_TEST_TERRAFORM_PLUGINS names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CONFIGURATION: Final = Path(__file__).parents[1] / "terraform" / "configuration"
PLUGINS_SETTING: Final = "COGNATE_TEST_TERRAFORM_PLUGINS"
TIMEOUT_S: Final = 300

_PROVIDER: Final = Path("registry.terraform.io") / "hashicorp" / "aws"
_USUAL: Final = (
    Path.home() / ".terraform.d" / "plugins",
    Path.home() / ".local" / "share" / "terraform" / "plugins",
    Path("/usr/local/share/terraform/plugins"),
    Path("/usr/share/terraform/plugins"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended, with all that it said."""

    code: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terraform:
    """Terraform in a directory of its own, against the server at `url`."""

    program: Path
    plugins: Path
    directory: Path
    url: str

    def begin(self) -> None:
        """Lay the configuration out and take the provider in. Raises RuntimeError."""
        shutil.copytree(CONFIGURATION, self.directory, dirs_exist_ok=True)
        done = self._run("init", f"-plugin-dir={self.plugins}")
        if done.code != 0:
            raise RuntimeError(done.said)

    def apply(self, *options: str) -> Done:
        """Make what is configured."""
        return self._run("apply", "-auto-approve", *options)

    def plan(self, *options: str) -> Done:
        """Say what there is to do: the code is 0 for nothing, 2 for something."""
        return self._run("plan", "-detailed-exitcode", *options)

    def destroy(self, *options: str) -> Done:
        """Delete everything."""
        return self._run("destroy", "-auto-approve", *options)

    def _run(self, *arguments: str) -> Done:
        done = subprocess.run(
            [str(self.program), *arguments, "-no-color", "-input=false"],
            cwd=self.directory,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        return Done(code=done.returncode, said=done.stdout)

    def _environment(self) -> dict[str, str]:
        """Return the environment without what a developer has set for Terraform and AWS."""
        plain = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AWS_", "TF_", "COGNATE_"))
        }
        return plain | {
            "CHECKPOINT_DISABLE": "1",
            "NO_PROXY": "127.0.0.1",
            "TF_CLI_CONFIG_FILE": os.devnull,
            "TF_IN_AUTOMATION": "1",
            "TF_VAR_endpoint": self.url,
        }


def find(directory: Path, url: str, settings: Mapping[str, str]) -> Terraform | str:
    """Return Terraform for that server, or the reason why there is none."""
    program = shutil.which("terraform")
    if program is None:
        return "terraform is not on the PATH"
    plugins = next((place for place in _places(settings) if (place / _PROVIDER).is_dir()), None)
    if plugins is None:
        return f"the AWS provider of Terraform is not on this machine ({PLUGINS_SETTING} names it)"
    return Terraform(program=Path(program), plugins=plugins, directory=directory, url=url)


def _places(settings: Mapping[str, str]) -> Iterator[Path]:
    if PLUGINS_SETTING in settings:
        yield Path(settings[PLUGINS_SETTING])
    yield from _USUAL
    opt = Path("/opt")
    if opt.is_dir():
        yield from sorted(opt.iterdir())
