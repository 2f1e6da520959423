"""One GET to a server under test."""

from __future__ import annotations

from collections.abc import Mapping

import httpx2


def fetch(
    url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> httpx2.Response:
    """GET a URL as it is: neither a proxy of the environment nor a redirect is followed.

    The servers of the tests speak plain HTTP; to load the certificates of the system for each
    request would cost twenty times the request.
    """
    return httpx2.get(
        url, params=params, headers=headers, timeout=30, trust_env=False, verify=False
    )
