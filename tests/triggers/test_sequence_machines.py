"""Tokens of clients by themselves and for users: which functions are called, and the whole event.

The rows of the table of triggers.md 3.2, with ClientMetadata and without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.api.stage import Members
from tests.support.function_service import PLAIN, FunctionService, Stand, ok
from tests.support.machines import MACHINE
from tests.support.trigger_receiver import function_error
from tests.support.world import claims_of
from tests.triggers.told import (
    GIVEN,
    NO_GROUPS,
    TOKENS,
    TOKENS_WITH_SCOPES,
    sent,
    tokens,
    told,
)

Metadata = Mapping[str, str] | None
SOURCE = "TokenGeneration_ClientCredentials"
ALLOWED = ["shop/read", "shop/write"]

with_and_without = pytest.mark.parametrize("given", GIVEN, ids=["bare", "metadata"])


def machine_in(pool: Stand) -> tuple[Stand, str]:
    """Make a resource server, and a client of all its scopes; that client and its secret."""
    scopes = [{"ScopeName": name, "ScopeDescription": "-"} for name in ("read", "write")]
    server = {"UserPoolId": pool.pool_id, "Identifier": "shop", "Name": "Shop", "Scopes": scopes}
    ok(pool.service.signed("CreateResourceServer", **server))
    members = {"ClientName": "machine", **MACHINE, "AllowedOAuthScopes": ALLOWED}
    made = ok(pool.service.signed("CreateUserPoolClient", UserPoolId=pool.pool_id, **members))
    client = made["UserPoolClient"]
    return replace(pool, client_id=client["ClientId"]), client["ClientSecret"]


@with_and_without
@pytest.mark.parametrize("wanted", [[], ["shop/read"]], ids=["all", "one"])
def test_a_client_by_itself(service: FunctionService, given: Metadata, wanted: list[str]) -> None:
    """Nothing but the tokens, in the third form: the scopes, and nobody's name or attributes."""
    machine, secret = machine_in(service.pool(*PLAIN, form="V3_0"))
    more = {"accessTokenGeneration": {"scopesToAdd": ["shop/more"]}}
    service.receiver.answer(SOURCE, claimsAndScopeOverrideDetails=more)

    answer = machine.public("GetClientToken", Secret=secret, Scopes=wanted, **sent(given))

    scopes = wanted or ALLOWED
    request: Members = {"userAttributes": {}, "groupConfiguration": NO_GROUPS, "scopes": scopes}
    event = machine.event(
        SOURCE,
        {**request, **told(given)},
        TOKENS_WITH_SCOPES,
        username="ClientCredentials",
        version="3",
    )
    assert service.events == [event]
    said = claims_of(answer["ClientAuthenticationResult"]["AccessToken"])
    assert said["scope"] == " ".join([*scopes, "shop/more"])


@pytest.mark.parametrize("form", ["V1_0", "V2_0"])
def test_earlier_forms_hear_nothing(service: FunctionService, form: str) -> None:
    """The token is given without them."""
    machine, secret = machine_in(service.pool(*PLAIN, form=form))

    assert machine.public("GetClientToken", Secret=secret)
    assert service.events == []


def test_a_refusal_is_told_as_not_authorized(service: FunctionService) -> None:
    """The operation declares no error of functions."""
    machine, secret = machine_in(service.pool(*PLAIN, form="V3_0"))
    service.receiver.answer(SOURCE, function_error("closed today"))

    assert machine.refused("GetClientToken", Secret=secret) == (
        "NotAuthorizedException",
        "PreTokenGeneration failed with error closed today.",
    )


@pytest.mark.parametrize(("form", "version"), [("V1_0", "1"), ("V2_0", "2"), ("V3_0", "3")])
def test_an_exchange(service: FunctionService, form: str, version: str) -> None:
    """Nothing but the tokens, in the form of the pool, about the user of the subject token."""
    pool = service.pool(*PLAIN, form=form)
    pool.add()
    subject = pool.begin()["AuthenticationResult"]["AccessToken"]
    flows = ["ALLOW_TOKEN_EXCHANGE_IMPERSONATION"]
    members = {"ClientName": "service", "ExplicitAuthFlows": flows}
    made = ok(service.signed("CreateUserPoolClient", UserPoolId=pool.pool_id, **members))
    requester = replace(pool, client_id=made["UserPoolClient"]["ClientId"])
    service.receiver.deliveries.clear()

    requester.public("GetDerivedToken", SubjectToken=subject, SubjectTokenType="ACCESS_TOKEN")

    request = tokens(pool.user())
    source = "TokenGeneration_Authentication"
    if form == "V1_0":
        assert service.events == [requester.event(source, request, TOKENS, version=version)]
    else:
        shown = {**request, "scopes": ["aws.cognito.signin.user.admin"]}
        event = requester.event(source, shown, TOKENS_WITH_SCOPES, version=version)
        assert service.events == [event]
