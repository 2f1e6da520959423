"""Signing a request to a service of AWS, or to one that speaks like it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from adapters.sigv4.form import ALGORITHM, Scope, SignedRequest, day_key, string_to_sign
from domain.model.identifiers import Secret

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """An access key with the region and the service ("lambda") that it is used for."""

    key_id: str
    secret: Secret[str]
    region: str
    service: str


def sign_post(
    key: SigningKey, url: str, headers: Mapping[str, str], body: bytes, now_ms: int
) -> dict[str, str]:
    """Return the headers of a POST: `headers`, all of them signed, with those of the signature.

    `url` is sent as it stands here, percent-encoded already.
    """
    stamp = datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    parts = urlsplit(url)
    complete = {**headers, "Host": _authority(url), "X-Amz-Date": stamp}
    named = {name.lower(): value for name, value in complete.items()}
    request = SignedRequest(
        method="POST", path=parts.path, query=parts.query, headers=[*named.items()], body=body
    )
    scope = Scope(date=stamp[:8], region=key.region, service=key.service)
    text = string_to_sign(request, scope, sorted(named), stamp)
    signature = hmac.digest(day_key(key.secret.reveal(), scope), text.encode(), "sha256").hex()
    return {
        **complete,
        "Authorization": (
            f"{ALGORITHM} Credential={key.key_id}/{scope},"
            f" SignedHeaders={';'.join(sorted(named))}, Signature={signature}"
        ),
    }


def _authority(url: str) -> str:
    """Return the Host of a URL as clients send it: without the port of its scheme."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    if parts.port is None or parts.port == _DEFAULT_PORTS.get(parts.scheme):
        return host
    return f"{host}:{parts.port}"
