"""AWS Signature Version 4, verified from the bytes received (SEC-27 to SEC-32, ruling 41).

Nothing here is rebuilt from parsed values: a request that reads one way here and another way in the
dispatcher would let a captured signature be used for another call.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl

from adapters.api.policy import Policy
from adapters.sigv4.form import ALGORITHM, Scope, SignedRequest, day_key, string_to_sign
from domain.errors import (
    IncompleteSignatureException,
    InvalidSignatureException,
    MissingAuthenticationTokenException,
    UnrecognizedClientException,
)
from domain.model.identifiers import Secret

SERVICE: Final = "cognito-idp"
WINDOW_MS: Final = 5 * 60 * 1000
DAY_KEYS_MAX: Final = 256

# What a captured signature must never be moved away from: the host, the moment, the operation.
_ALWAYS_SIGNED: Final = ("host", "x-amz-date", "x-amz-target")
_SIGNED_IF_SENT: Final = ("x-amz-content-sha256", "x-amz-security-token")
_FIELDS: Final = ("Credential", "SignedHeaders", "Signature")
_STAMP: Final = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_PRESIGNED: Final = ("x-amz-algorithm", "x-amz-credential", "x-amz-signature")
_KEY_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{64}")
# Verified against when no such key exists, so that the answer takes as long either way.
_NO_SECRET: Final = "no key has this secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """An access key that is enabled, with what it may do."""

    key_id: str
    secret: Secret[str]
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """The parts of an Authorization header."""

    key_id: str
    scope: Scope
    signed_headers: tuple[str, ...]
    signature: str = field(repr=False)


class Verifier:
    """Verifies signatures for one region; `find` returns the credential of an enabled key."""

    def __init__(self, region: str, find: Callable[[str], Credential | None]) -> None:
        self._region = region
        self._find = find
        self._day_keys: dict[tuple[str, str], bytes] = {}

    def verify(self, request: SignedRequest, now_ms: int) -> Credential:
        """Return the credential that signed the request, or raise the gateway's error."""
        given = authorization(request)
        stamp = self._stamp(request, given, now_ms)
        credential = self._find(given.key_id)
        secret = credential.secret.reveal() if credential else _NO_SECRET
        wanted = hmac.new(
            self._day_key(secret, given.scope),
            string_to_sign(request, given.scope, given.signed_headers, stamp).encode(),
            hashlib.sha256,
        ).hexdigest()
        right = hmac.compare_digest(wanted, given.signature)
        # No temporary credentials are ever issued, so whoever sends a session token has none of
        # ours (SEC-30). Asked last: unknown keys and known ones do the same work.
        if credential is None or request.values("x-amz-security-token"):
            raise UnrecognizedClientException
        if not right:
            raise InvalidSignatureException
        return credential

    def _stamp(self, request: SignedRequest, given: Authorization, now_ms: int) -> str:
        """Return X-Amz-Date after checking it and the scope against the clock and the region."""
        stamps = request.values("x-amz-date")
        if len(stamps) != 1 or not _STAMP.fullmatch(stamps[0]):
            raise IncompleteSignatureException(
                "Date must be in ISO-8601 'basic format', once, in the header X-Amz-Date."
            )
        stamp = stamps[0]
        if given.scope.date != stamp[:8]:
            raise InvalidSignatureException(
                f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date"
                f" from HTTP: '{given.scope.date}' != '{stamp[:8]}'."
            )
        if given.scope.region != self._region:
            raise InvalidSignatureException(
                f"Credential should be scoped to the region '{self._region}'."
            )
        if given.scope.service != SERVICE:
            raise InvalidSignatureException(
                f"Credential should be scoped to correct service: '{SERVICE}'."
            )
        _check_window(stamp, now_ms)
        return stamp

    def _day_key(self, secret: str, scope: Scope) -> bytes:
        """Return the signing key of a day.

        It is kept under the secret itself, so that a key made anew never finds an old one's.
        """
        key = self._day_keys.get((secret, scope.date))
        if key is None:
            key = day_key(secret, scope)
            if len(self._day_keys) >= DAY_KEYS_MAX:
                self._day_keys.clear()
            self._day_keys[secret, scope.date] = key
        return key


def _check_window(stamp: str, now_ms: int) -> None:
    """Refuse old and future stamps, naming the server's time so that a person sees the skew."""
    try:
        then = datetime.fromisoformat(stamp)
    except ValueError as error:
        raise IncompleteSignatureException("X-Amz-Date is not a date.") from error
    skew_ms = now_ms - int(then.timestamp() * 1000)
    if -WINDOW_MS <= skew_ms <= WINDOW_MS:
        return
    now = _stamp_of(now_ms)
    if skew_ms > 0:
        raise InvalidSignatureException(
            f"Signature expired: {stamp} is now earlier than {_stamp_of(now_ms - WINDOW_MS)}"
            f" ({now} - 5 min.)"
        )
    raise InvalidSignatureException(
        f"Signature not yet current: {stamp} is still later than {_stamp_of(now_ms + WINDOW_MS)}"
        f" ({now} + 5 min.)"
    )


def _stamp_of(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")


def authorization(request: SignedRequest) -> Authorization:
    """Return the parts of the one Authorization header, each of which must be there once."""
    values = request.values("authorization")
    if not values:
        raise MissingAuthenticationTokenException
    if len(values) > 1:
        raise IncompleteSignatureException("More than one Authorization header was received.")
    algorithm, _, rest = values[0].strip().partition(" ")
    if algorithm != ALGORITHM:
        raise IncompleteSignatureException(f"Authorization must use {ALGORITHM}.")
    parts = _fields(rest)
    for name in _FIELDS:
        if not parts.get(name):
            raise IncompleteSignatureException(f"Authorization header requires '{name}' parameter.")
    return _authorization(parts, request)


def _fields(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for entry in text.split(","):
        name, _, value = entry.strip().partition("=")
        # A second Credential= could be read by another layer (aws-iam-authenticator, 2022).
        if name in parts or name not in _FIELDS:
            raise IncompleteSignatureException("Authorization header has a parameter too many.")
        parts[name] = value
    return parts


def _authorization(parts: Mapping[str, str], request: SignedRequest) -> Authorization:
    match parts["Credential"].split("/"):
        case [key_id, date, region, service, "aws4_request"] if _KEY_ID.fullmatch(key_id):
            pass
        case _:
            raise IncompleteSignatureException(
                "Credential must be <access key id>/<date>/<region>/<service>/aws4_request."
            )
    if not _SIGNATURE.fullmatch(parts["Signature"]):
        raise IncompleteSignatureException("Signature must be 64 hexadecimal digits.")
    signed = tuple(parts["SignedHeaders"].split(";"))
    if list(signed) != sorted(set(signed)) or any(name != name.lower() for name in signed):
        raise IncompleteSignatureException("SignedHeaders must be in lower case and sorted.")
    needed = [*_ALWAYS_SIGNED, *(name for name in _SIGNED_IF_SENT if request.values(name))]
    for name in needed:
        if name not in signed:
            raise IncompleteSignatureException(f"'{name}' must be a signed header.")
    return Authorization(
        key_id=key_id,
        scope=Scope(date=date, region=region, service=service),
        signed_headers=signed,
        signature=parts["Signature"],
    )


def is_presigned(query: str) -> bool:
    """Say whether the query carries a signature, which no operation accepts (SEC-29)."""
    if not query:
        return False
    return any(name.lower() in _PRESIGNED for name, _ in parse_qsl(query, keep_blank_values=True))
