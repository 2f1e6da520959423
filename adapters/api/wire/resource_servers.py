"""Translation between the shapes of the operations on resource servers and the domain's values."""

from __future__ import annotations

from typing import Final, cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled
from domain.model.identifiers import PoolId
from domain.model.resource_server import CustomScope, ResourceServer
from domain.paging import Page

PAGE_MAX: Final = 50
"""Servers on a page where the request names no number: the model allows no more."""


def server(req: w.CreateResourceServerRequest | w.UpdateResourceServerRequest) -> ResourceServer:
    """Return the server that a request describes."""
    return ResourceServer(
        pool_id=PoolId(req["UserPoolId"]),
        identifier=req["Identifier"],
        name=req["Name"],
        scopes=tuple(
            CustomScope(name=each["ScopeName"], description=each["ScopeDescription"])
            for each in req.get("Scopes", ())
        ),
    )


def shown(server: ResourceServer) -> w.ResourceServerType:
    """Write a server."""
    return {
        "UserPoolId": server.pool_id,
        "Identifier": server.identifier,
        "Name": server.name,
        "Scopes": [
            {"ScopeName": each.name, "ScopeDescription": each.description} for each in server.scopes
        ],
    }


def servers_page(page: Page[ResourceServer]) -> w.ListResourceServersResponse:
    """Write a page of servers."""
    shape = {"ResourceServers": [shown(each) for each in page.items], "NextToken": page.next_token}
    return cast("w.ListResourceServersResponse", filled(shape))
