"""Calls of a client that were recorded once, without what differs from one time to the next.

Ids and secrets that a server makes up stand in the file as placeholders, `<pool people>`. They are
found in the answers that tell them first, so that whoever sends the calls again finds them in the
answers of his own server.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Answer = dict[str, Any] | None

VARIES: Final = "<varies>"
_VARYING: Final = re.compile(
    r"(Creation|LastModified|UserCreate|UserLastModified)Date"
    r"|Version|CSSVersion|CloudFrontDistribution|ImageUrl"
)
"""Members that tell a time, or the address of the server."""


@dataclass(slots=True)
class Placeholders:
    """What stands for which value, as far as answers have told it."""

    values: dict[str, str] = field(default_factory=dict)

    def learn(self, operation: str, answer: Answer) -> None:
        """Take over what an answer tells for the first time."""
        for placeholder, value in _told(operation, answer or {}):
            self.values[f"<{placeholder}>"] = value

    def written(self, message: Answer) -> Answer:
        """Return a message with placeholders for values, without what varies, in order."""
        if message is None:
            return None
        settled: dict[str, Any] = _settled(self._exchanged(message, _swapped(self.values)))
        return settled

    def filled(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return a message with values in place of placeholders."""
        return self._exchanged(message, self.values)

    @staticmethod
    def _exchanged(message: dict[str, Any], by: Mapping[str, str]) -> dict[str, Any]:
        text = json.dumps(message)
        for old, new in by.items():
            text = text.replace(old, new)
        exchanged: dict[str, Any] = json.loads(text)
        return exchanged


def _told(operation: str, answer: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if operation == "CreateUserPool":
        pool = answer["UserPool"]
        yield f"pool {pool['Name']}", pool["Id"]
    elif operation == "CreateUserPoolClient":
        client = answer["UserPoolClient"]
        yield f"client {client['ClientName']}", client["ClientId"]
        if "ClientSecret" in client:
            yield f"secret of {client['ClientName']}", client["ClientSecret"]
    elif operation == "AdminCreateUser":
        user = answer["User"]
        sub = next(each["Value"] for each in user["Attributes"] if each["Name"] == "sub")
        yield f"sub of {user['Username']}", sub
    elif operation == "GetSigningCertificate":
        yield "certificate", answer["Certificate"]


def _swapped(values: Mapping[str, str]) -> dict[str, str]:
    return {value: placeholder for placeholder, value in values.items()}


def _settled(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the value without what varies; lists that go by ids are in another order each time."""
    if isinstance(value, list):
        return sorted(map(_settled, value), key=json.dumps)
    if not isinstance(value, dict):
        return value
    return {
        name: VARIES if _VARYING.fullmatch(name) else _settled(each) for name, each in value.items()
    }
