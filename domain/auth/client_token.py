"""GetClientToken: a client proves itself by its secret and gets a token of its own, for no user."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.accounts.client_proof import ClientProof
from domain.catalog import Catalog, Tenancy
from domain.errors import InvalidParameterException, NotAuthorizedException
from domain.model.client import AppClient
from domain.model.group_claims import NO_GROUPS
from domain.model.identifiers import ClientId, Secret
from domain.model.token import ClientToken
from domain.model.token_changes import TokenChanges
from domain.pools.oauth_rules import SYSTEM_SCOPES, invalid_scope
from domain.ports.resource_servers import FoundScopes
from domain.ports.store import Unit
from domain.tokens.issuer import TokenIssuer
from domain.triggers.hooks import REFUSALS_OF_FUNCTIONS, Hooks, Occasion
from domain.triggers.pre_token_generation import (
    CLIENT_CREDENTIALS,
    Holder,
    PreTokenGeneration,
    changes_client_tokens,
)

USERNAME: Final = "ClientCredentials"
"""What events say in place of a user's name."""

_FLOW: Final = "CLIENT_TOKEN_AUTH"
_NO_SCOPE: Final = "No scope is available to the client."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientTokenRequest:
    """Who asks, and for what; without scopes, for all that the client is allowed."""

    client_id: ClientId
    secret: Secret[str]
    scopes: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Admitted:
    tenancy: Tenancy
    scopes: tuple[str, ...]


class ClientTokens:
    """Gives tokens to clients. Costs one statement; where a function hears of it, two."""

    def __init__(
        self, catalog: Catalog, proof: ClientProof, issuer: TokenIssuer, hooks: Hooks
    ) -> None:
        self._catalog = catalog
        self._proof = proof
        self._issuer = issuer
        self._trigger = PreTokenGeneration(hooks)

    def issue(self, request: ClientTokenRequest) -> ClientToken:
        """Return a token with the scopes that were asked for and are there.

        Raises ResourceNotFoundException, NotAuthorizedException for a wrong secret and for what
        the pool's function does not let pass, InvalidParameterException for a client without
        ALLOW_CLIENT_TOKEN_AUTH and for scopes that it is not allowed.
        """
        admitted = self._admitted(request)
        changes = self._vetted(admitted, request.metadata)
        if changes_client_tokens(admitted.tenancy.pool):
            # The function may have taken seconds, in which the secret was deleted.
            admitted = self._admitted(request)
        tenancy = admitted.tenancy
        return self._issuer.issue_to_client(tenancy.pool, tenancy.client, admitted.scopes, changes)

    def _admitted(self, request: ClientTokenRequest) -> _Admitted:
        """Return client and scopes, as the store says now."""

        def read(unit: Unit, tenancy: Tenancy) -> FoundScopes:
            return unit.resource_servers.scopes(tenancy.pool.id, tenancy.client.id)

        tenancy, found = self._catalog.read(request.client_id, read)
        self._check_client(tenancy, request.secret)
        return _Admitted(
            tenancy=tenancy, scopes=_granted(tenancy.client, request.scopes, found.names)
        )

    def _check_client(self, tenancy: Tenancy, secret: Secret[str]) -> None:
        """Check the secret before anything is told of the client.

        A client without a secret could be anybody.
        """
        pool, client = tenancy.pool, tenancy.client
        if not client.secrets or not self._proof.knows_secret(pool, client, secret.reveal()):
            raise NotAuthorizedException(texts.secret_hash_wrong(client.id))
        if f"ALLOW_{_FLOW}" not in client.flows:
            raise InvalidParameterException(texts.flow_not_enabled(_FLOW))

    def _vetted(self, admitted: _Admitted, metadata: Mapping[str, str]) -> TokenChanges:
        pool, client = admitted.tenancy.pool, admitted.tenancy.client
        occasion = Occasion(pool=pool, client_id=client.id, username=USERNAME)
        holder = Holder(user=None, groups=NO_GROUPS, scopes=admitted.scopes)
        try:
            return self._trigger.ask(CLIENT_CREDENTIALS, occasion, holder, metadata)
        except REFUSALS_OF_FUNCTIONS as refused:
            # The operation declares no error of functions (triggers.md 3.2).
            raise NotAuthorizedException(refused.text, detail=refused.detail) from refused


def _granted(
    client: AppClient, wanted: tuple[str, ...], existing: Collection[str]
) -> tuple[str, ...]:
    """Return the scopes that are wanted and there, each once.

    A system scope would open the operations of users, and no client by itself has one. Raises
    InvalidParameterException for a scope that the client is not allowed, and if none is left.
    """
    allowed = tuple(scope for scope in client.oauth_scopes if scope not in SYSTEM_SCOPES)
    for scope in wanted:
        if scope not in allowed:
            raise InvalidParameterException(invalid_scope(scope))
    granted = tuple(scope for scope in dict.fromkeys(wanted or allowed) if scope in existing)
    if not granted:
        raise InvalidParameterException(_NO_SCOPE)
    return granted
