"""Messages to a gateway over HTTP, signed by Standard Webhooks (`https:`, for e-mail and SMS)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import orjson

from adapters.delivery.parameters import pairs, text_of
from adapters.egress import NAMED_BY_OPERATOR, Egress, Forbidden, NoAnswer, TimedOut, TooLong
from adapters.standard_webhooks import parse_secret, signed_headers
from domain.model.message import Message
from domain.ports.clock import Clock
from domain.ports.delivery import Delivery, DeliveryContext, Refused, Undeliverable

TIMEOUT_S: Final = 30.0
ANSWER_MAX: Final = 65_536
CONNECTIONS_MAX: Final = 4
SECRETS_MAX: Final = 2
"""While one secret replaces another both sign."""

_SECRET: Final = "secret"
_SECRET_FILE: Final = "secret_file"
_OURS: Final = (_SECRET, _SECRET_FILE)

_PASSING: Final = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,  # means us and not the message: the secret can be mended
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)


class WebhookDelivery:
    """Hands messages to a gateway at `url`. Raises Undeliverable and Refused as the port says."""

    keeps = False

    def __init__(self, url: str, keys: Sequence[bytes], http: Egress, clock: Clock) -> None:
        self._url = url
        self._keys = keys
        self._http = http
        self._clock = clock

    def deliver(self, message: Message) -> None:
        """Hand over one message under its own id, by which a gateway knows a second attempt."""
        body = orjson.dumps(
            {
                "id": message.id,
                "channel": message.channel.value,
                "to": message.to,
                "purpose": message.purpose,
                "code": message.code,
                "subject": message.subject,
                "body": message.body,
                "is_html": message.is_html,
                "user_pool_id": message.pool_id,
                "username": message.username,
            }
        )
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Cognate",
            **signed_headers(self._keys, message.id, self._clock.now_ms(), body),
        }
        status = self._status(headers, body)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return
        text = f"the gateway answered {status}"
        is_ours = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        raise (Refused if is_ours and status not in _PASSING else Undeliverable)(text)

    def _status(self, headers: dict[str, str], body: bytes) -> int:
        try:
            answer = self._http.post(
                self._url, headers, body, timeout_s=TIMEOUT_S, longest=ANSWER_MAX
            )
        except TimedOut:
            raise Undeliverable("the gateway did not answer in time") from None
        except TooLong as talkative:
            return talkative.status
        except (NoAnswer, Forbidden) as failure:
            raise Undeliverable(f"the gateway cannot be reached: {failure}") from None
        return answer.status


def open(url: str, context: DeliveryContext) -> Delivery:
    """Return the delivery for `https://…?secret=whsec_…` (or `secret_file=`).

    The gateway gets the URL without these parameters. Plain `http:` is for networks that the
    operator trusts. Raises ValueError, without the URL, for one that cannot be used.
    """
    try:
        query = urlsplit(url).query
    except ValueError:
        # Its text repeats a part of the URL, which may be a password.
        raise ValueError("it is no URL") from None
    bare = url.replace(f"?{query}", _rest(query), 1) if query else url
    try:
        NAMED_BY_OPERATOR.place(bare)
    except Forbidden as fault:
        raise ValueError(str(fault)) from None
    http = Egress(NAMED_BY_OPERATOR, connections=CONNECTIONS_MAX)
    return WebhookDelivery(bare, _keys(query), http, context.clock)


def _rest(query: str) -> str:
    """Return the part of the query that is the gateway's, as it was written."""
    kept = [part for part in query.split("&") if part.partition("=")[0] not in _OURS]
    return "?" + "&".join(kept) if kept else ""


def _keys(query: str) -> list[bytes]:
    secrets = [value for name, value in pairs(query) if name == _SECRET]
    for path in (value for name, value in pairs(query) if name == _SECRET_FILE):
        secrets += text_of(path).split()
    if not 1 <= len(secrets) <= SECRETS_MAX:
        raise ValueError(f"needs 1 to {SECRETS_MAX} of secret=whsec_… or of lines in secret_file=")
    return [parse_secret(secret) for secret in secrets]
