"""Redirect URIs."""

from __future__ import annotations

import pytest

from domain.errors import InvalidParameterException
from domain.pools.redirect_uris import check_redirect_uri


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example.com",
        "https://app.example.com:8443/back?to=home",
        "https://[2001:db8::1]/back",
        "http://localhost:3000/back",
        "http://LOCALHOST",
        "http://127.0.0.1/",
        "http://[::1]:8080/back",
        "myapp://example",
        "com.example.app:/back",
    ],
)
def test_addresses_of_apps_are_accepted(uri: str) -> None:
    """https, http on this machine, and schemes of apps are accepted."""
    check_redirect_uri(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "http://app.example.com/back",
        "HTTP://app.example.com",
        "http://localhost.example.com",
        "http://127.0.0.2/",
        "http://[::2]/",
    ],
)
def test_http_to_other_machines_is_refused(uri: str) -> None:
    """Without https a code would cross the network in clear."""
    with pytest.raises(InvalidParameterException) as caught:
        check_redirect_uri(uri)

    assert caught.value.text == f"{uri} cannot use the HTTP protocol."


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example.com/#top",
        "myapp://example#",
        "/back",
        "app.example.com",
        "//app.example.com/back",
        "https:app.example.com",
        "https:///back",
        "https://ann@app.example.com/",
        "http://localhost@evil.example/",
        "http://localhost:80@evil.example/",
        "https://app.example.com:port/",
        "https://app.example.com\\@evil.example/",
        "https://app.example.com\\.evil.example/",
        "http://localhost\\.evil.example/",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,hello",
        "vbscript:x",
        "file:///etc/passwd",
        "about:blank",
        "blob:https://app.example.com/1",
        "myapp:",
        "1app://example",
    ],
)
def test_addresses_that_mislead_are_refused(uri: str) -> None:
    """Fragments, user information, backslashes, relative and scripting addresses are refused."""
    with pytest.raises(InvalidParameterException):
        check_redirect_uri(uri)
