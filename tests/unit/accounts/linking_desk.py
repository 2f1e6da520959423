"""A pool with identity providers, and the users whom identities at these are linked to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from domain.accounts.names import identity_name
from domain.model.identity import SUBJECT, Identity
from domain.model.identity_provider import ProviderType
from domain.model.user import User, UserStatus
from tests.support.accounts import Desk

OIDC: Final = {
    "client_id": "app",
    "client_secret": "s3cret",
    "authorize_scopes": "openid",
    "attributes_request_method": "GET",
    "oidc_issuer": "https://login.example.com",
}
GOOGLE: Final = {"client_id": "app", "client_secret": "s3cret", "authorize_scopes": "email"}


def who(provider: str, value: str, attribute: str | None = SUBJECT) -> dict[str, str]:
    """Somebody as requests name him."""
    named = {"ProviderName": provider, "ProviderAttributeValue": value}
    return named if attribute is None else {**named, "ProviderAttributeName": attribute}


class LinkingDesk:
    """The desk of a pool that has Google and "Corp", which maps e-mail addresses."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.pool = desk.world.services.catalog.pool(desk.client.pool_id)
        self.provide("Google", "Google", GOOGLE)
        self.provide("Corp", "OIDC", OIDC, AttributeMapping={"email": "mail", "name": "cn"})

    def provide(self, name: str, kind: str, details: dict[str, str], **members: Any) -> None:  # noqa: ANN401
        """Make a provider."""
        self.call(
            "CreateIdentityProvider",
            ProviderName=name,
            ProviderType=kind,
            ProviderDetails=details,
            **members,
        )

    def call(self, operation: str, **members: Any) -> Any:  # noqa: ANN401 - any member
        """Call an operation on the pool."""
        return self.desk.call(operation, UserPoolId=self.pool.id, **members)

    def user(self, username: str = "ann", **members: Any) -> User:  # noqa: ANN401 - any field
        """Store a confirmed user with a password."""
        return self.desk.world.add_user(self.pool, username, **members)

    def federated(self, username: str, provider: str, value: str) -> User:
        """Store a user as the first sign-in of an identity makes him."""
        identity = Identity(
            provider=provider, type=ProviderType.OIDC, value=value, primary=True, since_ms=1
        )
        user = self.user(
            username,
            password=None,
            status=UserStatus.EXTERNAL_PROVIDER,
            identities=(identity,),
        )
        with self.desk.world.store.writing() as unit:
            unit.names.claim(self.pool.id, identity_name(identity.key), user.sub)
        return user

    def link(self, source: dict[str, str], destination: dict[str, str] | None = None) -> None:
        """Link the source, to ann unless somebody else is named."""
        answer = self.call(
            "AdminLinkProviderForUser",
            DestinationUser=destination or who("Cognito", "ann"),
            SourceUser=source,
        )
        assert answer == {}

    def disable(self, named: dict[str, str]) -> None:
        """End what a password or an identity opens."""
        assert self.call("AdminDisableProviderForUser", User=named) == {}

    def identities(self, username: str = "ann") -> Sequence[dict[str, Any]]:
        """What an administrator is shown of the user's identities."""
        text = self.desk.look(username)["attributes"].get("identities", "[]")
        shown: list[dict[str, Any]] = json.loads(text)
        return shown

    def linked(self, username: str = "ann") -> list[tuple[str, str]]:
        """Provider and value of each of the user's identities, in their order."""
        return [(each["providerName"], each["userId"]) for each in self.identities(username)]

    def opens(self, provider: str, value: str, attribute: str = SUBJECT) -> str | None:
        """The `sub` of the user whom the identity opens."""
        name = identity_name((provider, attribute, value))
        with self.desk.world.store.reading() as unit:
            return unit.names.find(self.pool.id, None, name.value, (name.kind,)).sub
