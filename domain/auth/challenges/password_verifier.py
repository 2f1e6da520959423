"""PASSWORD_VERIFIER: the client proves by SRP that it knows the password."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.auth import srp_proof
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress, claims
from domain.crypto import srp
from domain.errors import NotAuthorizedException
from domain.model import contexts
from domain.model.attempt import Flow, State
from domain.model.factors import Factor
from domain.ports.sealer import SealBroken
from domain.ports.srp import SrpVerifier


def _verifier(progress: Progress, kit: Kit) -> SrpVerifier:
    """Return the user's verifier, or the decoy's for whoever has none."""
    credentials = progress.credentials
    if progress.user is None or credentials is None or credentials.sealed_verifier is None:
        return kit.decoys.verifier(progress.pool, progress.attempt.name)
    context = contexts.verifier(credentials.pool_id, credentials.sub, credentials.generation)
    try:
        packed = kit.sealer.open(progress.pool.keys, context, credentials.sealed_verifier)
    except SealBroken as broken:
        raise NotAuthorizedException(
            texts.INCORRECT_USERNAME_OR_PASSWORD,
            detail=f"the SRP verifier of {credentials.sub} does not belong to its password",
        ) from broken
    return srp.unpack_verifier(packed)


def _ask(progress: Progress, kit: Kit) -> Asked:
    asked = srp_proof.ask(progress, kit, _verifier(progress, kit))
    username = progress.attempt.username
    return replace(asked, shown={**asked.shown, "USERNAME": username, "USER_ID_FOR_SRP": username})


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    """Compute the proof as for a real user whoever is asked, then compare once."""
    prover = srp_proof.Prover(progress.pool.srp_name, progress.attempt.username)
    right = srp_proof.is_right(progress, answers, kit, prover, _verifier(progress, kit))
    if not (right and _is_real(progress)):
        raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    if progress.attempt.flow is Flow.CUSTOM_AUTH:
        progress = progress.seen(State.PASSWORD_VERIFIER, passed=True)
    return progress.proven(Factor.PASSWORD)


def _is_real(progress: Progress) -> bool:
    """Whether there is a user with a verifier: a right answer to a decoy is still refused."""
    credentials = progress.credentials
    return (
        progress.user is not None
        and credentials is not None
        and credentials.sealed_verifier is not None
    )


PASSWORD_VERIFIER: Final = Challenge(
    state=State.PASSWORD_VERIFIER,
    wants=srp_proof.WANTS,
    ask=_ask,
    check=_check,
    carries_block=True,
    claim=claims(Claim.PASSWORD),
    simulated=True,
)
