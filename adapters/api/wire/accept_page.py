"""What every listing asks for: how many, from where, and on whose behalf."""

from __future__ import annotations

from domain.paging import PageRequest


def page_request(principal: str | None, limit: int | None, token: str | None) -> PageRequest:
    """Return the request for a page; its token opens only for the access key it was made for."""
    return PageRequest(caller=principal or "", limit=limit, token=token)
