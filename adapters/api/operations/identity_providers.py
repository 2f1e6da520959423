"""Identity providers: create, describe, update, delete and list them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import identity_providers as wire
from adapters.api.wire import model as w
from adapters.api.wire.accept_page import page_request
from domain.model.identifiers import PoolId
from domain.model.identity_provider import ProviderType


def create_identity_provider(
    call: Call, req: w.CreateIdentityProviderRequest
) -> w.CreateIdentityProviderResponse:
    """Make an identity provider in a pool."""
    made = call.services.identity_providers.create(
        PoolId(req["UserPoolId"]),
        req["ProviderName"],
        ProviderType(req["ProviderType"]),
        wire.settings(req),
    )
    return {"IdentityProvider": wire.shown(made)}


def describe_identity_provider(
    call: Call, req: w.DescribeIdentityProviderRequest
) -> w.DescribeIdentityProviderResponse:
    """Show an identity provider."""
    found = call.services.identity_providers.describe(
        PoolId(req["UserPoolId"]), req["ProviderName"]
    )
    return {"IdentityProvider": wire.shown(found)}


def get_identity_provider_by_identifier(
    call: Call, req: w.GetIdentityProviderByIdentifierRequest
) -> w.GetIdentityProviderByIdentifierResponse:
    """Show the identity provider that an identifier stands for."""
    found = call.services.identity_providers.describe_by_identifier(
        PoolId(req["UserPoolId"]), req["IdpIdentifier"]
    )
    return {"IdentityProvider": wire.shown(found)}


def update_identity_provider(
    call: Call, req: w.UpdateIdentityProviderRequest
) -> w.UpdateIdentityProviderResponse:
    """Change an identity provider; what is not given stays."""
    changed = call.services.identity_providers.update(
        PoolId(req["UserPoolId"]), req["ProviderName"], wire.settings(req)
    )
    return {"IdentityProvider": wire.shown(changed)}


def delete_identity_provider(call: Call, req: w.DeleteIdentityProviderRequest) -> None:
    """Delete an identity provider; clients that named it do so no more."""
    call.services.identity_providers.delete(PoolId(req["UserPoolId"]), req["ProviderName"])


def list_identity_providers(
    call: Call, req: w.ListIdentityProvidersRequest
) -> w.ListIdentityProvidersResponse:
    """List the identity providers of a pool, page by page."""
    limit = req.get("MaxResults") or wire.PAGE_MAX
    request = page_request(call.principal, limit, req.get("NextToken"))
    page = call.services.identity_providers.list(PoolId(req["UserPoolId"]), request)
    return wire.providers_page(page)
