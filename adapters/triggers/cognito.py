"""The kind `cognito`: UserMigration is answered by the user pool that people come from.

It answers as a function would that tries the password at the old pool. For what a function cannot
be trusted with, because its answer comes from outside, it vouches itself: the operator has named
the old pool. Those are the `sub`, the groups, and which second factors were on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from adapters.sigv4.signing import SigningKey
from adapters.triggers.attempts import in_attempts
from adapters.triggers.entry import Entry
from adapters.triggers.old_pool import NotThere, OldClient, OldPool
from adapters.triggers.options import Options
from adapters.triggers.target import Target, TargetContext
from domain import texts
from domain.model.identifiers import Secret
from domain.ports.triggers import (
    VOUCHED,
    TriggerEvent,
    TriggerGarbled,
    TriggerUnreachable,
    Vouched,
    VouchedGroup,
)

_AUTHENTICATION: Final = "UserMigration_Authentication"
_FORGOT_PASSWORD: Final = "UserMigration_ForgotPassword"
_SERVICE: Final = "cognito-idp"
_REGION: Final = re.compile(r"[a-z]{2,5}(-[a-z]+)+-\d{1,2}")

_TEMPORARY: Final = "NEW_PASSWORD_REQUIRED"
_FACTORS: Final = ("SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
_AFTER_PASSWORD: Final = (_TEMPORARY, *_FACTORS, "SELECT_MFA_TYPE", "MFA_SETUP")
"""Challenges that a pool asks only after the password was right."""
_RECOVERABLE: Final = ("CONFIRMED", "RESET_REQUIRED")
_NEVER_BROUGHT: Final = frozenset({"sub", "identities"})
_RESERVED: Final = "cognito:"

_NOBODY: Final[Mapping[str, object]] = {}


class Cognito:
    """The old pool, behind the contract of a target."""

    def __init__(self, entry: Entry, context: TargetContext, pool: OldPool) -> None:
        self._entry = entry
        self._context = context
        self._pool = pool

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        """Answer an event of UserMigration; any other fails, for nothing here could vet it."""
        return in_attempts(
            self._entry, self._context, event, lambda: self._asked(event.event), webhook_id=None
        )

    def _asked(self, event: Mapping[str, Any]) -> Mapping[str, object]:
        source, username = event["triggerSource"], event["userName"]
        try:
            if source == _AUTHENTICATION:
                return self._signed_in(username, event["request"]["password"])
            if source == _FORGOT_PASSWORD:
                return self._recovering(username)
        except NotThere:
            return _NOBODY
        raise TriggerUnreachable(texts.TRIGGER_NOT_CONFIGURED)

    def _signed_in(self, username: str, password: str) -> Mapping[str, object]:
        answer = self._pool.sign_in(username, password)
        challenge = answer.get("ChallengeName")
        if challenge is not None and challenge not in _AFTER_PASSWORD:
            return _NOBODY
        user = self._user(username, answer)
        return self._brings(
            username, user, _factors(user, challenge), confirmed=challenge != _TEMPORARY
        )

    def _user(self, username: str, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the user's record: an administrator's, or what the sign-in itself lets see."""
        if self._pool.is_signed:
            return self._pool.user(username)
        result = answer.get("AuthenticationResult")
        if isinstance(result, dict):
            return self._pool.bearer(str(result.get("AccessToken")))
        parameters = answer.get("ChallengeParameters")
        if answer.get("ChallengeName") == _TEMPORARY and isinstance(parameters, dict):
            return {"UserAttributes": list(_shown(parameters.get("userAttributes")))}
        # Behind a second factor there is no token to read the attributes with.
        raise TriggerUnreachable(texts.trigger_failed("AccessDeniedException"))

    def _recovering(self, username: str) -> Mapping[str, object]:
        """Return who may recover his password there; only an administrator can ask for him."""
        if not self._pool.is_signed:
            return _NOBODY
        user = self._pool.user(username)
        if user.get("Enabled") is not True or user.get("UserStatus") not in _RECOVERABLE:
            return _NOBODY
        return self._brings(username, user, _factors(user), confirmed=False)

    def _brings(
        self,
        username: str,
        user: Mapping[str, Any],
        factors: tuple[str, ...],
        *,
        confirmed: bool,
    ) -> Mapping[str, object]:
        attributes = _attributes(user)
        groups = self._pool.groups(username) if self._pool.is_signed else []
        name = user.get("Username")
        return {
            "userAttributes": {
                **{key: value for key, value in attributes.items() if _is_brought(key)},
                **({"username": name} if name else {}),
            },
            "finalUserStatus": "CONFIRMED" if confirmed else "RESET_REQUIRED",
            "messageAction": "SUPPRESS",
            VOUCHED: Vouched(
                sub=attributes.get("sub"),
                groups=tuple(_group(each) for each in groups),
                second_factors=factors,
            ),
        }


