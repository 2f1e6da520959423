"""Customizations of the classic pages that cannot be."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row
from tests.support.tenant import unique


@row(
    ("SetUICustomization", "GetUICustomization"),
    "no domain",
    "InvalidParameterException",
    "There has to be an existing domain associated with this user pool",
)
def no_domain(desk: Desk, _operation: str) -> Request:
    """The pool has no pages."""
    return {"UserPoolId": desk.plain.pool_id, "ClientId": desk.plain.client_id}


@row(
    "SetUICustomization",
    "unknown class",
    "InvalidParameterException",
    "CSS class .banner is not allowed.",
)
def unknown_class(desk: Desk, _operation: str) -> Request:
    """The pages have no such class."""
    tenant = desk.pool(UserPoolTags={"has": "pages"})
    pool = {"UserPoolId": tenant.pool_id}
    if "Domain" not in tenant.api.describe_user_pool(**pool)["UserPool"]:
        tenant.api.create_user_pool_domain(**pool, Domain=unique("shop"))
    return {**pool, "CSS": ".banner {color: red}"}
