"""Access tokens as credentials: who calls a self-service operation (SEC-33, rulings 21 to 23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.catalog import Catalog, Tenancy
from domain.errors import (
    NotAuthorizedException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.pool import UserPool
from domain.model.token import TokenFamily
from domain.model.user import User
from domain.ports.bundle import Deployment
from domain.ports.clock import Clock
from domain.ports.signer import BadSignature, Signer, UnknownKey, VerifiedToken
from domain.ports.store import Unit
from domain.ports.users import Standing
from domain.tokens import claim_values
from domain.tokens.claims import SELF_SERVICE_SCOPE
from domain.tokens.liveness import is_alive

_TOKEN_BYTES_MAX: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """The caller of a self-service operation, as his access token and the store agree."""

    pool: UserPool
    client: AppClient
    user: User
    standing: Standing = field(repr=False)
    device_key: str | None = None
    """The device that the sign-in was given or named, also where no family is known."""

    @property
    def family(self) -> TokenFamily | None:
        """The sign-in that the token came from; None where the client has no revocation."""
        return self.standing.family


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claimed:
    pool_id: PoolId
    client_id: ClientId
    sub: Sub
    family_id: str | None
    issued_at_s: int
    scopes: frozenset[str]
    device_key: str | None


class AccessTokens:
    """Checks access tokens. The user is the token's `sub` and nothing else in the request."""

    def __init__(
        self, signer: Signer, catalog: Catalog, clock: Clock, deployment: Deployment
    ) -> None:
        self._signer = signer
        self._catalog = catalog
        self._clock = clock
        self._deployment = deployment

    def user_of(self, token: str) -> Bearer:
        """Return the caller. Costs one statement.

        Raises NotAuthorizedException for a token that is not good (the order of the checks is
        that of ruling 21), UserNotFoundException for that of a deleted user.
        """
        claimed = self._check_claims(self._verify(token))

        def read(unit: Unit, _tenancy: Tenancy) -> Standing:
            return unit.users.standing(
                claimed.pool_id, claimed.sub, claimed.client_id, claimed.family_id
            )

        try:
            tenancy, standing = self._catalog.read(claimed.client_id, read, claimed.pool_id)
        except ResourceNotFoundException as gone:
            raise NotAuthorizedException(texts.ACCESS_TOKEN_REVOKED) from gone
        user = standing.user
        if user is None:
            raise UserNotFoundException(texts.USER_DOES_NOT_EXIST)
        _require_alive(claimed, user, standing.family)
        if SELF_SERVICE_SCOPE not in claimed.scopes:
            raise NotAuthorizedException(texts.ACCESS_TOKEN_WITHOUT_SCOPE)
        return Bearer(
            pool=tenancy.pool,
            client=tenancy.client,
            user=user,
            standing=standing,
            device_key=claimed.device_key,
        )

    def living_user_of(self, token: str) -> Bearer:
        """Return the caller of an operation that declares no UserNotFoundException (ruling 22).

        Raises NotAuthorizedException as `user_of` does, also for the token of a deleted user.
        """
        try:
            return self.user_of(token)
        except UserNotFoundException as gone:
            raise NotAuthorizedException(texts.ACCESS_TOKEN_REVOKED) from gone

    def _verify(self, token: str) -> VerifiedToken:
        # The length is bounded before anything is decoded (class of Authlib CVE-2025-61920).
        if len(token) > _TOKEN_BYTES_MAX:
            raise NotAuthorizedException(texts.ACCESS_TOKEN_INVALID)
        try:
            return self._signer.verify(token)
        except UnknownKey as unknown:
            raise NotAuthorizedException(texts.ACCESS_TOKEN_INVALID) from unknown
        except BadSignature as bad:
            raise NotAuthorizedException(texts.ACCESS_TOKEN_UNSIGNED) from bad

    def _check_claims(self, token: VerifiedToken) -> _Claimed:
        """Check types and values by hand: JWT libraries take `exp` as text or leave it out."""
        claims = token.claims
        if (
            token.use != "access"
            or claims.get("token_use") != "access"
            or claims.get("iss") != self._deployment.issuer(token.pool_id)
        ):
            raise NotAuthorizedException(texts.ACCESS_TOKEN_INVALID)
        try:
            expires_at_s = claim_values.whole_number(claims, "exp")
            claimed = _claimed(token.pool_id, claims)
        except claim_values.BadClaim as bad:
            raise NotAuthorizedException(texts.ACCESS_TOKEN_INVALID) from bad
        if expires_at_s * 1000 <= self._clock.now_ms():
            raise NotAuthorizedException(texts.ACCESS_TOKEN_EXPIRED)
        if claims["sub"] == claims["client_id"]:
            # A client by itself is no user, whatever scopes a pool's function gave it.
            raise NotAuthorizedException(texts.ACCESS_TOKEN_WITHOUT_SCOPE)
        return claimed


def _claimed(pool_id: PoolId, claims: Mapping[str, object]) -> _Claimed:
    text, text_or_none = claim_values.text, claim_values.text_or_none
    return _Claimed(
        pool_id=pool_id,
        client_id=ClientId(text(claims, "client_id")),
        sub=Sub(text(claims, "sub")),
        family_id=text_or_none(claims, "origin_jti"),
        issued_at_s=claim_values.whole_number(claims, "iat"),
        scopes=frozenset(text(claims, "scope").split(" ")),
        device_key=text_or_none(claims, "device_key"),
    )


def _require_alive(claimed: _Claimed, user: User, family: TokenFamily | None) -> None:
    """Refuse what was revoked, and what belongs to a user who was disabled since."""
    if not is_alive(user, family, claimed.family_id, claimed.issued_at_s):
        raise NotAuthorizedException(texts.ACCESS_TOKEN_REVOKED)
    if family is not None and family.client_id != claimed.client_id:
        raise NotAuthorizedException(texts.ACCESS_TOKEN_INVALID)