def _factors(user: Mapping[str, Any], challenge: object = None) -> tuple[str, ...]:
    """Return the second factors that the user has on, or is asked for."""
    listed = user.get("UserMFASettingList")
    on = [*(listed if isinstance(listed, list) else ()), challenge]
    return tuple(each for each in _FACTORS if each in on)


def _attributes(user: Mapping[str, Any]) -> dict[str, str]:
    try:
        return {str(each["Name"]): str(each["Value"]) for each in user["UserAttributes"]}
    except (KeyError, TypeError):
        raise TriggerGarbled from None


def _shown(told: object) -> Iterator[Mapping[str, str]]:
    """Return the attributes that NEW_PASSWORD_REQUIRED shows, as GetUser would have them."""
    try:
        members = orjson.loads(str(told))
        yield from ({"Name": name, "Value": str(value)} for name, value in members.items())
    except (orjson.JSONDecodeError, AttributeError):
        raise TriggerGarbled from None


def _is_brought(attribute: str) -> bool:
    return attribute not in _NEVER_BROUGHT and not attribute.startswith(_RESERVED)


def _group(given: Mapping[str, Any]) -> VouchedGroup:
    name, description = given.get("GroupName"), given.get("Description")
    role, precedence = given.get("RoleArn"), given.get("Precedence")
    texts_given = (name, description or "", role or "")
    if not name or not all(isinstance(each, str) for each in texts_given):
        raise TriggerGarbled
    if precedence is not None and not isinstance(precedence, int):
        raise TriggerGarbled
    return VouchedGroup(
        name=str(name), description=description, precedence=precedence, role_arn=role
    )


def open(entry: Entry, context: TargetContext) -> Target:
    """Open an entry: `region` or `url`, `client_id`, perhaps `client_secret`, perhaps a key.

    A key is `access_key_id` and `secret_access_key` with `user_pool_id`, which begins with the
    region: it has not to be told again. Raises BadEntry.
    """
    with entry.options() as options:
        pool_id = options.text("user_pool_id", "")
        region = _region(options) or _region_of(pool_id)
        url = options.url("url") if "url" in entry.given else _address(options, region)
        client = OldClient(
            url=url,
            client_id=options.text("client_id"),
            client_secret=options.secret("client_secret", ""),
            pool_id=pool_id,
            key=_key(options, region),
        )
        if bool(client.pool_id) != (client.key is not None):
            options.faults.append("user_pool_id and access_key_id belong together")
    return Cognito(entry, context, OldPool(entry, context, client))


def _region(options: Options) -> str:
    region = options.text("region", "")
    if region and not _REGION.fullmatch(region):
        options.faults.append("region: not the name of a region")
    return region


def _region_of(pool_id: str) -> str:
    region, _, _ = pool_id.partition("_")
    return region if _REGION.fullmatch(region) else ""


def _address(options: Options, region: str) -> str:
    if not region:
        options.faults.append("region or url: missing")
    suffix = ".cn" if region.startswith("cn-") else ""
    return f"https://{_SERVICE}.{region}.amazonaws.com{suffix}/"


def _key(options: Options, region: str) -> SigningKey | None:
    key_id = options.text("access_key_id", "")
    secret: Secret[str] = options.secret("secret_access_key", "")
    if bool(key_id) != bool(secret.reveal()):
        options.faults.append("access_key_id and secret_access_key belong together")
    if not key_id:
        return None
    if not region:
        options.faults.append("region: missing, which signatures are made for")
    return SigningKey(key_id=key_id, secret=secret, region=region, service=_SERVICE)
