"""Keys and discovery, as verifiers of tokens read them."""

from __future__ import annotations

import pytest

from tests.web.conftest import KEYS, ORIGIN, Site

KNOWN = "/us-east-1_Known0001/.well-known"


def test_jwks_shows_both_keys(site: Site) -> None:
    """JWKS holds the pool's keys in the order of the signer, with Cognito's members."""
    answer = site.client.get(f"{KNOWN}/jwks.json")

    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "keys": [
            {"alg": "RS256", "e": "AQAB", "kid": "one", "kty": "RSA", "n": "wP_u", "use": "sig"},
            {"alg": "RS256", "e": "AQAB", "kid": "two", "kty": "RSA", "n": "Deyv", "use": "sig"},
        ]
    }
    assert KEYS[0].modulus == int.from_bytes(b"\xc0\xff\xee", "big")


def test_discovery_of_a_pool_without_domain(site: Site) -> None:
    """Discovery names issuer and keys and leaves out every endpoint that there is not."""
    issuer = f"{ORIGIN}/us-east-1_Known0001"

    assert site.client.get(f"{KNOWN}/openid-configuration").json() == {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
    }


@pytest.mark.parametrize("name", ["jwks.json", "openid-configuration"])
def test_an_unknown_pool_is_not_found(site: Site, name: str) -> None:
    """A pool that does not exist is 404 in JSON, and nobody keeps that."""
    answer = site.client.get(f"/us-east-1_Nowhere01/.well-known/{name}")

    assert answer.status_code == 404
    assert answer.json() == {"message": "User pool us-east-1_Nowhere01 does not exist."}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "pool_id", ["x" * 56, "%00", "us-east-1_%00", "us-east-1", "a_b%0A", "%FF"]
)
def test_what_cannot_be_a_pool_id_is_not_looked_up(site: Site, pool_id: str) -> None:
    """It costs no statement, nor does it break one: PostgreSQL refuses U+0000."""
    assert site.client.get(f"/{pool_id}/.well-known/jwks.json").status_code == 404
    assert site.keys.asked == 0


@pytest.mark.parametrize("name", ["jwks.json", "openid-configuration"])
def test_a_second_reading_costs_nothing(site: Site, name: str) -> None:
    """A document is written once; reading it again asks the signer for nothing."""
    first = site.client.get(f"{KNOWN}/{name}")
    asked = site.keys.asked
    second = site.client.get(f"{KNOWN}/{name}")

    assert second.content == first.content
    assert site.keys.asked == asked == 1


def test_documents_are_written_anew_after_their_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After max-age a deleted pool is found missing: nothing is kept longer than verifiers may."""
    site.client.get(f"{KNOWN}/jwks.json")
    site.keys.pools.clear()
    assert site.client.get(f"{KNOWN}/jwks.json").status_code == 200

    monkeypatch.setattr("adapters.web.well_known.MAX_AGE_S", -1)

    assert site.client.get(f"{KNOWN}/jwks.json").status_code == 404


def test_an_unchanged_document_is_not_sent_again(site: Site) -> None:
    """Who has the document already gets 304 without a body."""
    first = site.client.get(f"{KNOWN}/jwks.json")
    etag = first.headers["etag"]

    second = site.client.get(f"{KNOWN}/jwks.json", headers={"if-none-match": etag})

    assert first.headers["cache-control"] == "public, max-age=300"
    assert second.status_code == 304
    assert second.content == b""
    assert second.headers["etag"] == etag
