"""boto3, as a service that passes a user's token on, where several processes share a store."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.machines import machine_of, make_server
from tests.support.tenant import Tenant, make_tenant

FLOWS = ["ALLOW_TOKEN_EXCHANGE_IMPERSONATION", "ALLOW_TOKEN_EXCHANGE_DELEGATION"]


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool where several processes write to one store."""
    return make_tenant(deployments.get(request.param))


def _verified(tenant: Tenant, token: str, audience: str | None = None) -> dict[str, Any]:
    keys = jwt.PyJWKClient(f"{tenant.issuer}/.well-known/jwks.json")
    key = keys.get_signing_key_from_jwt(token)
    return jwt.decode(token, key, algorithms=["RS256"], issuer=tenant.issuer, audience=audience)


def test_a_service_acts_for_a_user(tenant: Tenant) -> None:
    """It gets a token for the next service, which verifies it and sees both; his account is shut.

    When the user signs out, the token is not exchanged again.
    """
    server = make_server(tenant, "read")
    machine = machine_of(tenant, f"{server}/read")
    service = tenant.with_client(GenerateSecret=True, ExplicitAuthFlows=FLOWS)
    name = tenant.user()
    subject = tenant.sign_in(name)["AccessToken"]
    own = service.api.get_client_token(ClientId=machine.client_id, Secret=machine.client_secret)
    request = {
        "ClientId": service.client_id,
        "ClientSecret": service.client_secret,
        "SubjectToken": subject,
        "SubjectTokenType": "ACCESS_TOKEN",
        "ActorToken": own["ClientAuthenticationResult"]["AccessToken"],
        "ActorTokenType": "ACCESS_TOKEN",
        "Resources": [server],
    }

    given = service.api.get_derived_token(**request)

    assert (given["IssuedTokenType"], given["TokenType"]) == ("ACCESS_TOKEN", "Bearer")
    claims = _verified(tenant, given["IssuedToken"], server)
    assert (claims["username"], claims["client_id"]) == (name, service.client_id)
    assert claims["act"]["sub"] == machine.client_id
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        tenant.api.get_user(AccessToken=given["IssuedToken"])
    tenant.api.global_sign_out(AccessToken=subject)
    chained = {**request, "SubjectToken": given["IssuedToken"]}
    for _ in range(4):
        with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
            service.api.get_derived_token(**chained)


def test_an_id_token_is_derived(tenant: Tenant) -> None:
    """For a service by its logical name, with the client as who asked for it; not a bearer."""
    service = tenant.with_client(ExplicitAuthFlows=FLOWS)
    tokens = tenant.sign_in(tenant.user())

    given = service.api.get_derived_token(
        ClientId=service.client_id,
        SubjectToken=tokens["IdToken"],
        SubjectTokenType="ID_TOKEN",
        RequestedTokenType="ID_TOKEN",
        Audiences=["billing"],
    )

    assert (given["IssuedTokenType"], given["TokenType"]) == ("ID_TOKEN", "N_A")
    claims = _verified(tenant, given["IssuedToken"], "billing")
    assert (claims["azp"], claims["token_use"]) == (service.client_id, "id")
