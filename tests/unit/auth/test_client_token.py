"""Tokens of clients by themselves: who gets them, what they say, and what a function does to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from domain.auth.client_token import ClientTokenRequest
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
)
from domain.model.client import AppClient, Validity
from domain.model.identifiers import Secret
from domain.model.resource_server import CustomScope, ResourceServer
from domain.ports.triggers import TriggerGarbled, TriggerNotJson, TriggerRefused, TriggerUnreachable
from tests.support.accounts import Functions
from tests.support.machines import FLOW
from tests.support.world import World, claims_of

SECRET = "0123456789abcdefghijklmnop"
ALLOWED = ("shop/write", "openid", "shop/read", "aws.cognito.signin.user.admin")
DETAILS = "claimsAndScopeOverrideDetails"


class Machine:
    """A client with a secret in a pool with a resource server, and a function where one is named.

    `form` is the version in which the function is told.
    """

    def __init__(self, answer: Any = None, form: str = "V3_0", **changes: Any) -> None:  # noqa: ANN401 - any setting
        self.functions = Functions(**({} if answer is None else {"PreTokenGeneration": answer}))
        self.world = World(triggers=self.functions)
        self.pool = self.world.add_pool(triggers=self.functions.arns, token_trigger_version=form)
        self.serve("read", "write")
        members = {"flows": (FLOW,), "oauth_scopes": ALLOWED, "secret": SECRET, **changes}
        self.client = self.world.add_client(self.pool, **members)

    def serve(self, *scopes: str) -> None:
        """Let the resource server be there with these scopes."""
        described = tuple(CustomScope(name=name, description="-") for name in scopes)
        server = ResourceServer(
            pool_id=self.pool.id, identifier="shop", name="Shop", scopes=described
        )
        with self.world.store.writing() as unit:
            if unit.resource_servers.get(self.pool.id, "shop") is None:
                unit.resource_servers.add(server)
            unit.resource_servers.save(server)

    def change(self, **changes: Any) -> AppClient:  # noqa: ANN401 - any setting
        """Store other settings of the client."""
        with self.world.store.writing() as unit:
            stored = unit.clients.get(self.client.id)
            assert stored is not None
            return unit.clients.save(replace(stored, **changes))

    def delete(self) -> None:
        """Delete the client."""
        with self.world.store.writing() as unit:
            unit.clients.remove(self.pool.id, self.client.id)

    def issue(self, *scopes: str, secret: str = SECRET, **metadata: str) -> str:
        """Get a token."""
        request = ClientTokenRequest(
            client_id=self.client.id, secret=Secret(secret), scopes=scopes, metadata=metadata
        )
        return self.world.services.auth.client_tokens.issue(request).access_token

    def claims(self, *scopes: str, **metadata: str) -> dict[str, Any]:
        """What a token says."""
        return claims_of(self.issue(*scopes, **metadata))


def test_a_token_speaks_of_the_client_alone() -> None:
    """Every claim: no user, no sign-in, and a life as long as the client says."""
    machine = Machine(access_token=Validity(value=5, unit="minutes"))
    now_s = machine.world.clock.now_ms() // 1000

    claims = machine.claims()

    assert claims.pop("jti") != machine.claims()["jti"]
    assert claims == {
        "sub": machine.client.id,
        "client_id": machine.client.id,
        "token_use": "access",
        "scope": "shop/write shop/read",
        "auth_time": now_s,
        "iss": machine.world.deployment.issuer(machine.pool.id),
        "iat": now_s,
        "exp": now_s + 300,
        "version": 2,
    }


def test_without_revocation_there_is_no_id() -> None:
    """As in all tokens of such a client (ruling 23)."""
    assert "jti" not in Machine(enable_token_revocation=False).claims()


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (("shop/read",), "shop/read"),
        (("shop/read", "shop/write", "shop/read"), "shop/read shop/write"),
        ((), "shop/write shop/read"),
    ],
)
def test_scopes_are_given_as_they_were_asked_for(wanted: tuple[str, ...], given: str) -> None:
    """In their order and each once; all custom ones of the client where none is named."""
    assert Machine().claims(*wanted)["scope"] == given


@pytest.mark.parametrize(
    "scope", ["shop/delete", "bank/read", "openid", "aws.cognito.signin.user.admin", "shop"]
)
def test_a_scope_that_is_not_allowed_gives_no_token(scope: str) -> None:
    """Also where another is, and a system scope whether the client has it or not."""
    with pytest.raises(InvalidParameterException) as refused:
        Machine().issue("shop/read", scope)

    assert refused.value.text == f"Invalid scope requested: {scope}"


@pytest.mark.parametrize("wanted", [(), ("shop/read", "shop/write")])
def test_a_scope_that_is_gone_is_left_out(wanted: tuple[str, ...]) -> None:
    """It comes back with its server; where nothing is left there is no token."""
    machine = Machine()
    machine.serve("read")
    assert machine.claims(*wanted)["scope"] == "shop/read"

    machine.serve()
    with pytest.raises(InvalidParameterException):
        machine.issue(*wanted)
    machine.serve("read", "write")
    assert set(machine.claims(*wanted)["scope"].split()) == {"shop/read", "shop/write"}


@pytest.mark.parametrize(
    ("changes", "secret", "error"),
    [
        ({}, "0123456789abcdefghijklmnoq", NotAuthorizedException),
        ({}, "", NotAuthorizedException),
        ({"secrets": ()}, SECRET, NotAuthorizedException),
        ({"secrets": ()}, "", NotAuthorizedException),
        ({"flows": ()}, SECRET, InvalidParameterException),
        ({"flows": ("ALLOW_USER_SRP_AUTH",)}, SECRET, InvalidParameterException),
        ({"flows": ()}, "0123456789abcdefghijklmnoq", NotAuthorizedException),
        ({"oauth_scopes": ()}, SECRET, InvalidParameterException),
        ({"oauth_scopes": ("openid",)}, SECRET, InvalidParameterException),
    ],
)
def test_who_is_no_such_client_gets_no_token(
    changes: dict[str, Any], secret: str, error: type[CognitoError]
) -> None:
    """A wrong secret or none, another flow, no custom scope; the secret is looked at first."""
    machine = Machine(answer={}, **changes)

    with pytest.raises(error):
        machine.issue(secret=secret)

    assert machine.functions.events == []


def test_a_client_that_is_gone_gets_no_token() -> None:
    """Although it was remembered a moment ago."""
    machine = Machine()
    machine.issue()
    machine.delete()

    with pytest.raises(ResourceNotFoundException):
        machine.issue()


def test_what_is_changed_holds_at_once() -> None:
    """A lifetime, a scope, a flow: what is remembered is of an older version."""
    machine = Machine()
    machine.issue()

    machine.change(access_token=Validity(value=2, unit="hours"), oauth_scopes=("shop/read",))
    claims = machine.claims()
    assert (claims["exp"] - claims["iat"], claims["scope"]) == (7_200, "shop/read")

    machine.change(flows=("ALLOW_USER_SRP_AUTH",))
    with pytest.raises(InvalidParameterException):
        machine.issue()


def test_a_function_changes_claims_and_scopes() -> None:
    """Nothing that is reserved, nothing of groups, and not the access to users' operations."""
    admin = "aws.cognito.signin.user.admin"
    access = {
        "claimsToAddOrOverride": {"tenant": 7, "sub": "ann", "username": "ann", "aud": "x"},
        "claimsToSuppress": ["client_id", "jti"],
        "scopesToAdd": ["shop/more", admin],
        "scopesToSuppress": ["shop/write"],
    }
    details = {
        "accessTokenGeneration": access,
        "idTokenGeneration": {"claimsToAddOrOverride": {"of": "users"}},
        "groupOverrideDetails": {"groupsToOverride": ["admins"]},
    }
    plain, machine = Machine(), Machine(answer={DETAILS: details})

    token = machine.issue()

    claims = claims_of(token)
    assert claims.keys() == {*plain.claims(), "tenant"}
    assert (claims["sub"], claims["tenant"]) == (machine.client.id, 7)
    assert claims["scope"] == f"shop/read shop/more {admin}"
    with pytest.raises(NotAuthorizedException) as refused:
        machine.world.services.access.user_of(token)
    assert refused.value.text == "Access Token does not have required scopes"


