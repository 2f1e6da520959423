"""Tokens as a relying party sees them: discovery, the served keys, and an independent check."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from tests.support.fetch import fetch
from tests.support.tenant import Tenant


def test_discovery_names_the_issuer_of_the_tokens(tenant: Tenant) -> None:
    """The issuer of the discovery document is where it was found and what `iss` says."""
    tokens = tenant.sign_in(tenant.user())
    document = _get(f"{tenant.issuer}/.well-known/openid-configuration")
    assert document["issuer"] == tenant.issuer
    for use in ("AccessToken", "IdToken"):
        claims = jwt.decode(tokens[use], options={"verify_signature": False})
        assert claims["iss"] == document["issuer"]


@pytest.mark.parametrize(("use", "audience"), [("AccessToken", False), ("IdToken", True)])
def test_tokens_verify_with_the_served_keys(tenant: Tenant, use: str, audience: bool) -> None:
    """PyJWT verifies both tokens with what PyJWKClient finds at the discovered address."""
    name = tenant.user()
    token = tenant.sign_in(name)[use]
    document = _get(f"{tenant.issuer}/.well-known/openid-configuration")
    keys = jwt.PyJWKClient(document["jwks_uri"])
    claims = jwt.decode(
        token,
        keys.get_signing_key_from_jwt(token),
        algorithms=["RS256"],
        issuer=tenant.issuer,
        audience=tenant.client_id if audience else None,
        options={"require": ["exp", "iat", "iss", "sub", "jti", "auth_time", "token_use"]},
    )
    assert claims["token_use"] == ("id" if audience else "access")
    assert claims["cognito:username" if audience else "username"] == name
    assert "at_hash" not in claims


def test_each_use_has_a_key_of_its_own(tenant: Tenant) -> None:
    """The two keys of a pool are RSA keys for signatures, public parts only."""
    keys = _get(f"{tenant.issuer}/.well-known/jwks.json")["keys"]
    assert len(keys) == 2
    for key in keys:
        assert key.keys() == {"kty", "alg", "use", "kid", "n", "e"}
        assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
    tokens = tenant.sign_in(tenant.user())
    used = {jwt.get_unverified_header(tokens[use])["kid"] for use in ("AccessToken", "IdToken")}
    assert used == {key["kid"] for key in keys}


def _get(url: str) -> dict[str, Any]:
    answer = fetch(url)
    answer.raise_for_status()
    assert "max-age=" in answer.headers["cache-control"]
    document: dict[str, Any] = answer.json()
    return document
