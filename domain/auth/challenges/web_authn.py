"""WEB_AUTHN: the user proves possession of a passkey that he registered for this relying party."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.accounts.relying_party import relying_party_id
from domain.auth.effects import UsePasskey
from domain.auth.passkeys import allowed, requires_verification, usable
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress, claims
from domain.errors import NotAuthorizedException
from domain.model.attempt import State
from domain.model.factors import Factor
from domain.ports.webauthn import Ceremony, PasskeyProof, PasskeyRefused

_CREDENTIAL: Final = "CREDENTIAL"
_OPTIONS: Final = "CREDENTIAL_REQUEST_OPTIONS"
_CHALLENGE: Final = "challenge"
_CHALLENGE_BYTES: Final = 32


def _ask(progress: Progress, kit: Kit) -> Asked:
    challenge = kit.entropy.bytes(_CHALLENGE_BYTES)
    options = kit.passkeys.request_options(_ceremony(progress, challenge), allowed(progress, kit))
    return Asked(shown={_OPTIONS: options}, memory={_CHALLENGE: challenge.hex()})


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    """Hold the answer against the passkeys of this user alone; all refusals read the same.

    The passkey of nobody is checked like any other, so that the time tells nothing either.
    """
    ceremony = _ceremony(progress, bytes.fromhex(progress.attempt.memory[_CHALLENGE]))
    try:
        proof = kit.passkeys.prove(ceremony, answers[_CREDENTIAL], allowed(progress, kit))
    except PasskeyRefused as refused:
        raise _refusal(str(refused)) from refused
    if proof.passkey not in usable(progress):
        raise _refusal("the passkey is nobody's")
    passed = progress.writing(UsePasskey(proof, progress.now_ms)).proven(_factor(proof))
    return passed.proven(Factor.USER_VERIFICATION) if proof.user_verified else passed


def _ceremony(progress: Progress, challenge: bytes) -> Ceremony:
    """Return what is asked for, under the pool's present settings: earlier ones open nothing."""
    rp_id = relying_party_id(progress.pool)
    if rp_id is None:
        raise _refusal("the pool has no relying party any more")
    return Ceremony(
        rp_id=rp_id,
        challenge=challenge,
        requires_verification=requires_verification(progress),
        timeout_ms=progress.client.auth_session_validity_min * 60_000,
    )


def _factor(proof: PasskeyProof) -> Factor:
    is_platform = proof.passkey.is_platform
    return Factor.PLATFORM_PASSKEY if is_platform else Factor.ROAMING_PASSKEY


def _refusal(detail: str) -> NotAuthorizedException:
    return NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD, detail=detail)


WEB_AUTHN: Final = Challenge(
    state=State.WEB_AUTHN,
    wants=(_CREDENTIAL,),
    ask=_ask,
    check=_check,
    claim=claims(Claim.ONCE),
    simulated=True,
)
