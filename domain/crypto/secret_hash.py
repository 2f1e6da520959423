"""SECRET_HASH: how a confidential client proves its secret with each request (srp.md 7)."""

from __future__ import annotations

import base64
import hashlib
import hmac


def secret_hash(client_secret: str, username: str, client_id: str) -> str:
    """Return base64(HMAC-SHA256(client secret, user name + client id)), 44 characters."""
    digest = hmac.digest(client_secret.encode(), (username + client_id).encode(), hashlib.sha256)
    return base64.b64encode(digest).decode()
