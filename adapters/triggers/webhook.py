"""The kind `webhook`: a POST by Standard Webhooks, answered with the event (triggers.md 14.2)."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from adapters.egress import Answer
from adapters.standard_webhooks import parse_secret, signed_headers
from adapters.triggers.answers import JSON, error_message, event_bytes, response_in
from adapters.triggers.attempts import in_attempts
from adapters.triggers.calling import failure_of, is_success, post
from adapters.triggers.entry import Entry
from adapters.triggers.options import Options
from adapters.triggers.target import Target, TargetContext
from domain.ports.triggers import TriggerEvent, TriggerNotJson, TriggerRefused

SECRETS_MAX: Final = 2
"""While one secret replaces another both sign."""

_ID_BYTES: Final = 18


class Webhook:
    """A receiver at `url`."""

    def __init__(
        self, entry: Entry, context: TargetContext, url: str, keys: Sequence[bytes]
    ) -> None:
        self._entry = entry
        self._context = context
        self._url = url
        self._keys = keys

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        """Send the event under one id, by which a receiver knows the attempts of one invocation."""
        body = event_bytes(event)
        drawn = self._context.entropy.bytes(_ID_BYTES)
        webhook_id = f"msg_{base64.urlsafe_b64encode(drawn).decode()}"

        def once() -> Mapping[str, object]:
            return _read(self._send(event, webhook_id, body), event)

        return in_attempts(self._entry, self._context, event, once, webhook_id=webhook_id)

    def _send(self, event: TriggerEvent, webhook_id: str, body: bytes) -> Answer:
        now_ms = self._context.clock.now_ms()
        headers = {
            "Content-Type": JSON,
            "Accept": JSON,
            "User-Agent": "Cognate",
            "Cognito-Trigger-Source": str(event.event.get("triggerSource")),
            "Cognito-User-Pool-Id": str(event.event.get("userPoolId")),
            **signed_headers(self._keys, webhook_id, now_ms, body),
        }
        return post(self._entry, self._context, self._url, headers, body, waits=event.waits)


def _read(answer: Answer, event: TriggerEvent) -> Mapping[str, object]:
    is_json = _is_json(answer.headers)
    if is_success(answer.status):
        if answer.body and event.waits and not is_json:
            raise TriggerNotJson
        return response_in(answer.body, event)
    failure = failure_of(answer.status)
    is_refusal = HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR
    if is_refusal and is_json and answer.status != HTTPStatus.TOO_MANY_REQUESTS:
        message = error_message(answer.body)
        if message is not None:
            raise TriggerRefused(message)
    raise failure


def _is_json(headers: Mapping[str, str]) -> bool:
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == JSON or media_type.endswith("+json")


def open(entry: Entry, context: TargetContext) -> Target:
    """Open an entry with `url` and `secret` (one or two) or `secret_file`. Raises BadEntry."""
    with entry.options() as options:
        url = options.url("url")
        keys = _keys(options)
    return Webhook(entry, context, url, keys)


def _keys(options: Options) -> list[bytes]:
    keys = []
    for secret in options.secrets("secret", at_most=SECRETS_MAX):
        try:
            keys.append(parse_secret(secret.reveal()))
        except ValueError as fault:
            options.faults.append(f"secret: {fault}")
    return keys
