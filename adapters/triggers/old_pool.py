"""A user pool that people come from: the few operations of the API that are asked of it.

At AWS, or at another server that speaks the same API.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import orjson

from adapters.egress import Answer
from adapters.sigv4.signing import SigningKey, sign_post
from adapters.triggers.answers import parsed
from adapters.triggers.calling import THROTTLED, failure_of, post
from adapters.triggers.entry import Entry
from adapters.triggers.target import Passing, TargetContext
from domain import texts
from domain.crypto.secret_hash import secret_hash
from domain.model.identifiers import Secret
from domain.ports.triggers import TriggerGarbled, TriggerUnreachable

_SERVICE: Final = "AWSCognitoIdentityProviderService"
_JSON: Final = "application/x-amz-json-1.1"
_ERROR_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9]{2,63}")
_NOT_THERE: Final = frozenset(
    {
        "LimitExceededException",
        "NotAuthorizedException",
        "PasswordResetRequiredException",
        "UserNotConfirmedException",
        "UserNotFoundException",
    }
)
"""What the pool's own rules say of a user or a password; anything else is said of us."""
_DENIED: Final = ("AccessDeniedException", "UnknownOperationException")
_PAGES_MAX: Final = 10


class NotThere(Exception):
    """The pool has no such user, or does not let him in with this password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldClient:
    """How the pool is reached: by which client of it, and with which key if there is one."""

    url: str
    client_id: str
    client_secret: Secret[str]
    pool_id: str = ""
    key: SigningKey | None = None

    def proof(self, username: str) -> dict[str, str]:
        """Return USERNAME, with SECRET_HASH if the client has a secret."""
        secret = self.client_secret.reveal()
        if not secret:
            return {"USERNAME": username}
        return {"USERNAME": username, "SECRET_HASH": secret_hash(secret, username, self.client_id)}


class OldPool:
    """Asks the pool. Methods raise NotThere, TriggerUnreachable or TriggerGarbled."""

    def __init__(self, entry: Entry, context: TargetContext, client: OldClient) -> None:
        self._entry = entry
        self._context = context
        self._client = client

    @property
    def is_signed(self) -> bool:
        """Whether there is a key to ask as an administrator."""
        return self._client.key is not None

    def sign_in(self, username: str, password: str) -> Mapping[str, Any]:
        """Return what the pool answers to a right password: tokens or a challenge."""
        client = self._client
        given = {
            "ClientId": client.client_id,
            "AuthParameters": {**client.proof(username), "PASSWORD": password},
        }
        if not self.is_signed:
            return self._call("InitiateAuth", {"AuthFlow": "USER_PASSWORD_AUTH", **given})
        flow = {"AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "UserPoolId": client.pool_id}
        return self._call("AdminInitiateAuth", {**flow, **given})

    def user(self, username: str) -> Mapping[str, Any]:
        """Return AdminGetUser."""
        named = {"UserPoolId": self._client.pool_id, "Username": username}
        return self._call("AdminGetUser", named)

    def bearer(self, access_token: str) -> Mapping[str, Any]:
        """Return GetUser."""
        return self._call("GetUser", {"AccessToken": access_token})

    def groups(self, username: str) -> list[Mapping[str, Any]]:
        """Return the user's groups as AdminListGroupsForUser has them; none if it may not ask."""
        found: list[Mapping[str, Any]] = []
        asked = {"UserPoolId": self._client.pool_id, "Username": username, "Limit": 60}
        for _ in range(_PAGES_MAX):
            try:
                page = self._call("AdminListGroupsForUser", asked)
            except _Denied:
                return []
            found += _objects(page.get("Groups", []))
            token = page.get("NextToken")
            if not token:
                return found
            asked = {**asked, "NextToken": token}
        raise TriggerGarbled

    def _call(self, operation: str, members: Mapping[str, object]) -> Mapping[str, Any]:
        client, body = self._client, orjson.dumps(members)
        headers = {"Content-Type": _JSON, "X-Amz-Target": f"{_SERVICE}.{operation}"}
        if client.key is not None and operation.startswith("Admin"):
            # Signed anew in each attempt: a signature is as old as its moment.
            now_ms = self._context.clock.now_ms()
            headers = sign_post(client.key, client.url, headers, body, now_ms)
        answer = post(self._entry, self._context, client.url, headers, body)
        said = _object(answer)
        if answer.status == HTTPStatus.OK:
            return said
        raise _failure(answer, said)


class _Denied(TriggerUnreachable):
    """The key may not do that, or nobody may."""


def _object(answer: Answer) -> Mapping[str, Any]:
    """Return the members of an answer, none of an error that is no JSON."""
    is_error = answer.status != HTTPStatus.OK
    try:
        said = parsed(answer.body)
    except TriggerGarbled:
        if is_error:
            return {}
        raise
    if not isinstance(said, dict):
        raise TriggerGarbled
    return said


def _objects(listed: object) -> list[Mapping[str, Any]]:
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise TriggerGarbled
    return listed


def _failure(answer: Answer, said: Mapping[str, Any]) -> Exception:
    """Return what an error means: nobody is there, or we cannot ask as we do."""
    named = _ERROR_NAME.match(str(said.get("__type", "")).rpartition("#")[2])
    if answer.status != HTTPStatus.BAD_REQUEST or named is None:
        return failure_of(answer.status)
    name = named[0]
    if name == "TooManyRequestsException":
        return Passing(THROTTLED)
    if name in _DENIED:
        return _Denied(texts.trigger_failed(name))
    if name in _NOT_THERE and not _is_about_our_secret(said):
        return NotThere()
    return TriggerUnreachable(texts.trigger_failed(name))


def _is_about_our_secret(said: Mapping[str, Any]) -> bool:
    """Whether the client was refused, which the pool tells by the same error as its users."""
    return "secret" in str(said.get("message", "")).lower()
