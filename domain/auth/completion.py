"""The end of a sign-in: the last triggers, a new token family, and the tokens."""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.accounts.attributes import readable
from domain.auth.hooks import SignInHooks
from domain.auth.requests import SignedIn
from domain.auth.settlement import Due, Settlement
from domain.auth.step import Progress
from domain.errors import NotAuthorizedException
from domain.model.factors import Factor
from domain.ports.reporter import Reporter
from domain.tokens.issuer import TokenIssuer


class Completion:
    """Gives tokens for an attempt that the table has led to DONE."""

    def __init__(
        self,
        issuer: TokenIssuer,
        hooks: SignInHooks,
        settlement: Settlement,
        reporter: Reporter,
    ) -> None:
        self._issuer = issuer
        self._hooks = hooks
        self._settlement = settlement
        self._reporter = reporter

    def finish(self, progress: Progress, due: Due) -> SignedIn:
        """Return the tokens after everything is stored; nothing is handed out before that."""
        user = progress.user
        if user is None:
            raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
        self._hooks.after(progress)
        self._hooks.before_tokens(progress, _source(progress))
        pool, client = progress.pool, progress.client
        attempt = progress.attempt
        device_key = attempt.device_key if progress.belongings.device is not None else None
        new = self._issuer.new_family(pool, client, user.sub, attempt.proven, device_key)
        attributes = readable(pool, client, user)
        tokens = self._issuer.issue(pool, client, user, new.family, attributes)
        self._settlement.record(progress, due, new.family)
        self._reporter.report(
            "signed_in",
            pool_id=pool.id,
            client_id=client.id,
            sub=user.sub,
            flow=progress.attempt.flow.value,
        )
        return SignedIn(tokens=replace(tokens, refresh_token=new.refresh_token))


def _source(progress: Progress) -> str:
    """Return what PreTokenGeneration is told that the tokens are for."""
    if progress.credentials_changed:
        return "TokenGeneration_NewPasswordChallenge"
    if Factor.DEVICE in progress.attempt.proven:
        return "TokenGeneration_AuthenticateDevice"
    return "TokenGeneration_Authentication"
