"""PreSignUp: the pool's own function vets a new user and may confirm or verify it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.triggers import answers
from domain.triggers.hooks import Hooks, Occasion, client_metadata, validation_data

SIGN_UP: Final = "PreSignUp_SignUp"
ADMIN_CREATE_USER: Final = "PreSignUp_AdminCreateUser"
EXTERNAL_PROVIDER: Final = "PreSignUp_ExternalProvider"

_CONFIRMS: Final = "autoConfirmUser"
_VERIFIED_BY: Final = {"autoVerifyEmail": "email", "autoVerifyPhone": "phone_number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A user about to be stored, with what was sent along for the function alone."""

    attributes: Mapping[str, str] = field(repr=False)
    validation_data: Mapping[str, str] | None = field(default=None, repr=False)
    client_metadata: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the function decided; without a function nothing special.

    `verified` names the attributes that count as proven from the start.
    """

    confirm: bool = False
    verified: tuple[str, ...] = ()


class PreSignUp:
    """Asks the function before anything is stored; its failure refuses the sign-up."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def ask(self, source: str, occasion: Occasion, candidate: Candidate) -> Verdict:
        """Return the verdict on a candidate. The event has neither `sub` nor status.

        The three flags count in `SIGN_UP` alone (ruling 55); elsewhere the function can only
        refuse. Raises what `Hooks.call` raises, and InvalidLambdaResponseException for a flag that
        is not a boolean.
        """
        request = {
            "userAttributes": dict(candidate.attributes),
            **validation_data(candidate.validation_data),
            **client_metadata(candidate.client_metadata),
        }
        neutral = dict.fromkeys((_CONFIRMS, *_VERIFIED_BY), False)
        answer = self._hooks.call("PreSignUp", source, occasion, request, neutral) or {}
        confirm = answers.flag(answer, _CONFIRMS)
        verified = [name for flag, name in _VERIFIED_BY.items() if answers.flag(answer, flag)]
        if source != SIGN_UP:
            return Verdict()
        return Verdict(confirm=confirm, verified=tuple(verified))
