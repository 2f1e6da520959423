"""The landing page and the frame of the outbox page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

import pytest

from adapters.web.landing import Landing
from tests.web.conftest import Site


def test_landing_tells_what_runs_here(site: Site) -> None:
    """The page at / names version and address, and links to outbox and health."""
    answer = site.client.get("/")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "9.9.9" in answer.text
    assert "POST http://localhost:9229/" in answer.text
    assert {"outbox", "livez", "readyz"} == set(re.findall(r'href="(\w+)"', answer.text))


def test_landing_of_production_knows_no_outbox(make_site: Callable[[bool], Site]) -> None:
    """In production the page links to nothing that is not there."""
    page = make_site(False).client.get("/").text

    assert "outbox" not in page.lower()
    assert "development" not in page.lower()


def test_values_are_escaped() -> None:
    """What is filled into a page cannot become markup."""
    landing = Landing(version="<script>1</script>", origin='"><b>', outbox=False)

    text = bytes(landing._response.body).decode()
    assert "&lt;script&gt;1&lt;/script&gt;" in text
    assert "<b>" not in text


@pytest.mark.parametrize("path", ["/", "/outbox"])
def test_pages_allow_their_own_content_only(site: Site, path: str) -> None:
    """Each page's policy names the hashes of exactly its own style and script (SEC-49)."""
    answer = site.client.get(path)
    policy = answer.headers["content-security-policy"]

    for tag in ("style", "script"):
        directive = re.search(rf"{tag}-src ([^;]+)", policy)
        assert directive is not None
        contents = re.findall(rf"<{tag}>(.*?)</{tag}>", answer.text, re.DOTALL)
        wanted = [
            f"'sha256-{base64.b64encode(hashlib.sha256(c.encode()).digest()).decode()}'"
            for c in contents
        ] or ["'none'"]
        assert directive.group(1).split() == wanted
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/outbox", "/_dev/outbox"])
def test_answers_for_people_carry_the_guards(site: Site, path: str) -> None:
    """Pages and the outbox are not stored, framed, sniffed or told to others, nor open to CORS."""
    headers = site.client.get(path, headers={"origin": "https://evil.example"}).headers

    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in headers


def test_pages_load_nothing_from_elsewhere(site: Site) -> None:
    """No page names another host: it works without a network and tells nobody that it is read."""
    for path in ("/", "/outbox"):
        addresses = re.findall(r'(?:src|href)="([^"]*)"', site.client.get(path).text)
        assert all(not address.startswith(("http", "//")) for address in addresses)


def test_production_has_no_outbox(make_site: Callable[[bool], Site]) -> None:
    """The paths of the development profile do not exist in production."""
    client = make_site(False).client

    assert client.get("/outbox").status_code == 404
    assert client.get("/_dev/outbox").status_code == 404
    assert client.delete("/_dev/outbox").status_code == 404
