"""The kind `lambda`: unmodified functions behind the Invoke API (triggers.md 14.3).

At AWS, or in what people run on their machines: SAM, LocalStack, the Runtime Interface Emulator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from adapters.egress import Answer
from adapters.sigv4.signing import SigningKey, sign_post
from adapters.triggers.answers import JSON, event_bytes
from adapters.triggers.attempts import in_attempts
from adapters.triggers.calling import post
from adapters.triggers.entry import Entry
from adapters.triggers.lambda_answers import response_of
from adapters.triggers.options import Options
from adapters.triggers.target import Target, TargetContext
from domain import texts
from domain.model.identifiers import Secret
from domain.ports.triggers import TriggerEvent, TriggerUnreachable

_FUNCTION: Final = "function"
_SERVICE: Final = "lambda"
_NAME: Final = re.compile(r"(?!\.+$)[\w.-]+", re.ASCII)
"""Not of dots alone, which some server might take for a step up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey:
    """What invocations are signed with; without `region` that of the ARN counts."""

    key_id: str
    secret: Secret[str]
    region: str


class Lambda:
    """Functions at `url`; without `function` the name of each is in its ARN."""

    def __init__(
        self,
        entry: Entry,
        context: TargetContext,
        url: str,
        *,
        function: str = "",
        key: AccessKey | None = None,
    ) -> None:
        self._entry = entry
        self._context = context
        self._url = url.rstrip("/")
        self._function = function
        self._key = key

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        """Invoke the function and wait for it, unless nobody reads what it says."""
        body = event_bytes(event)

        def once() -> Mapping[str, object]:
            return response_of(self._send(event, body), event)

        return in_attempts(self._entry, self._context, event, once, webhook_id=None)

    def _send(self, event: TriggerEvent, body: bytes) -> Answer:
        url = f"{self._url}{_path(event.arn, self._function)}"
        headers = {
            "Content-Type": JSON,
            "X-Amz-Invocation-Type": "RequestResponse" if event.waits else "Event",
        }
        if self._key is not None:
            key = SigningKey(
                key_id=self._key.key_id,
                secret=self._key.secret,
                region=self._key.region or event.arn.split(":")[3],
                service=_SERVICE,
            )
            # Signed anew in each attempt: a signature is as old as its moment.
            headers = sign_post(key, url, headers, body, self._context.clock.now_ms())
        return post(self._entry, self._context, url, headers, body, waits=event.waits)


def _path(arn: str, function: str) -> str:
    """Return where a function is invoked. Raises TriggerUnreachable for an ARN of none.

    ARNs come through the API: what they say is encoded, and cannot lead to another path.
    """
    name, qualifier = _named_in(arn)
    if function:
        name, qualifier = function, ""
    path = f"/2015-03-31/functions/{quote(name, safe='')}/invocations"
    return f"{path}?Qualifier={quote(qualifier, safe='')}" if qualifier else path


def _named_in(arn: str) -> tuple[str, str]:
    """Return name and qualifier: what follows `function:`, or the one word after the account.

    Raises TriggerUnreachable for what is no function: a layer, or a thing of another service.
    """
    _, _, service, _, _, kind, *rest = arn.split(":")
    if not rest:
        kind, rest = _FUNCTION, [kind]
    if service != _SERVICE or kind != _FUNCTION or not _NAME.fullmatch(rest[0]):
        raise TriggerUnreachable(texts.TRIGGER_NOT_CONFIGURED)
    return rest[0], ":".join(rest[1:])


def open(entry: Entry, context: TargetContext) -> Target:
    """Open an entry with `url`, perhaps `function`, and perhaps a key to sign with.

    Raises BadEntry.
    """
    with entry.options() as options:
        url = options.url("url")
        function = options.text("function", "")
        key = _key(options)
    return Lambda(entry, context, url, function=function, key=key)


def _key(options: Options) -> AccessKey | None:
    key_id, region = options.text("access_key_id", ""), options.text("region", "")
    secret = options.secret("secret_access_key", "")
    if bool(key_id) != bool(secret.reveal()):
        options.faults.append("access_key_id and secret_access_key belong together")
    return AccessKey(key_id=key_id, secret=secret, region=region) if key_id else None
