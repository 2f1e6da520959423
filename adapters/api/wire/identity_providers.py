"""Translation between the shapes of identity providers and the domain's values."""

from __future__ import annotations

from typing import Final, cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled, listed, seconds
from adapters.api.wire.saml_metadata import redirect_addresses
from domain.model.identity_provider import IdentityProvider
from domain.paging import Page
from domain.pools.identity_providers import DescribedProvider, ProviderSettings

PAGE_MAX: Final = 50
"""Providers on a page where the request names no number: the model's list is no longer."""

_METADATA: Final = "MetadataFile"


def settings(
    req: w.CreateIdentityProviderRequest | w.UpdateIdentityProviderRequest,
) -> ProviderSettings:
    """Return what a request says of a provider, with the addresses that its metadata names.

    Raises InvalidParameterException for metadata that are none.
    """
    details = req.get("ProviderDetails")
    if details is not None and _METADATA in details:
        details = {**details, **redirect_addresses(details[_METADATA])}
    identifiers = req.get("IdpIdentifiers")
    return ProviderSettings(
        details=details,
        attributes=req.get("AttributeMapping"),
        identifiers=None if identifiers is None else tuple(identifiers),
        levels=req.get("AcrMapping"),
    )


def shown(described: DescribedProvider) -> w.IdentityProviderType:
    """Write a provider."""
    provider = described.provider
    shape = {
        "UserPoolId": provider.pool_id,
        "ProviderName": provider.name,
        "ProviderType": provider.type.value,
        "ProviderDetails": {**described.details},
        "AttributeMapping": {**provider.attributes},
        "IdpIdentifiers": listed(provider.identifiers) or [],
        "AcrMapping": None if provider.levels is None else {**provider.levels},
        "CreationDate": seconds(provider.created_at_ms),
        "LastModifiedDate": seconds(provider.modified_at_ms),
    }
    return cast("w.IdentityProviderType", filled(shape))


def providers_page(page: Page[IdentityProvider]) -> w.ListIdentityProvidersResponse:
    """Write a page of providers, each in short."""
    summaries: list[w.ProviderDescription] = [
        {
            "ProviderName": provider.name,
            "ProviderType": provider.type.value,
            "CreationDate": seconds(provider.created_at_ms),
            "LastModifiedDate": seconds(provider.modified_at_ms),
        }
        for provider in page.items
    ]
    shape = {"Providers": summaries, "NextToken": page.next_token}
    return cast("w.ListIdentityProvidersResponse", filled(shape))
