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
from domain.tokens.claims import SELF_SERVICE_SCOPE

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
        claimed = _Claimed(
            pool_id=token.pool_id,
            client_id=ClientId(_text(claims, "client_id")),
            sub=Sub(_text(claims, "sub")),
            family_id=_text(claims, "origin_jti") if "origin_jti" in claims else None,
            issued_at_s=_whole_number(claims, "iat"),
            scopes=frozenset(_text(claims, "scope").split(" ")),
            device_key=_text(claims, "device_key") if "device_key" in claims else None,
        )
        if _whole_number(claims, "exp") * 1000 <= self._clock.now_ms():
            raise NotAuthorizedException(texts.ACCESS_TOKEN_EXPIRED)
        if claims["sub"] == claims["client_id"]:
            # A client by itself is no user, whatever scopes a pool's function gave it.
            raise NotAuthorizedException(texts.ACCESS_TOKEN_WITHOUT_SCOPE)
        return claimed


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str):
        raise NotAuthorizedException(texts.ACCESS_TOKEN_INVALID)
    return value


def _whole_number(claims: Mapping[str, object], name: str) -> int:
    value = claims.get(name)
    if type(value) is not int:
        raise NotAuthorizedException(texts.ACCESS_TOKEN_INVALID)
    return value


def _require_alive(claimed: _Claimed, user: User, family: TokenFamily | None) -> None:
    """Refuse what was revoked, and what belongs to a user who was disabled since."""
    if claimed.family_id is not None:
        alive = family is not None and family.revoked_at_ms is None
    else:
        # Without a family only whole seconds are known; within the second of a sign-out every
        # token is refused, since a token from before it must not live on.
        signed_out_s = (user.signed_out_at_ms or 0) // 1000
        alive = claimed.issued_at_s > signed_out_s
    if not alive or not user.enabled:
        raise NotAuthorizedException(texts.ACCESS_TOKEN_REVOKED)
    if family is not None and family.client_id != claimed.client_id:
        raise NotAuthorizedException(texts.ACCESS_TOKEN_INVALID)
