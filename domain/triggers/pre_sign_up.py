"""PreSignUp: the pool's own function vets a new user and may confirm or verify it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.errors import InvalidLambdaResponseException
from domain.triggers.hooks import Hooks, Occasion

SIGN_UP: Final = "PreSignUp_SignUp"
ADMIN_CREATE_USER: Final = "PreSignUp_AdminCreateUser"

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

        Raises what `Hooks.call` raises, and InvalidLambdaResponseException for a flag that is
        not a boolean: the string "false" must not confirm anybody.
        """
        request: dict[str, object] = {
            "userAttributes": dict(candidate.attributes),
            "validationData": _copy(candidate.validation_data),
        }
        if candidate.client_metadata is not None:
            request["clientMetadata"] = dict(candidate.client_metadata)
        answer = self._hooks.call("PreSignUp", source, occasion, request) or {}
        verified = [name for flag, name in _VERIFIED_BY.items() if _flag(answer, flag)]
        return Verdict(confirm=_flag(answer, "autoConfirmUser"), verified=tuple(verified))


def _copy(values: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if values is None else dict(values)


def _flag(answer: Mapping[str, object], name: str) -> bool:
    value = answer.get(name, False)
    if not isinstance(value, bool):
        raise InvalidLambdaResponseException(texts.TRIGGER_ANSWER_UNREADABLE)
    return value
