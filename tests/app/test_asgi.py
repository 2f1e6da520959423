"""The production application as another ASGI server would load it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.asgi import application
from app.refusal import BadConfiguration

OPEN_FILES = Path("/proc/self/fd")


@pytest.fixture
def client(
    own_settings: Path, unconfigured: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """The application in memory, from start to end of its life."""
    monkeypatch.setenv("COGNATE_STORAGE_URL", "memory:")
    with TestClient(application(), base_url="http://localhost:9229") as client:
        yield client


def test_production_serves_without_development_paths(client: TestClient) -> None:
    """Health, metrics and landing page are there; outbox and the framework's pages are not."""
    for path in ("/", "/livez", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
    for path in ("/outbox", "/_dev/outbox", "/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404


def test_production_starts_empty(client: TestClient) -> None:
    """No pool, no client and no credential is there that nobody made (SEC-75)."""
    assert client.get("/us-east-1_Demo00001/.well-known/jwks.json").status_code == 404
    answer = client.post(
        "/",
        headers={"x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth"},
        json={
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": "1demo000000000000000client",
            "AuthParameters": {"USERNAME": "ann@example.com", "PASSWORD": "Passw0rd!"},
        },
    )
    assert answer.json()["__type"] == "ResourceNotFoundException"


def test_it_refuses_what_serve_refuses(
    own_settings: Path, unconfigured: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another server in front does not make a pending migration harmless."""
    monkeypatch.setenv("COGNATE_STORAGE_URL", "sqlite:///new.db")

    with pytest.raises(BadConfiguration, match="cognate migrate"):
        application()


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="tells open files only where /proc does")
def test_a_refusal_leaves_no_store_open(
    own_settings: Path, unconfigured: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server in front may live on, so what was opened to look at it is closed again."""
    monkeypatch.setenv("COGNATE_STORAGE_URL", "sqlite:///new.db")

    with pytest.raises(BadConfiguration) as refusal:
        application()

    assert "new.db" not in {each.resolve().name for each in OPEN_FILES.iterdir()}, refusal
