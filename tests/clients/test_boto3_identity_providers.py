"""boto3, as an administrator of identity providers, where several processes share a store."""

from __future__ import annotations

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import Tenant, make_tenant, unique

DETAILS = {
    "attributes_request_method": "GET",
    "authorize_scopes": "openid",
    "client_id": "1example",
    "client_secret": "a-secret-of-theirs",
    "oidc_issuer": "https://login.example.com",
}


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool where several processes write to one store."""
    return make_tenant(deployments.get(request.param))


def test_a_provider_is_made_used_and_deleted(tenant: Tenant) -> None:
    """Every operation once, with what boto3 makes of its answer, in the order of Terraform."""
    api, name, identifier = tenant.api, unique("Corp"), unique("corp")
    of_pool = {"UserPoolId": tenant.pool_id}
    made = api.create_identity_provider(
        **of_pool,
        ProviderName=name,
        ProviderType="OIDC",
        ProviderDetails=DETAILS,
        IdpIdentifiers=[identifier],
    )["IdentityProvider"]
    assert made["ProviderDetails"].items() >= DETAILS.items()
    assert api.describe_identity_provider(**of_pool, ProviderName=name)["IdentityProvider"] == made
    found = api.get_identity_provider_by_identifier(**of_pool, IdpIdentifier=identifier)
    assert found["IdentityProvider"] == made
    client = tenant.with_client(SupportedIdentityProviders=[name])

    changed = api.update_identity_provider(
        **of_pool, ProviderName=name, AttributeMapping={"email": "mail"}
    )["IdentityProvider"]
    assert changed["AttributeMapping"] == {"email": "mail"}
    pages = api.get_paginator("list_identity_providers").paginate(
        **of_pool, PaginationConfig={"PageSize": 1}
    )
    assert name in [each["ProviderName"] for page in pages for each in page["Providers"]]

    api.delete_identity_provider(**of_pool, ProviderName=name)
    with pytest.raises(api.exceptions.ResourceNotFoundException):
        api.describe_identity_provider(**of_pool, ProviderName=name)
    shown = api.describe_user_pool_client(**of_pool, ClientId=client.client_id)["UserPoolClient"]
    assert "SupportedIdentityProviders" not in shown


def test_an_identifier_goes_to_one_of_many(tenant: Tenant) -> None:
    """Of twenty providers that are made at once with one identifier one is, and is found by it."""
    identifier = unique("corp")

    made = outcomes(
        20,
        lambda number: tenant.api.create_identity_provider(
            UserPoolId=tenant.pool_id,
            ProviderName=f"{identifier}{number}",
            ProviderType="OIDC",
            ProviderDetails=DETAILS,
            IdpIdentifiers=[identifier],
        ),
    )

    refused = [each for each in made if isinstance(each, Exception)]
    assert {type(each) for each in refused} == {tenant.api.exceptions.InvalidParameterException}
    (number,) = (at for at, each in enumerate(made) if not isinstance(each, Exception))
    found = tenant.api.get_identity_provider_by_identifier(
        UserPoolId=tenant.pool_id, IdpIdentifier=identifier
    )
    assert found["IdentityProvider"]["ProviderName"] == f"{identifier}{number}"
