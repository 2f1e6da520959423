"""RevokeToken: one sign-in ends, by its refresh token (ruling 16)."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.accounts.client_proof import ClientProof
from domain.accounts.endings import end_sign_in
from domain.catalog import Catalog, Tenancy
from domain.errors import (
    ResourceNotFoundException,
    UnauthorizedException,
    UnsupportedOperationException,
    UnsupportedTokenTypeException,
)
from domain.model.identifiers import ClientId, Sub
from domain.ports.clock import Clock
from domain.ports.store import Store, Unit
from domain.ports.users import Standing
from domain.tokens import refresh_token
from domain.tokens.issuer import TokenIssuer

_JWT_DOTS: Final = 2


class RevokeToken:
    """Ends the family of a refresh token. What is acknowledged is stored."""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        proof: ClientProof,
        issuer: TokenIssuer,
        clock: Clock,
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._proof = proof
        self._issuer = issuer
        self._clock = clock

    def revoke(self, client_id: ClientId, token: str, secret: str | None) -> None:
        """End the family of a refresh token, with its access tokens.

        Under rotation the newest token and that of the sign-in do that; any other changes nothing
        (ruling 15). A token that was never issued or is dead already is no error. Raises
        UnauthorizedException for an unknown client, a wrong secret or another client's token,
        UnsupportedOperationException where revocation is off, UnsupportedTokenTypeException for an
        access or ID token.
        """
        presented = refresh_token.parse(token)
        sub, family_id = (presented.sub, presented.family_id) if presented else (Sub(""), "")

        def read(unit: Unit, tenancy: Tenancy) -> Standing:
            return unit.users.standing(tenancy.pool.id, sub, tenancy.client.id, family_id)

        try:
            tenancy, standing = self._catalog.read(client_id, read)
        except ResourceNotFoundException as gone:
            raise UnauthorizedException from gone
        self._check_client(tenancy, secret)
        if presented is None and token.count(".") == _JWT_DOTS:
            raise UnsupportedTokenTypeException(texts.ONLY_REFRESH_TOKENS)
        family = standing.family
        if presented is None or family is None:
            return
        if not self._issuer.issued(tenancy.pool, presented, family):
            return
        if family.client_id != client_id:
            raise UnauthorizedException
        if presented.generation not in {0, family.generation}:
            return
        with self._store.writing() as unit:
            end_sign_in(unit, family.pool_id, family.sub, family.id, self._clock.now_ms())

    def _check_client(self, tenancy: Tenancy, secret: str | None) -> None:
        if not self._proof.knows_secret(tenancy.pool, tenancy.client, secret):
            raise UnauthorizedException
        if not tenancy.client.enable_token_revocation:
            raise UnsupportedOperationException(texts.REVOCATION_OFF)
