"""Checking a password that came in clear, at the same cost whether or not there is a user."""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.auth.step import Kit, Progress
from domain.errors import NotAuthorizedException
from domain.model.factors import Factor
from domain.model.identifiers import Secret
from domain.model.risk import PasswordEvent


def prove_password(progress: Progress, password: Secret[str], kit: Kit) -> Progress:
    """Return the progress with the password proven, and its hash renewed if that is due.

    Exactly one hash is computed for a wrong answer, known user or not (SEC-53). Raises
    NotAuthorizedException.
    """
    stored = progress.credentials.password_hash if progress.credentials else None
    if stored is None or progress.user is None:
        right = kit.hasher.verify_nobody(password)
    else:
        right = kit.hasher.verify(stored, password)
    if not right:
        raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    if stored is not None and not kit.hasher.is_current(stored):
        progress = _renewed(progress, password, kit)
    known = kit.protection.is_known(progress, PasswordEvent.SIGN_IN, password, progress.source)
    return replace(progress, is_compromised=known).proven(Factor.PASSWORD)


def _renewed(progress: Progress, password: Secret[str], kit: Kit) -> Progress:
    """Return the progress with the hash made anew, as it is for an imported user's first sign-in.

    He gets a verifier with it, and can prove his password by SRP from then on.
    """
    user, kept = progress.user, progress.credentials
    if user is None or kept is None:
        return progress
    renewed = kit.new_password.renewed(progress.pool, user.username, password, kept)
    return replace(progress, renewed_credentials=renewed)
