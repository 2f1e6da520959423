"""Threads for the synchronous operations, in two lanes that cannot starve one another.

A password hash takes a core for some 20 ms; everything else is done in one or two. So operations
that hash wait in a lane of their own, which holds about a second of work: whoever comes later is
told so at once (SEC-56), and the quick lane goes on. Where threads are held up, by a store that is
away or locked, whoever has waited long is told so too, instead of waiting for his turn to fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.api.lane import Lane

QUICK_THREADS: Final = 8
QUICK_WAITING_MAX: Final = 1_000

_ALWAYS_HASHING: Final = frozenset(
    {"AdminCreateUser", "AdminSetUserPassword", "ChangePassword", "ConfirmForgotPassword"}
)
_PASSWORD_FLOWS: Final = frozenset(
    {"ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"}
)
_PASSWORD_CHALLENGES: Final = frozenset({"NEW_PASSWORD_REQUIRED", "PASSWORD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """The two lanes of a worker process."""

    quick: Lane
    hashing: Lane

    @classmethod
    def of_worker(
        cls,
        *,
        cores: int,
        hash_ms: float,
        quick_threads: int = QUICK_THREADS,
    ) -> Lanes:
        """Return lanes for a worker that may use `cores` cores, where a hash takes `hash_ms`."""
        return cls(
            quick=Lane("quick", threads=quick_threads, waiting_max=QUICK_WAITING_MAX),
            hashing=Lane(
                "hashing",
                threads=cores + 1,
                waiting_max=max(1, int(cores * 1000 / hash_ms)),
            ),
        )

    def lane(self, operation: str, request: Mapping[str, Any]) -> Lane:
        """Return the lane of a request."""
        return self.hashing if hashes(operation, request) else self.quick

    def close(self) -> None:
        """Close both lanes."""
        self.quick.close()
        self.hashing.close()


def hashes(operation: str, request: Mapping[str, Any]) -> bool:
    """Say whether the operation may hash a password for this request."""
    match operation:
        case "SignUp":
            return "Password" in request
        case "InitiateAuth" | "AdminInitiateAuth":
            return request.get("AuthFlow") in _PASSWORD_FLOWS or "PASSWORD" in request.get(
                "AuthParameters", ()
            )
        case "RespondToAuthChallenge" | "AdminRespondToAuthChallenge":
            answers = request.get("ChallengeResponses", ())
            return (
                request.get("ChallengeName") in _PASSWORD_CHALLENGES
                or "PASSWORD" in answers
                or "NEW_PASSWORD" in answers
            )
    return operation in _ALWAYS_HASHING
