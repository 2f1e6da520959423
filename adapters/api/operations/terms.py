"""Terms documents: create, describe, update, delete and list them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w
from adapters.api.wire import terms as wire
from adapters.api.wire.accept_page import page_request
from domain.model.identifiers import ClientId, PoolId


def create_terms(call: Call, req: w.CreateTermsRequest) -> w.CreateTermsResponse:
    """Make a terms document of a client."""
    return {"Terms": wire.shown(call.services.terms.create(wire.new_terms(req)))}


def describe_terms(call: Call, req: w.DescribeTermsRequest) -> w.DescribeTermsResponse:
    """Show a terms document."""
    terms = call.services.terms.describe(PoolId(req["UserPoolId"]), req["TermsId"])
    return {"Terms": wire.shown(terms)}


def describe_terms_by_client(
    call: Call, req: w.DescribeTermsByClientRequest
) -> w.DescribeTermsByClientResponse:
    """Show the document of one name that a client has."""
    terms = call.services.terms.describe_by_client(
        PoolId(req["UserPoolId"]), ClientId(req["ClientId"]), req["TermsName"]
    )
    return {"Terms": wire.shown(terms)}


def update_terms(call: Call, req: w.UpdateTermsRequest) -> w.UpdateTermsResponse:
    """Change name or links of a terms document; what is not given stays."""
    terms = call.services.terms.update(
        PoolId(req["UserPoolId"]), req["TermsId"], req.get("TermsName"), req.get("Links")
    )
    return {"Terms": wire.shown(terms)}


def delete_terms(call: Call, req: w.DeleteTermsRequest) -> None:
    """Delete a terms document."""
    call.services.terms.delete(PoolId(req["UserPoolId"]), req["TermsId"])


def list_terms(call: Call, req: w.ListTermsRequest) -> w.ListTermsResponse:
    """List the terms documents of a pool, page by page."""
    request = page_request(call.principal, req.get("MaxResults"), req.get("NextToken"))
    return wire.terms_page(call.services.terms.list(PoolId(req["UserPoolId"]), request))
