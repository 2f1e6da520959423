"""A user who is signed in to one client, and a service of the same pool that exchanges tokens."""

# ruff: noqa: ANN401 - any setting of a client, any member of a request

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from domain.auth.client_token import ClientTokenRequest
from domain.auth.exchange_request import ExchangeRequest, Presented
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, Secret
from domain.model.resource_server import CustomScope, ResourceServer
from domain.model.token import DerivedToken, IssuedTokens
from domain.model.user import User
from tests.support.accounts import Functions
from tests.support.sign_in import Client, tokens
from tests.support.world import World, claims_of

EXCHANGES: Final = ("ALLOW_TOKEN_EXCHANGE_IMPERSONATION", "ALLOW_TOKEN_EXCHANGE_DELEGATION")
SERVICE_ID: Final = ClientId("service000000000000000000s")
MACHINE_ID: Final = ClientId("machine000000000000000000m")
SECRET: Final = "0123456789abcdefghijklmnop"
SCOPES: Final = ("aws.cognito.signin.user.admin", "shop/read", "shop/write")


def exchanging_client(client: Client, **changes: Any) -> AppClient:
    """A second client of the same pool that may exchange tokens."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    settings = {"id": SERVICE_ID, "flows": EXCHANGES, "oauth_scopes": SCOPES[1:], **changes}
    return client.world.add_client(pool, **settings)


def exchange(
    client: Client, requester: AppClient, subject: str | Presented, **members: Any
) -> DerivedToken:
    """Exchange a token, an access token unless told otherwise."""
    shown = presented(subject) if isinstance(subject, str) else subject
    request = ExchangeRequest(client_id=requester.id, subject=shown)
    return client.world.services.auth.derived_tokens.issue(replace(request, **members))


def presented(token: str, use: str = "access") -> Presented:
    """A token as evidence."""
    return Presented(token=Secret(token), use=use)


class Exchange:
    """Ann, her tokens with further scopes, and clients that want others in their place.

    The function that gives the scopes is the pool's own, and does no more at an exchange.
    """

    def __init__(self, **service: Any) -> None:
        more = {"accessTokenGeneration": {"scopesToAdd": list(SCOPES[1:])}}
        answer = {"claimsAndScopeOverrideDetails": more}
        self.functions = Functions(PreTokenGeneration=answer)
        self.world = World(triggers=self.functions)
        arns = self.functions.arns
        self.pool = self.world.add_pool(triggers=arns, token_trigger_version="V3_0")
        self.client = Client(self.world, self.world.add_client(self.pool))
        self.ann: User = self.world.add_user(self.pool, attributes={"email": "ann@example.com"})
        self.given: IssuedTokens = tokens(self.client.by_password())
        self.service = exchanging_client(self.client, **service)
        self.functions.answers["PreTokenGeneration"] = {}

    def serve(self, *scopes: str) -> None:
        """Let there be a resource server."""
        described = tuple(CustomScope(name=name, description="-") for name in scopes)
        server = ResourceServer(
            pool_id=self.pool.id, identifier="shop", name="Shop", scopes=described
        )
        with self.world.store.writing() as unit:
            unit.resource_servers.add(server)

    def machine_token(self) -> str:
        """A token of a client for itself."""
        self.serve("read")
        machine = self.world.add_client(
            self.pool,
            id=MACHINE_ID,
            secret=SECRET,
            flows=("ALLOW_CLIENT_TOKEN_AUTH",),
            oauth_scopes=SCOPES[1:],
        )
        request = ClientTokenRequest(client_id=machine.id, secret=Secret(SECRET))
        return self.world.services.auth.client_tokens.issue(request).access_token

    def issue(self, subject: str | Presented | None = None, **members: Any) -> DerivedToken:
        """Exchange Ann's access token, or another."""
        return exchange(self.client, self.service, subject or self.given.access_token, **members)

    def claims(self, subject: str | Presented | None = None, **members: Any) -> dict[str, Any]:
        """What the token says that is given."""
        return claims_of(self.issue(subject, **members).token)
