"""AssociateSoftwareToken and VerifySoftwareToken in the middle of a sign-in, at MFA_SETUP.

The secret travels in the sealed attempt, as all that a challenge remembers; MFA_SETUP itself is
answered with the Session of a token that was proven.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.accounts.software_token import (
    SoftwareTokenProof,
    check_name,
    check_offered,
    registered,
)
from domain.auth import second_factors
from domain.auth.arrival import Arrival, invalid, spent
from domain.auth.challenges.mfa_setup import MFA_SETUP, PROVEN_TOKEN
from domain.auth.effects import KeepToken
from domain.auth.envelope import Envelope, to_session
from domain.auth.settlement import Due, Settlement
from domain.auth.step import Progress
from domain.crypto import totp
from domain.errors import SoftwareTokenMFANotFoundException
from domain.model.user import User
from domain.ports.entropy import Entropy

_SECRET: Final = "secret"
_ID_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Associated:
    """A new secret as base32, and the Session to prove it in."""

    secret: str = field(repr=False)
    session: str = field(repr=False)


class MfaEnrolment:
    """Registers software tokens for users who owe a second factor and have none."""

    def __init__(
        self,
        arrival: Arrival,
        envelope: Envelope,
        settlement: Settlement,
        proof: SoftwareTokenProof,
        entropy: Entropy,
    ) -> None:
        self._arrival = arrival
        self._envelope = envelope
        self._settlement = settlement
        self._proof = proof
        self._entropy = entropy

    def associate(self, session: str) -> Associated:
        """Return a new secret; the Session is spent, and the one returned takes its place.

        Raises NotAuthorizedException for a Session that is none of MFA_SETUP, or was used,
        SoftwareTokenMFANotFoundException where the pool has no software tokens.
        """
        progress, _user = self._resume(session)
        self._settlement.claim_once(progress.attempt, spent(MFA_SETUP))
        secret = self._proof.new_secret()
        return Associated(
            secret=totp.to_text(secret),
            session=self._next_session(progress, {_SECRET: secret.hex()}),
        )

    def verify(self, session: str, code: str, name: str | None) -> str:
        """Store the token if the code is of its secret; return the Session that answers MFA_SETUP.

        A wrong code leaves the Session as it is, until its tries are used up. Raises
        NotAuthorizedException as `associate`, EnableSoftwareTokenMFAException for a wrong code,
        TooManyRequestsException if the user gave too many (ruling 38),
        SoftwareTokenMFANotFoundException if there is no secret, InvalidParameterException.
        """
        check_name(name)
        progress, user = self._resume(session)
        memory = progress.attempt.memory
        if _SECRET not in memory:
            raise SoftwareTokenMFANotFoundException(texts.SOFTWARE_TOKEN_MISSING)
        self._settlement.claim_try(progress)
        secret, now_ms = bytes.fromhex(memory[_SECRET]), progress.now_ms
        token = self._proof.proven(progress.pool, user, secret, code, now_ms)
        passed = progress.with_user(registered(user, name, now_ms)).writing(KeepToken(token))
        self._settlement.record(passed, Due(spend=progress.attempt))
        return self._next_session(passed, {PROVEN_TOKEN: token.id})

    def _resume(self, session: str) -> tuple[Progress, User]:
        """Return the sign-in that waits for its user to set up a second factor.

        Who has one by now gives that: the password alone must not put another beside it.
        """
        progress = self._arrival.resume(session, MFA_SETUP)
        check_offered(progress.pool)
        if progress.user is None or not second_factors.may_set_up(progress):
            raise invalid(MFA_SETUP)
        return progress, progress.user

    def _next_session(self, progress: Progress, memory: dict[str, str]) -> str:
        attempt = progress.renewed(self._entropy.bytes(_ID_BYTES).hex(), memory)
        return to_session(self._envelope.seal(progress.pool, attempt))
