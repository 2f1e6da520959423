"""Clients that get tokens of their own, and the resource servers that those open."""

from __future__ import annotations

from typing import Any, Final

from tests.support.tenant import Tenant, unique

FLOW: Final = "ALLOW_CLIENT_TOKEN_AUTH"
MACHINE: Final[dict[str, Any]] = {
    "GenerateSecret": True,
    "ExplicitAuthFlows": [FLOW],
    "AllowedOAuthFlows": ["client_credentials"],
}
"""What makes a client one, but its scopes."""


def make_server(tenant: Tenant, *scopes: str) -> str:
    """Make a resource server with these scopes; its identifier."""
    identifier = f"https://{unique('shop')}.example.com"
    described = [{"ScopeName": name, "ScopeDescription": f"May {name}"} for name in scopes]
    tenant.api.create_resource_server(
        UserPoolId=tenant.pool_id, Identifier=identifier, Name="Shop", Scopes=described
    )
    return identifier


def machine_of(tenant: Tenant, *scopes: str) -> Tenant:
    """The pool with such a client; without scopes, it has one of a server of its own."""
    allowed = scopes or (f"{make_server(tenant, 'read')}/read",)
    return tenant.with_client(**MACHINE, AllowedOAuthScopes=[*allowed])
