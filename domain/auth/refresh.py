"""REFRESH_TOKEN_AUTH: new ID and access tokens for a sign-in that is still alive.

Goes straight to issuing: nothing is proven but possession of the family's refresh token. A client
under rotation refreshes by `rotating_refresh` instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.accounts.client_proof import ClientProof
from domain.auth.flow_access import may_refresh
from domain.auth.presented_token import Presented, PresentedTokens
from domain.auth.requests import Caller, SignedIn
from domain.auth.reuse import ReuseGuard
from domain.auth.session_records import SessionRecords
from domain.auth.token_vetting import TokenVetting
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    UnsupportedOperationException,
)
from domain.model.client import AppClient
from domain.tokens.issuer import TokenIssuer
from domain.triggers.pre_token_generation import REFRESH, changes_tokens

REFRESH_FLOWS: Final = frozenset({"REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshRequest:
    """A refresh through InitiateAuth or AdminInitiateAuth; `answers` are AuthParameters."""

    caller: Caller
    answers: Mapping[str, str] = field(repr=False)


class Refresh:
    """Refreshes sign-ins. Costs one statement (from a device of its user two) and no commit.

    Where the pool tracks sessions it costs a commit; where it names PreTokenGeneration, all the
    statements again.
    """

    def __init__(
        self,
        tokens: PresentedTokens,
        reuse: ReuseGuard,
        proof: ClientProof,
        issuer: TokenIssuer,
        vetting: TokenVetting,
        records: SessionRecords,
    ) -> None:
        self._tokens = tokens
        self._reuse = reuse
        self._proof = proof
        self._issuer = issuer
        self._vetting = vetting
        self._records = records

    def refresh(self, request: RefreshRequest) -> SignedIn:
        """Return new tokens of the family, without a new refresh token.

        Raises NotAuthorizedException with the texts of ruling 20, InvalidParameterException if the
        client may not refresh, UnsupportedOperationException under rotation.
        """
        presented = self._admitted(request)
        pool, client = presented.pool, presented.client
        # What came with InitiateAuth reaches no trigger of tokens.
        subject = self._vetting.vetted(pool, client, presented.subject, REFRESH, metadata={})
        if changes_tokens(pool):
            # The function may have taken seconds, in which the user was disabled or signed out.
            self._admitted(request)
        tokens = self._issuer.issue(pool, client, subject, presented.family)
        self._records.note(presented, request.caller.source)
        return SignedIn(tokens=tokens)

    def _admitted(self, request: RefreshRequest) -> Presented:
        """Return the token that may give tokens now, as the store says now."""
        caller, answers = request.caller, request.answers
        looked = self._tokens.look(
            answers.get("REFRESH_TOKEN", ""),
            answers.get("DEVICE_KEY"),
            caller.client_id,
            caller.pool_id,
        )
        _check_allowed(looked.tenancy.client, answers)
        presented = self._tokens.owned(looked)
        self._check_secret_hash(presented, answers.get("SECRET_HASH"))
        self._tokens.check_alive(presented)
        if not self._reuse.admits(presented):
            # Rotated out while the client had rotation on; InitiateAuth declares no reuse.
            raise NotAuthorizedException(texts.REFRESH_TOKEN_REVOKED)
        return presented

    def _check_secret_hash(self, presented: Presented, given: str | None) -> None:
        """Check the hash over the internal user name (or `sub`), since no name was sent."""
        client, user = presented.client, presented.user
        if client.secrets and not given:
            raise NotAuthorizedException(texts.secret_hash_missing(client.id))
        names = {user.username, user.sub}
        if given and not self._proof.hash_matches(presented.pool, client, given, names):
            raise NotAuthorizedException(texts.secret_hash_wrong_at_refresh(client.id))


def _check_allowed(client: AppClient, answers: Mapping[str, str]) -> None:
    if client.rotates:
        raise UnsupportedOperationException(texts.REFRESH_UNDER_ROTATION)
    if not may_refresh(client):
        raise InvalidParameterException(texts.flow_not_enabled("REFRESH_TOKEN_AUTH"))
    if not answers.get("REFRESH_TOKEN"):
        raise InvalidParameterException(texts.missing_parameter("REFRESH_TOKEN"))
