"""GetTokensFromRefreshToken: new tokens, with rotation also a new refresh token.

It is no flow of InitiateAuth, so that ExplicitAuthFlows do not concern it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from domain import texts
from domain.accounts.client_proof import ClientProof
from domain.auth.presented_token import Looked, Presented, PresentedTokens
from domain.auth.requests import Caller, SignedIn
from domain.auth.reuse import ReuseGuard
from domain.auth.session_records import SessionRecords
from domain.auth.token_vetting import TokenVetting
from domain.errors import (
    NotAuthorizedException,
    PasswordResetRequiredException,
    RefreshTokenReuseException,
    TooManyRequestsException,
    UserNotConfirmedException,
)
from domain.model.source import Source
from domain.model.token import IssuedTokens
from domain.ports.store import Store
from domain.tokens.issuer import TokenIssuer
from domain.triggers.pre_token_generation import REFRESH, changes_tokens

ROUNDS_MAX: Final = 16
"""How often a use is judged anew because another one was faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotatingRequest:
    """GetTokensFromRefreshToken; `secret` is the client's own, not a hash."""

    caller: Caller
    token: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)
    device_key: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotatingParts:
    """What the rotating refresh is made of."""

    store: Store
    tokens: PresentedTokens
    reuse: ReuseGuard
    proof: ClientProof
    issuer: TokenIssuer
    vetting: TokenVetting
    records: SessionRecords


class RotatingRefresh:
    """Refreshes sign-ins. Costs one statement, and with rotation one commit.

    Where the pool names PreTokenGeneration it costs one statement more.
    """

    def __init__(self, parts: RotatingParts) -> None:
        self._parts = parts

    def refresh(self, request: RotatingRequest) -> SignedIn:
        """Return new tokens of the family, with rotation among them a new refresh token.

        They are signed before the rotation is stored, and handed out after it. Raises
        NotAuthorizedException, RefreshTokenReuseException, ResourceNotFoundException, and
        TooManyRequestsException if others use the token faster all the time.
        """
        tokens: IssuedTokens | None = None
        for _ in range(ROUNDS_MAX):
            presented = self._admitted(request)
            if tokens is None:
                tokens = self._issue(presented, request.metadata)
                if changes_tokens(presented.pool):
                    # The function may have taken seconds, in which the user was disabled.
                    presented = self._admitted(request)
            if not presented.client.rotates:
                self._parts.records.note(presented, request.caller.source)
                return SignedIn(tokens=tokens)
            refresh_token = self._rotated(presented, request.caller.source)
            if refresh_token is not None:
                return SignedIn(tokens=replace(tokens, refresh_token=refresh_token))
        raise TooManyRequestsException(detail="the refresh token is used by many at once")

    def _admitted(self, request: RotatingRequest) -> Presented:
        """Return the token that may give tokens now, as the store says now."""
        parts, caller = self._parts, request.caller
        looked = parts.tokens.look(request.token, request.device_key, caller.client_id)
        self._check_secret(looked, request.secret)
        presented = parts.tokens.owned(looked)
        try:
            parts.tokens.check_alive(presented)
        except (PasswordResetRequiredException, UserNotConfirmedException) as refused:
            # Neither is declared; clients sign out on what they get instead (ruling 38).
            raise NotAuthorizedException(refused.text) from refused
        if not parts.reuse.admits(presented):
            raise RefreshTokenReuseException
        return presented

    def _check_secret(self, looked: Looked, given: str | None) -> None:
        """Check the secret before anything is told of the token."""
        pool, client = looked.tenancy.pool, looked.tenancy.client
        if client.secrets and given is None:
            raise NotAuthorizedException(texts.secret_missing(client.id))
        if not self._parts.proof.knows_secret(pool, client, given):
            raise NotAuthorizedException(texts.secret_hash_wrong(client.id))

    def _issue(self, presented: Presented, metadata: Mapping[str, str]) -> IssuedTokens:
        parts = self._parts
        pool, client = presented.pool, presented.client
        subject = parts.vetting.vetted(pool, client, presented.subject, REFRESH, metadata)
        return parts.issuer.issue(pool, client, subject, presented.family)

    def _rotated(self, presented: Presented, source: Source) -> str | None:
        """Store the rotation and return the new token; None if another was faster.

        The one conditional statement decides (SEC-16): of parallel uses each makes its own child of
        what the one before it left, or, without a grace period, only the first makes any.
        """
        family = presented.family
        made = self._parts.issuer.rotate(presented.pool, presented.client, family, presented.token)
        with self._parts.store.writing() as unit:
            was_first = unit.families.rotate(
                family.pool_id, family.sub, family.id, family.generation, made.newest
            )
            if was_first:
                self._parts.records.note_in(unit, presented, source)
        return made.refresh_token if was_first else None
