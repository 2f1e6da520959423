"""Signing out: one family by its refresh token, or all of a user's at once."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.accounts.client_proof import ClientProof
from domain.accounts.endings import end_sign_ins, shut_out
from domain.accounts.find_users import UserFinder
from domain.accounts.retry import once_more
from domain.catalog import Catalog, Tenancy
from domain.errors import (
    NotAuthorizedException,
    ResourceNotFoundException,
    UnauthorizedException,
    UnsupportedOperationException,
    UnsupportedTokenTypeException,
    UserNotFoundException,
)
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.user import User
from domain.ports.clock import Clock
from domain.ports.store import Store, Unit
from domain.ports.users import Standing
from domain.tokens import refresh_token
from domain.tokens.access import AccessTokens

_JWT_DOTS: Final = 2


class SignOut:
    """Ends sign-ins. What is acknowledged is stored: no token of it works afterwards."""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        finder: UserFinder,
        access: AccessTokens,
        proof: ClientProof,
        clock: Clock,
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._finder = finder
        self._access = access
        self._proof = proof
        self._clock = clock

    def revoke_token(self, client_id: ClientId, token: str, secret: str | None) -> None:
        """End the family of a refresh token, with its access tokens (ruling 16).

        A token that was never issued or is dead already is no error. Raises UnauthorizedException
        for an unknown client, a wrong secret or another client's token,
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
        if not self._proof.knows_secret(tenancy.pool, tenancy.client, secret):
            raise UnauthorizedException
        if not tenancy.client.enable_token_revocation:
            raise UnsupportedOperationException(texts.REVOCATION_OFF)
        if presented is None and token.count(".") == _JWT_DOTS:
            raise UnsupportedTokenTypeException(texts.ONLY_REFRESH_TOKENS)
        family = standing.family
        if presented is None or family is None or not presented.matches(family):
            return
        if family.client_id != client_id:
            raise UnauthorizedException
        with self._store.writing() as unit:
            unit.families.revoke(family.pool_id, family.sub, family.id, self._clock.now_ms())

    def everywhere(self, access_token: str) -> None:
        """End every sign-in of the caller. Raises NotAuthorizedException."""

        def end() -> None:
            try:
                bearer = self._access.user_of(access_token)
            except UserNotFoundException as gone:
                raise NotAuthorizedException(texts.ACCESS_TOKEN_REVOKED) from gone
            self._end_all(bearer.user)

        once_more(end)

    def everywhere_by_admin(self, pool_id: PoolId, username: str) -> None:
        """End every sign-in of a user, disabled or not. Raises UserNotFoundException."""

        def end() -> None:
            _pool, _standing, user = self._finder.by_admin_name(pool_id, username)
            self._end_all(user)

        once_more(end)

    def _end_all(self, user: User) -> None:
        """End token families and open attempts together."""
        now_ms = self._clock.now_ms()
        with self._store.writing() as unit:
            unit.users.save(shut_out(user, now_ms))
            end_sign_ins(unit, user, now_ms)
