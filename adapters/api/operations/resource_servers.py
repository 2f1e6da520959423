"""Resource servers: create, describe, update, delete and list them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w
from adapters.api.wire import resource_servers as wire
from adapters.api.wire.accept_page import page_request
from domain.model.identifiers import PoolId


def create_resource_server(
    call: Call, req: w.CreateResourceServerRequest
) -> w.CreateResourceServerResponse:
    """Make a resource server in a pool."""
    server = call.services.resource_servers.create(wire.server(req))
    return {"ResourceServer": wire.shown(server)}


def describe_resource_server(
    call: Call, req: w.DescribeResourceServerRequest
) -> w.DescribeResourceServerResponse:
    """Show a resource server."""
    server = call.services.resource_servers.describe(PoolId(req["UserPoolId"]), req["Identifier"])
    return {"ResourceServer": wire.shown(server)}


def update_resource_server(
    call: Call, req: w.UpdateResourceServerRequest
) -> w.UpdateResourceServerResponse:
    """Replace name and scopes of a resource server; scopes that are not given are deleted."""
    server = call.services.resource_servers.update(wire.server(req))
    return {"ResourceServer": wire.shown(server)}


def delete_resource_server(call: Call, req: w.DeleteResourceServerRequest) -> None:
    """Delete a resource server; clients keep the names of its scopes."""
    call.services.resource_servers.delete(PoolId(req["UserPoolId"]), req["Identifier"])


def list_resource_servers(
    call: Call, req: w.ListResourceServersRequest
) -> w.ListResourceServersResponse:
    """List the resource servers of a pool, page by page."""
    limit = req.get("MaxResults", wire.PAGE_MAX)
    request = page_request(call.principal, limit, req.get("NextToken"))
    page = call.services.resource_servers.list(PoolId(req["UserPoolId"]), request)
    return wire.servers_page(page)
