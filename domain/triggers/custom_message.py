"""CustomMessage: the pool's own function words a message (triggers.md 9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.model.message import INVITATION, Channel, Reason
from domain.model.pool import UserPool
from domain.model.user import User
from domain.triggers import answers
from domain.triggers.hooks import Hooks, Occasion, client_metadata, user_attributes

_CODE: Final = "{####}"
_LINK: Final = "{##Click Here##}"
_USERNAME: Final = "{username}"
_SUBJECT: Final = "emailSubject"
_BY_SMS: Final = ("smsMessage",)
_BY_EMAIL: Final = (_SUBJECT, "emailMessage")
_LONGEST: Final = {"smsMessage": 140, "emailMessage": 20_000, "emailSubject": 140}
"""Characters of each text, with what takes the places in it."""


class CustomMessages:
    """Asks the function for its texts and holds them to the rules of the service."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def texts(
        self, pool: UserPool, user: User, channel: Channel, reason: Reason, code: str
    ) -> tuple[str | None, str | None]:
        """Return subject and body in the function's words, None for what it leaves as it is.

        The function never sees the code; its length counts in the lengths of the texts. Raises
        InvalidLambdaResponseException for texts that are none, are too long or lack a placeholder;
        and what `Hooks.call` raises.
        """
        occasion = Occasion(pool=pool, client_id=reason.client_id, username=user.username)
        invites = reason.purpose == INVITATION
        request = {
            "userAttributes": user_attributes(pool, user),
            "codeParameter": _CODE,
            "linkParameter": _LINK,
            "usernameParameter": _USERNAME if invites else None,
            **client_metadata(reason.client_metadata),
        }
        source = f"CustomMessage_{reason.purpose}"
        neutral = dict.fromkeys(_LONGEST)
        answer = self._hooks.call("CustomMessage", source, occasion, request, neutral)
        if answer is None:
            return None, None
        said = {member: answers.text(answer, member) for member in _LONGEST}
        used = _BY_SMS if channel is Channel.SMS else _BY_EMAIL
        for member in used:
            _check_length(member, said[member], {_CODE: code, _USERNAME: user.username})
        body = said[used[-1]]
        _check_places(body, (_CODE, _USERNAME) if invites else (_CODE,))
        return (said[_SUBJECT] if _SUBJECT in used else None), body


def _check_length(member: str, said: str | None, filled: Mapping[str, str]) -> None:
    if said is None:
        return
    length = len(said) + sum(
        said.count(place) * (len(value) - len(place)) for place, value in filled.items()
    )
    if length > _LONGEST[member]:
        raise answers.unreadable(f"{member} is too long")


def _check_places(body: str | None, needed: tuple[str, ...]) -> None:
    if body is not None and not all(place in body for place in needed):
        raise answers.unreadable("a text lacks a placeholder")
