"""REFRESH_TOKEN_AUTH: new ID and access tokens for a sign-in that is still alive.

Goes straight to issuing: nothing is proven but possession of the family's refresh token. The
password lock does not stop it (ruling 4); disabling, a demanded reset and sign-out do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.accounts.attributes import readable
from domain.accounts.client_proof import ClientProof
from domain.auth.flow_access import may_refresh
from domain.auth.hooks import SignInHooks
from domain.auth.requests import Caller, SignedIn
from domain.auth.standing import check_alive
from domain.catalog import Catalog, Tenancy
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    UnsupportedOperationException,
)
from domain.model.client import AppClient
from domain.model.identifiers import Sub
from domain.model.pool import UserPool
from domain.model.token import TokenFamily
from domain.model.user import User
from domain.ports.clock import Clock
from domain.ports.store import Unit
from domain.ports.users import Standing
from domain.tokens import refresh_token
from domain.tokens.issuer import TokenIssuer
from domain.tokens.refresh_token import PresentedToken

REFRESH_FLOWS: Final = frozenset({"REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"})
_NOBODY: Final = PresentedToken(sub=Sub(""), family_id="", secret=b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshRequest:
    """A refresh through InitiateAuth or AdminInitiateAuth; `answers` are AuthParameters."""

    caller: Caller
    answers: Mapping[str, str] = field(repr=False)


class Refresh:
    """Refreshes sign-ins. Costs one statement and no commit."""

    def __init__(
        self,
        catalog: Catalog,
        proof: ClientProof,
        issuer: TokenIssuer,
        hooks: SignInHooks,
        clock: Clock,
    ) -> None:
        self._catalog = catalog
        self._proof = proof
        self._issuer = issuer
        self._hooks = hooks
        self._clock = clock

    def refresh(self, request: RefreshRequest) -> SignedIn:
        """Return new tokens of the family, without a new refresh token.

        Raises NotAuthorizedException with the texts of ruling 20, InvalidParameterException if the
        client may not refresh, UnsupportedOperationException under rotation.
        """
        caller, answers = request.caller, request.answers
        presented = refresh_token.parse(answers.get("REFRESH_TOKEN", "")) or _NOBODY

        def read(unit: Unit, tenancy: Tenancy) -> Standing:
            return unit.users.standing(
                tenancy.pool.id, presented.sub, tenancy.client.id, presented.family_id
            )

        tenancy, standing = self._catalog.read(caller.client_id, read, caller.pool_id)
        pool, client = tenancy.pool, tenancy.client
        _check_allowed(client, answers)
        user, family = self._owner(presented, standing, tenancy)
        self._check_secret_hash(pool, client, user, answers.get("SECRET_HASH"))
        _check_alive(user, family, self._clock.now_ms())
        self._hooks.before_refresh(pool, client, user)
        return SignedIn(
            tokens=self._issuer.issue(pool, client, user, family, readable(pool, client, user))
        )

    def _owner(
        self, presented: PresentedToken, standing: Standing, tenancy: Tenancy
    ) -> tuple[User, TokenFamily]:
        """Return whose token it is; one text for all that is unknown, foreign or altered."""
        user, family = standing.user, standing.family
        if (
            user is None
            or family is None
            or not self._issuer.issued(tenancy.pool, presented, family)
            or family.client_id != tenancy.client.id
        ):
            raise NotAuthorizedException(texts.REFRESH_TOKEN_INVALID)
        return user, family

    def _check_secret_hash(
        self, pool: UserPool, client: AppClient, user: User, given: str | None
    ) -> None:
        """Check the hash over the internal user name (or `sub`), since no name was sent."""
        if client.secrets and not given:
            raise NotAuthorizedException(texts.secret_hash_missing(client.id))
        names = {user.username, user.sub}
        if given and not self._proof.hash_matches(pool, client, given, names):
            raise NotAuthorizedException(texts.secret_hash_wrong_at_refresh(client.id))


def _check_allowed(client: AppClient, answers: Mapping[str, str]) -> None:
    if client.rotation is not None and client.rotation.enabled:
        raise UnsupportedOperationException(texts.REFRESH_UNDER_ROTATION)
    if not may_refresh(client):
        raise InvalidParameterException(texts.flow_not_enabled("REFRESH_TOKEN_AUTH"))
    if not answers.get("REFRESH_TOKEN"):
        raise InvalidParameterException(texts.missing_parameter("REFRESH_TOKEN"))


def _check_alive(user: User, family: TokenFamily, now_ms: int) -> None:
    check_alive(user)
    if family.revoked_at_ms is not None:
        raise NotAuthorizedException(texts.REFRESH_TOKEN_REVOKED)
    if family.expires_at_ms <= now_ms:
        raise NotAuthorizedException(texts.REFRESH_TOKEN_EXPIRED)
