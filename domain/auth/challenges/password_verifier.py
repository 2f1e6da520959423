"""PASSWORD_VERIFIER: the client proves by SRP that it knows the password."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth.envelope import from_block
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress, claims
from domain.crypto import srp
from domain.crypto.srp_timestamp import parse_timestamp
from domain.errors import NotAuthorizedException
from domain.model import contexts
from domain.model.attempt import Flow, State
from domain.model.factors import Factor
from domain.ports.sealer import SealBroken
from domain.ports.srp import SrpVerifier

CLOCK_SKEW_MS: Final = 300_000
"""How far the client's TIMESTAMP may be off; AWS says only that it must be near (srp.md 3.5)."""


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
    verifier = _verifier(progress, kit)
    half = srp.challenge(kit.modular, kit.entropy, verifier.verifier)
    username = progress.attempt.username
    return Asked(
        shown={
            "SALT": srp.to_hex(verifier.salt),
            "SRP_B": srp.to_hex(half.public),
            "USERNAME": username,
            "USER_ID_FOR_SRP": username,
        },
        memory={
            "A": progress.attempt.memory["A"],
            "B": srp.to_hex(half.public),
            "b": srp.to_hex(half.secret),
        },
    )


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    """Compute the proof as for a real user whoever is asked, then compare once."""
    timestamp = answers["TIMESTAMP"]
    right = srp.proves(_expected(progress, answers, kit), answers["PASSWORD_CLAIM_SIGNATURE"])
    sent_ms = parse_timestamp(timestamp)
    in_time = sent_ms is not None and abs(progress.now_ms - sent_ms) <= CLOCK_SKEW_MS
    if not (right and in_time and _is_real(progress)):
        raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    if progress.attempt.flow is Flow.CUSTOM_AUTH:
        progress = progress.seen(State.PASSWORD_VERIFIER, passed=True)
    return progress.proven(Factor.PASSWORD)


def _expected(progress: Progress, answers: Answers, kit: Kit) -> bytes:
    """Return the signature that only who knows the password can make."""
    memory = progress.attempt.memory
    half = srp.ServerHalf(secret=int(memory["b"], 16), public=int(memory["B"], 16))
    verifier = _verifier(progress, kit).verifier
    key = srp.session_key(kit.modular, int(memory["A"], 16), half, verifier)
    if key is None:
        raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    return srp.signature(
        key,
        progress.pool.srp_name,
        progress.attempt.username,
        from_block(answers["PASSWORD_CLAIM_SECRET_BLOCK"]),
        answers["TIMESTAMP"],
    )


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
    wants=("PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP"),
    ask=_ask,
    check=_check,
    carries_block=True,
    claim=claims(Claim.PASSWORD),
    simulated=True,
)
