"""The halves of an SRP proof, alike for users and devices: what is asked, what must come back.

Whoever proves is a pair (prefix, identifier), as in `domain.crypto.srp`. The client's public value
"A" is in the attempt's memory when the question is put.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.auth.envelope import from_block
from domain.auth.step import Answers, Asked, Kit, Progress
from domain.crypto import srp
from domain.crypto.srp_timestamp import parse_timestamp
from domain.ports.srp import SrpVerifier

PUBLIC: Final = "A"
"""The key under which an attempt remembers the client's public value."""

CLOCK_SKEW_MS: Final = 300_000
"""How far the client's TIMESTAMP may be off; AWS says only that it must be near (srp.md 3.5)."""

_BLOCK: Final = "PASSWORD_CLAIM_SECRET_BLOCK"
_SIGNATURE: Final = "PASSWORD_CLAIM_SIGNATURE"
_TIMESTAMP: Final = "TIMESTAMP"

WANTS: Final = (_BLOCK, _SIGNATURE, _TIMESTAMP)
"""What an answer consists of."""


@dataclass(frozen=True, slots=True)
class Prover:
    """Who proves: what enters the hashes before the password."""

    prefix: str
    identifier: str


def begun(progress: Progress, public: str) -> Progress:
    """Return the progress with the client's public value (SRP_A) remembered.

    Known and unknown users get the same refusals of it. Raises InvalidParameterException.
    """
    number = srp.parse_public(public)
    return progress.at(progress.attempt.state, {PUBLIC: srp.to_hex(number)})


def ask(progress: Progress, kit: Kit, verifier: SrpVerifier) -> Asked:
    """Draw the server's half for one answer; the caller adds whom the question is for."""
    half = srp.challenge(kit.modular, kit.entropy, verifier.verifier)
    return Asked(
        shown={"SALT": srp.to_hex(verifier.salt), "SRP_B": srp.to_hex(half.public)},
        memory={
            PUBLIC: progress.attempt.memory[PUBLIC],
            "B": srp.to_hex(half.public),
            "b": srp.to_hex(half.secret),
        },
    )


def is_right(
    progress: Progress, answers: Answers, kit: Kit, prover: Prover, verifier: SrpVerifier
) -> bool:
    """Whether the answer proves the password behind the verifier, now.

    As costly for a wrong answer as for a right one.
    """
    memory = progress.attempt.memory
    half = srp.ServerHalf(secret=int(memory["b"], 16), public=int(memory["B"], 16))
    key = srp.session_key(kit.modular, int(memory[PUBLIC], 16), half, verifier.verifier)
    if key is None:
        return False
    expected = srp.signature(
        key, prover.prefix, prover.identifier, from_block(answers[_BLOCK]), answers[_TIMESTAMP]
    )
    right = srp.proves(expected, answers[_SIGNATURE])
    sent_ms = parse_timestamp(answers[_TIMESTAMP])
    return right and sent_ms is not None and abs(progress.now_ms - sent_ms) <= CLOCK_SKEW_MS
