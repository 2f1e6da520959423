"""Answers: the only place that knows status codes, `__type` and the headers of AWS JSON 1.1."""

from __future__ import annotations

import base64
from typing import Any, Final, NamedTuple

import orjson

from adapters.api.wire.table import OPERATIONS
from domain.errors import (
    CognitoError,
    GatewayError,
    InternalErrorException,
    InternalServerException,
)

CLIENT_FAULT: Final = 400
SERVER_FAULT: Final = 500
HEADER_TEXT_MAX: Final = 512

# Not in the model's list, but promised by the text of ForceAliasCreation (ruling 38).
_EXTRAS: Final = frozenset({("AdminCreateUser", "AliasExistsException")})
_OURS: Final = (InternalErrorException, InternalServerException)


class Answer(NamedTuple):
    """A whole HTTP answer."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def success(body: bytes, request_id: str) -> Answer:
    """Return the answer of an operation that succeeded; always 200."""
    return Answer(200, _headers(body, request_id), body)


def refusal(error: CognitoError, request_id: str) -> Answer:
    """Return the answer of a refusal: 400, and 500 for the failures that are ours."""
    name = type(error).__name__
    content = {"__type": name, "message": error.text}
    reason_code = getattr(error, "reason_code", None)
    if reason_code is not None:
        content["reasonCode"] = reason_code
    body = orjson.dumps(content)
    headers = _headers(body, request_id)
    headers.append((b"x-amzn-errortype", f"{name}:".encode()))
    headers.append((b"x-amzn-errormessage", header_safe(error.text)))
    retry_after_s = getattr(error, "retry_after_s", None)
    if retry_after_s is not None:
        headers.append((b"retry-after", str(retry_after_s).encode()))
    return Answer(SERVER_FAULT if isinstance(error, _OURS) else CLIENT_FAULT, headers, body)


def unforeseen(request_id: str) -> Answer:
    """Return the answer to anything else that was raised: nothing from inside gets out (SEC-71)."""
    return refusal(InternalErrorException(), request_id)


def undeclared(operation: str, error: CognitoError) -> bool:
    """Say whether the operation may not answer with this error (ruling 38).

    Gateway errors precede every operation, and our own failures can strike anywhere.
    """
    name = type(error).__name__
    if isinstance(error, (GatewayError, *_OURS)) or (operation, name) in _EXTRAS:
        return False
    return operation not in OPERATIONS or name not in OPERATIONS[operation].errors


def header_safe(text: str) -> bytes:
    """Return the text as a header can carry it: printable ASCII on one line, and not long."""
    line = " ".join(text[:HEADER_TEXT_MAX].split())
    return "".join(char if " " <= char <= "~" else "?" for char in line).encode()


def encode(response: Any) -> bytes:  # noqa: ANN401 - the response of any operation
    """Return a response as JSON, bytes as base64, and null members left out (clients.md T8)."""
    body = orjson.dumps(response or {}, default=_base64)
    if b":null" in body:
        body = orjson.dumps(_without_nulls(response), default=_base64)
    return body


def _base64(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


def _without_nulls(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value


def _headers(body: bytes, request_id: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", b"application/x-amz-json-1.1"),
        (b"content-length", str(len(body)).encode()),
        (b"x-amzn-requestid", request_id.encode()),
        (b"cache-control", b"no-store"),
    ]
