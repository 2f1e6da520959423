"""Translation between the shapes of the operations on terms documents and the domain's values."""

from __future__ import annotations

from typing import cast

from adapters.api.wire import model as w
from adapters.api.wire.missing import require
from adapters.api.wire.present import filled, seconds
from domain.model.identifiers import ClientId, PoolId
from domain.model.terms import Terms
from domain.paging import Page
from domain.pools.terms import NewTerms


def new_terms(req: w.CreateTermsRequest) -> NewTerms:
    """Return the document that a request describes.

    Raises InvalidParameterException where it has no links, which the model would allow: there would
    be nothing to show.
    """
    require(req, "Links")
    return NewTerms(
        pool_id=PoolId(req["UserPoolId"]),
        client_id=ClientId(req["ClientId"]),
        name=req["TermsName"],
        links=req["Links"],
    )


def shown(terms: Terms) -> w.TermsType:
    """Write a document; source and enforcement have one value each."""
    return {
        "TermsId": terms.id,
        "UserPoolId": terms.pool_id,
        "ClientId": terms.client_id,
        "TermsName": terms.name,
        "TermsSource": "LINK",
        "Enforcement": "NONE",
        "Links": {**terms.links},
        "CreationDate": seconds(terms.created_at_ms),
        "LastModifiedDate": seconds(terms.modified_at_ms),
    }


def terms_page(page: Page[Terms]) -> w.ListTermsResponse:
    """Write a page of documents, each in short."""
    summaries: list[w.TermsDescriptionType] = [
        {
            "TermsId": terms.id,
            "TermsName": terms.name,
            "Enforcement": "NONE",
            "CreationDate": seconds(terms.created_at_ms),
            "LastModifiedDate": seconds(terms.modified_at_ms),
        }
        for terms in page.items
    ]
    shape = {"Terms": summaries, "NextToken": page.next_token}
    return cast("w.ListTermsResponse", filled(shape))
