"""UserMigration: the pool's own function is asked for a user that the pool does not have.

Its answer is read strictly: what is no answer brings nobody. Who is stored, and under which names,
is decided elsewhere (accounts.migrate_user), from the name that was typed and not from the answer
alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.model.identifiers import Secret
from domain.model.pool import UserPool
from domain.ports.triggers import NOT_VOUCHED, VOUCHED, Vouched
from domain.triggers import answers
from domain.triggers.answers import Answer, nullable_flag, unreadable
from domain.triggers.hooks import Hooks, Occasion, client_metadata, validation_data

_TRIGGER: Final = "UserMigration"
_FORGOT_PASSWORD: Final = "UserMigration_ForgotPassword"
_AUTHENTICATION: Final = "UserMigration_Authentication"

_NEUTRAL: Final = {
    "userAttributes": None,
    "forceAliasCreation": None,
    "enableSMSMFA": None,
    "finalUserStatus": None,
    "messageAction": None,
    "desiredDeliveryMediums": None,
}
_USERNAME: Final = "username"
_ACTIONS: Final = (None, "SUPPRESS", "RESEND")
_MEDIUMS: Final = frozenset({"SMS", "EMAIL"})
_USUAL_MEDIUMS: Final = ("SMS",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrant:
    """A user as a function brings him.

    `username` is what he is to be called, where the function says it. `confirmed` says that he goes
    on with the password that he typed. `mediums` are what a welcome goes by, none where there is to
    be none.
    """

    attributes: Mapping[str, str] = field(repr=False)
    username: str | None = field(default=None, repr=False)
    confirmed: bool = False
    mediums: tuple[str, ...] = ()
    force_alias: bool = False
    sms_mfa: bool = False
    vouched: Vouched = NOT_VOUCHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the function is asked with. Without a password, for who wants to recover his."""

    password: Secret[str] | None = None
    validation_data: Mapping[str, str] | None = field(default=None, repr=False)
    client_metadata: Mapping[str, str] | None = field(default=None, repr=False)


def is_open_to_migrants(pool: UserPool) -> bool:
    """Whether the pool names a function that may know users whom the pool does not."""
    return _TRIGGER in pool.triggers


class UserMigration:
    """Asks the function."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def ask(self, occasion: Occasion, request: Request) -> Migrant | None:
        """Return whom the function brings, None for nobody or where there is no function.

        Raises what `Hooks.call` raises, and InvalidLambdaResponseException for an answer that is
        none.
        """
        told = {
            "password": None if request.password is None else request.password.reveal(),
            **validation_data(request.validation_data),
            **client_metadata(request.client_metadata),
        }
        source = _FORGOT_PASSWORD if request.password is None else _AUTHENTICATION
        answer = self._hooks.call(_TRIGGER, source, occasion, told, _NEUTRAL)
        return None if answer is None else _read(answer)


def _read(answer: Answer) -> Migrant | None:
    attributes = _attributes(answer)
    if not attributes:
        return None
    vouched = answer.get(VOUCHED)
    return Migrant(
        attributes={name: text for name, text in attributes.items() if name != _USERNAME},
        username=attributes.get(_USERNAME),
        confirmed=answers.text(answer, "finalUserStatus") == "CONFIRMED",
        mediums=_mediums(answer),
        force_alias=nullable_flag(answer, "forceAliasCreation"),
        sms_mfa=nullable_flag(answer, "enableSMSMFA"),
        vouched=vouched if isinstance(vouched, Vouched) else NOT_VOUCHED,
    )


def _attributes(answer: Answer) -> dict[str, str]:
    """Return the attributes that have a value. One without is no attribute, as in all events."""
    given = answers.members(answer, "userAttributes")
    read = {name: _attribute(value) for name, value in given.items()}
    return {name: text for name, text in read.items() if text}


def _attribute(value: object) -> str | None:
    """Return an attribute as text, in which all of them are kept; or None for none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if value is None:
        return None
    # U+0000 is what no API lets into an attribute, and no store takes.
    if not isinstance(value, str) or "\x00" in value:
        raise unreadable("a member of userAttributes is no text")
    return value


def _mediums(answer: Answer) -> tuple[str, ...]:
    action = answers.text(answer, "messageAction")
    if action not in _ACTIONS:
        raise unreadable("messageAction is unknown")
    mediums = answers.names(answer, "desiredDeliveryMediums")
    if not _MEDIUMS.issuperset(mediums):
        raise unreadable("desiredDeliveryMediums is unknown")
    return () if action == "SUPPRESS" else mediums or _USUAL_MEDIUMS
