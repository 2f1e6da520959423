"""CUSTOM_CHALLENGE: the pool's own functions put a question and judge the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.auth.custom_told import told
from domain.auth.srp_proof import PUBLIC
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress, claims
from domain.model.attempt import State

_PRIVATE: Final = "private."
_METADATA: Final = "metadata"


def _ask(progress: Progress, kit: Kit) -> Asked:
    """Ask CreateAuthChallenge. What it wants kept is sealed and reaches no client (ruling 12)."""
    created = kit.custom_auth.create(told(progress))
    memory = {f"{_PRIVATE}{name}": value for name, value in created.private.items()}
    if created.metadata is not None:
        memory[_METADATA] = created.metadata
    if PUBLIC in progress.attempt.memory:
        # A PASSWORD_VERIFIER that the function asks for later needs what the client began with.
        memory[PUBLIC] = progress.attempt.memory[PUBLIC]
    return Asked(shown={**created.public, "USERNAME": progress.attempt.username}, memory=memory)


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    """Ask VerifyAuthChallengeResponse. A wrong answer is no error: what follows, Define says."""
    memory = progress.attempt.memory
    right = kit.custom_auth.verify(told(progress), _private(memory), answers["ANSWER"])
    return progress.seen(State.CUSTOM_CHALLENGE, passed=right, metadata=memory.get(_METADATA))


def _private(memory: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(_PRIVATE): value
        for name, value in memory.items()
        if name.startswith(_PRIVATE)
    }


CUSTOM_CHALLENGE: Final = Challenge(
    state=State.CUSTOM_CHALLENGE,
    wants=("ANSWER",),
    ask=_ask,
    check=_check,
    claim=claims(Claim.ONCE),
    simulated=True,
)
