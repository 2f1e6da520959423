"""App clients: create, describe, update, delete and list them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import accept_clients as accept
from adapters.api.wire import accept_page
from adapters.api.wire import model as w
from adapters.api.wire import present_clients as present
from domain.model.identifiers import ClientId, PoolId


def create_user_pool_client(
    call: Call, req: w.CreateUserPoolClientRequest
) -> w.CreateUserPoolClientResponse:
    """Make a client in a pool."""
    described = call.services.clients.create(PoolId(req["UserPoolId"]), accept.new_client(req))
    return {"UserPoolClient": present.user_pool_client(described)}


def delete_user_pool_client(call: Call, req: w.DeleteUserPoolClientRequest) -> None:
    """Delete a client; its tokens no longer refresh."""
    call.services.clients.delete(PoolId(req["UserPoolId"]), ClientId(req["ClientId"]))


def describe_user_pool_client(
    call: Call, req: w.DescribeUserPoolClientRequest
) -> w.DescribeUserPoolClientResponse:
    """Show the configuration of a client, its secret included."""
    described = call.services.clients.describe(PoolId(req["UserPoolId"]), ClientId(req["ClientId"]))
    return {"UserPoolClient": present.user_pool_client(described)}


def list_user_pool_clients(
    call: Call, req: w.ListUserPoolClientsRequest
) -> w.ListUserPoolClientsResponse:
    """List the clients of a pool, page by page."""
    request = accept_page.page_request(call.principal, req.get("MaxResults"), req.get("NextToken"))
    page = call.services.clients.list(
        PoolId(req["UserPoolId"]), request, req.get("ClientType", "REGULAR")
    )
    return present.clients_page(page)


def update_user_pool_client(
    call: Call, req: w.UpdateUserPoolClientRequest
) -> w.UpdateUserPoolClientResponse:
    """Replace the configuration of a client."""
    settings = accept.client_settings(req)
    described = call.services.clients.update(
        PoolId(req["UserPoolId"]), ClientId(req["ClientId"]), settings, req.get("ClientName")
    )
    return {"UserPoolClient": present.user_pool_client(described)}
