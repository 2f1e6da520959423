"""What the token of a client by itself says (tokens.md 3): nothing of any user, nor of groups."""

from __future__ import annotations

from domain.model.client import AppClient
from domain.model.token_changes import TokenChanges
from domain.tokens import overrides

_VERSION = 2


def client_claims(
    client: AppClient,
    scopes: tuple[str, ...],
    changes: TokenChanges,
    *,
    issuer: str,
    jti: str,
    now_ms: int,
) -> dict[str, object]:
    """Return the claims of an access token whose subject is the client.

    There is no `origin_jti`: no sign-in stands behind it that could be ended.
    """
    now_s = now_ms // 1000
    claims: dict[str, object] = {
        "sub": client.id,
        "token_use": "access",
        "scope": overrides.scope(scopes, changes.scopes_to_add, changes.scopes_to_suppress),
        "auth_time": now_s,
        "iss": issuer,
        "exp": now_s + client.access_token_s,
        "iat": now_s,
        "version": _VERSION,
        "client_id": client.id,
    }
    if client.enable_token_revocation:
        claims["jti"] = jti
    return overrides.changed(claims, changes.access)
