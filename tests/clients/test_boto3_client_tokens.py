"""boto3, as a program that signs in by itself, where several processes share a store."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.machines import machine_of, make_server
from tests.support.tenant import Tenant, make_tenant


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool where several processes write to one store."""
    return make_tenant(deployments.get(request.param))


def _token(machine: Tenant, **members: Any) -> dict[str, Any]:  # noqa: ANN401 - any member
    own = {"ClientId": machine.client_id, "Secret": machine.client_secret}
    answer = machine.api.get_client_token(**{**own, **members})
    given: dict[str, Any] = answer["ClientAuthenticationResult"]
    return given


def test_a_resource_server_verifies_the_token(tenant: Tenant) -> None:
    """By the served keys and the issuer; it says what the client may do, and that it is no user."""
    server = make_server(tenant, "read", "write")
    machine = machine_of(tenant, f"{server}/read", f"{server}/write")

    given = _token(machine, Scopes=[f"{server}/read"])

    assert (given["TokenType"], given["ExpiresIn"]) == ("Bearer", 3600)
    keys = jwt.PyJWKClient(f"{tenant.issuer}/.well-known/jwks.json")
    key = keys.get_signing_key_from_jwt(given["AccessToken"])
    claims = jwt.decode(given["AccessToken"], key, algorithms=["RS256"], issuer=tenant.issuer)
    assert (claims["sub"], claims["client_id"]) == (machine.client_id, machine.client_id)
    assert (claims["scope"], claims["token_use"]) == (f"{server}/read", "access")
    with pytest.raises(machine.api.exceptions.NotAuthorizedException) as refused:
        machine.api.get_user(AccessToken=given["AccessToken"])
    text = refused.value.response["Error"]["Message"]
    assert text == "Access Token does not have required scopes"


def test_secrets_are_exchanged_without_an_outage(tenant: Tenant) -> None:
    """The second works as soon as it is there, in every process, and the first until it goes."""
    machine = machine_of(tenant)
    of_client = {"UserPoolId": machine.pool_id, "ClientId": machine.client_id}
    (first,) = machine.api.list_user_pool_client_secrets(**of_client)["ClientSecrets"]
    added = machine.api.add_user_pool_client_secret(**of_client)["ClientSecretDescriptor"]
    for secret in (machine.client_secret, added["ClientSecretValue"]):
        assert _token(machine, Secret=secret)

    machine.api.delete_user_pool_client_secret(**of_client, ClientSecretId=first["ClientSecretId"])

    assert _token(machine, Secret=added["ClientSecretValue"])
    for _ in range(4):
        with pytest.raises(machine.api.exceptions.NotAuthorizedException):
            _token(machine)


def test_scopes_are_those_that_are_there(tenant: Tenant) -> None:
    """A scope is in no token, from any process, once its server is deleted, until it is back."""
    gone, stays = (f"{make_server(tenant, 'read')}/read" for _ in range(2))
    machine = machine_of(tenant, gone, stays)
    server = {"UserPoolId": tenant.pool_id, "Identifier": gone.removesuffix("/read")}

    def scopes() -> set[str]:
        tokens = [_token(machine)["AccessToken"] for _ in range(4)]
        read = (jwt.decode(each, options={"verify_signature": False}) for each in tokens)
        return {str(claims["scope"]) for claims in read}

    assert scopes() == {f"{gone} {stays}"}
    tenant.api.delete_resource_server(**server)
    assert scopes() == {stays}
    back = [{"ScopeName": "read", "ScopeDescription": "Again"}]
    tenant.api.create_resource_server(**server, Name="Shop", Scopes=back)
    assert scopes() == {f"{gone} {stays}"}