def test_a_function_is_told_of_the_client() -> None:
    """The scopes that the token will have, metadata, and a name that is nobody's."""
    machine = Machine(answer={})

    machine.issue("shop/read", step="one")

    (event,) = (each.event for each in machine.functions.events)
    assert event["triggerSource"] == "TokenGeneration_ClientCredentials"
    assert event["userName"] == "ClientCredentials"
    request: Mapping[str, Any] = event["request"]  # type: ignore[assignment] # an event is JSON
    assert (request["scopes"], request["clientMetadata"]) == (["shop/read"], {"step": "one"})
    assert request["userAttributes"] == {}


@pytest.mark.parametrize("form", ["V1_0", "V2_0"])
def test_earlier_forms_do_not_hear_of_it(form: str) -> None:
    """They know users alone; there is a token without them."""
    machine = Machine(answer=TriggerRefused("no"), form=form)

    assert machine.issue()
    assert machine.functions.events == []


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (TriggerRefused("closed"), "PreTokenGeneration failed with error closed."),
        (
            TriggerUnreachable("invocation failed due to configuration."),
            "PreTokenGeneration invocation failed due to configuration.",
        ),
        (TriggerNotJson("garbage"), "Invalid lambda function output : Invalid JSON"),
        (TriggerGarbled("garbage"), "Unrecognizable lambda output"),
        ({DETAILS: "text"}, "Unrecognizable lambda output"),
    ],
)
def test_a_function_that_fails_gives_no_token(answer: Any, text: str) -> None:  # noqa: ANN401 - any answer
    """The operation declares none of the three errors, so it is NotAuthorizedException."""
    with pytest.raises(NotAuthorizedException) as refused:
        Machine(answer=answer).issue()

    assert refused.value.text == text


@pytest.mark.parametrize(
    ("meanwhile", "error"),
    [
        (Machine.delete, ResourceNotFoundException),
        (lambda machine: machine.change(secrets=()), NotAuthorizedException),
        (lambda machine: machine.change(flows=()), InvalidParameterException),
        (Machine.serve, InvalidParameterException),
    ],
)
def test_no_token_for_who_lost_it_meanwhile(
    meanwhile: Callable[[Machine], object], error: type[CognitoError]
) -> None:
    """Client, secret, flow and scopes are looked at again once the function has answered."""
    made: list[Machine] = []

    def answer(_event: object) -> dict[str, object]:
        meanwhile(made[0])
        return {}

    made.append(Machine(answer=answer))

    with pytest.raises(error):
        made[0].issue()


def test_a_secret_is_in_no_repr() -> None:
    """Nor is a token."""
    machine = Machine()
    request = ClientTokenRequest(
        client_id=machine.client.id, secret=Secret(SECRET), metadata={"key": "value"}
    )
    given = machine.world.services.auth.client_tokens.issue(request)

    assert SECRET not in repr(request)
    assert "value" not in repr(request)
    assert given.access_token not in repr(given)
