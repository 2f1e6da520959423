"""The functions of tests/lambdas in every way in which a server may call them.

They run in Python and in Node behind the Invoke API, as AWS serves it and as the Runtime Interface
Emulator does; and the one in Python answers a webhook as well.
"""

from __future__ import annotations

import runpy
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from tests.support.lambda_host import LAMBDAS, RUNTIMES, lambda_host
from tests.support.trigger_receiver import Receiver, Reply, function_error

WAYS: Final = ("webhook", "python", "node")
EMULATED: Final = ("python-emulator", "node-emulator")

_ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:"
_ENTRIES: Final = """
[[trigger]]
arn = "{arn}"
kind = "lambda"
url = "{url}"

[[trigger]]
arn = "{arn}-emulator"
kind = "lambda"
url = "{url}/emulator"
function = "function"
"""


def arn_of(way: str) -> str:
    """Return the ARN that leads one of WAYS or EMULATED."""
    return f"{_ARN}{way}"


@contextmanager
def functions_called(file: Path) -> Iterator[Mapping[str, str]]:
    """Run them; yield the settings of a server that calls each by its ARN, by way of `file`.

    A function that the file does not name is invoked in Python.
    """
    handler = runpy.run_path(str(LAMBDAS / "lambda_function.py"))["lambda_handler"]

    def answer(event: dict[str, Any]) -> Reply | Mapping[str, object]:
        try:
            response: Mapping[str, object] = handler(event, None)["response"]
        except Exception as error:  # noqa: BLE001 - whatever a function raises is its answer
            return function_error(str(error))
        return response

    with ExitStack() as ending:
        receiver = ending.enter_context(Receiver())
        receiver.answer("*", answer)
        hosts = {each: ending.enter_context(lambda_host(each)) for each in RUNTIMES}
        entries = [_ENTRIES.format(arn=arn_of(name), url=url) for name, url in hosts.items()]
        file.write_text("".join([receiver.entry(arn_of("webhook")), *entries]))
        yield {"TRIGGERS_FILE": str(file), "LAMBDA_URL": hosts["python"]}
