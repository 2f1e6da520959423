"""CustomMessage: the pool's own function words a message (triggers.md 9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from domain import texts
from domain.errors import InvalidLambdaResponseException
from domain.model.message import Channel
from domain.model.pool import UserPool
from domain.model.user import User
from domain.triggers.hooks import Hooks, Occasion, user_attributes

_CODE: Final = "{####}"
_LINK: Final = "{##Click Here##}"
_USERNAME: Final = "{username}"
_INVITATION: Final = "AdminCreateUser"
_LONGEST: Final = {"emailSubject": 140, "emailMessage": 20_000, "smsMessage": 140}


class _Reason(Protocol):
    @property
    def purpose(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    @property
    def client_metadata(self) -> Mapping[str, str] | None: ...


class CustomMessages:
    """Asks the function for its texts and holds them to the rules of the service."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def texts(
        self, pool: UserPool, user: User, channel: Channel, reason: _Reason
    ) -> tuple[str | None, str | None]:
        """Return subject and body in the function's words, None for what it leaves as it is.

        Raises InvalidLambdaResponseException for texts that are none, are too long or lack a
        placeholder; and what `Hooks.call` raises.
        """
        occasion = Occasion(pool=pool, client_id=reason.client_id, username=user.username)
        invites = reason.purpose == _INVITATION
        request: dict[str, object] = {
            "userAttributes": user_attributes(user),
            "codeParameter": _CODE,
            "linkParameter": _LINK,
            "usernameParameter": _USERNAME if invites else None,
        }
        if reason.client_metadata is not None:
            request["clientMetadata"] = dict(reason.client_metadata)
        source = f"CustomMessage_{reason.purpose}"
        answer = self._hooks.call("CustomMessage", source, occasion, request)
        if answer is None:
            return None, None
        if channel is Channel.SMS:
            return None, _body(answer, "smsMessage", invites=invites)
        return _text(answer, "emailSubject"), _body(answer, "emailMessage", invites=invites)


def _body(answer: Mapping[str, object], member: str, *, invites: bool) -> str | None:
    body = _text(answer, member)
    needed = (_CODE, _USERNAME) if invites else (_CODE,)
    if body is not None and not all(place in body for place in needed):
        raise InvalidLambdaResponseException(texts.TRIGGER_ANSWER_UNREADABLE)
    return body


def _text(answer: Mapping[str, object], member: str) -> str | None:
    value = answer.get(member)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > _LONGEST[member]:
        raise InvalidLambdaResponseException(texts.TRIGGER_ANSWER_UNREADABLE)
    return value
