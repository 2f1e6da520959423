"""SOFTWARE_TOKEN_MFA: the user proves possession of the TOTP secret that he registered."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth.effects import RestoreTries, UseStep
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress, claims
from domain.crypto import totp
from domain.errors import (
    CodeMismatchException,
    NotAuthorizedException,
    SoftwareTokenMFANotFoundException,
)
from domain.model import contexts
from domain.model.attempt import State
from domain.model.factors import Factor, SoftwareToken
from domain.ports.sealer import SealBroken

_CODE: Final = "SOFTWARE_TOKEN_MFA_CODE"


def _ask(progress: Progress, _kit: Kit) -> Asked:
    shown: dict[str, object] = {"USER_ID_FOR_SRP": progress.attempt.username}
    if progress.user is not None and progress.user.factors.token_name:
        shown["FRIENDLY_DEVICE_NAME"] = progress.user.factors.token_name
    return Asked(shown=shown)


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    """Compare the code; its step is used up with the outcome, by one conditional statement."""
    token = progress.belongings.software_token
    if token is None:
        raise SoftwareTokenMFANotFoundException(texts.SOFTWARE_TOKEN_MISSING)
    step = totp.matching_step(_secret(progress, token, kit), answers[_CODE], progress.now_ms)
    if step is None:
        raise CodeMismatchException(texts.SOFTWARE_TOKEN_CODE_INVALID)
    return progress.proven(Factor.SOFTWARE_TOKEN).writing(
        UseStep(token, step), RestoreTries(progress.attempt)
    )


def _secret(progress: Progress, token: SoftwareToken, kit: Kit) -> bytes:
    context = contexts.software_token(token.pool_id, token.sub, token.id)
    try:
        return kit.sealer.open(progress.pool.keys, context, token.sealed_secret)
    except SealBroken as broken:
        raise NotAuthorizedException(
            texts.INVALID_SESSION, detail=f"the software token of {token.sub} does not open"
        ) from broken


SOFTWARE_TOKEN_MFA: Final = Challenge(
    state=State.SOFTWARE_TOKEN_MFA,
    wants=(_CODE,),
    ask=_ask,
    check=_check,
    claim=claims(Claim.CODE),
)
