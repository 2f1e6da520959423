"""What verifiers of tokens read: the public keys of a pool and its OpenID discovery document.

Both are written once and kept as bytes, so that a verifier that asks too often costs no statement.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from domain.model.identifiers import PoolId
from domain.ports.signer import PublicKey

MAX_AGE_S: Final = 300
"""How long a verifier may keep an answer, and how long it is kept here."""

CACHED_MAX: Final = 10_000
POOL_ID: Final = re.compile(r"(?=.{1,55}\Z)[\w-]+_[0-9a-zA-Z]+", re.ASCII)
"""The service model's form; anybody may write anything in a path."""

KeysOf = Callable[[PoolId], Sequence[PublicKey]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    body: bytes
    etag: str
    fetched_at_s: float


class WellKnown:
    """Serves the documents of every pool; safe to share between threads."""

    def __init__(self, keys_of: KeysOf, issuer_of: Callable[[str], str]) -> None:
        self._keys_of = keys_of
        self._issuer_of = issuer_of
        self._documents: dict[tuple[str, str], _Document] = {}

    async def jwks(self, request: Request) -> Response:
        """Answer `/<pool id>/.well-known/jwks.json`."""
        return await self._respond(request, "jwks")

    async def discovery(self, request: Request) -> Response:
        """Answer `/<pool id>/.well-known/openid-configuration`."""
        return await self._respond(request, "discovery")

    async def _respond(self, request: Request, kind: str) -> Response:
        pool_id = request.path_params["pool_id"]
        document = self._documents.get((pool_id, kind))
        if document is None or time.monotonic() - document.fetched_at_s > MAX_AGE_S:
            document = await run_in_threadpool(self._write, pool_id, kind)
        if document is None:
            content = {"message": f"User pool {pool_id} does not exist."}
            return _json(orjson.dumps(content), {"cache-control": "no-store"}, 404)
        headers = {"cache-control": f"public, max-age={MAX_AGE_S}", "etag": document.etag}
        if request.headers.get("if-none-match") == document.etag:
            return Response(status_code=304, headers=headers)
        return _json(document.body, headers)

    def _write(self, pool_id: str, kind: str) -> _Document | None:
        keys = self._keys_of(PoolId(pool_id)) if POOL_ID.fullmatch(pool_id) else ()
        if not keys:
            self._documents.pop((pool_id, kind), None)
            return None
        content = _jwks(keys) if kind == "jwks" else _discovery(self._issuer_of(pool_id))
        body = orjson.dumps(content)
        document = _Document(
            body=body,
            etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            fetched_at_s=time.monotonic(),
        )
        if len(self._documents) >= CACHED_MAX:
            self._documents.clear()
        self._documents[pool_id, kind] = document
        return document


def _jwks(keys: Sequence[PublicKey]) -> Mapping[str, object]:
    """Return RFC 7517 section 5, with the members that Cognito shows."""
    return {
        "keys": [
            {
                "alg": "RS256",
                "e": _base64url(key.exponent),
                "kid": key.kid,
                "kty": "RSA",
                "n": _base64url(key.modulus),
                "use": "sig",
            }
            for key in keys
        ]
    }


def _discovery(issuer: str) -> Mapping[str, object]:
    """Return OpenID Connect Discovery 1.0 section 3 without the pool's domain.

    Its endpoints are left out until it serves them (tokens.md 4).
    """
    return {
        "id_token_signing_alg_values_supported": ["RS256"],
        "issuer": issuer,
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
    }


def _base64url(number: int) -> str:
    """Return RFC 7518 section 6.3.1: big-endian without leading zeros, no padding."""
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(body: bytes, headers: Mapping[str, str], status: int = 200) -> Response:
    return Response(
        body,
        status_code=status,
        headers={**headers, "x-content-type-options": "nosniff"},
        media_type="application/json",
    )
