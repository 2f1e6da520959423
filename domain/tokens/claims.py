"""What the tokens say: the claims of ID and access tokens (tokens.md 2 and 3).

The values are those of the moment of issue; `iat` is the true time, since clients measure their
clock drift from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.model.client import AppClient
from domain.model.pool import UserPool
from domain.model.token import TokenFamily
from domain.model.user import User
from domain.tokens import assurance
from domain.tokens.group_claims import NO_GROUPS, GroupClaims

SELF_SERVICE_SCOPE: Final = "aws.cognito.signin.user.admin"
"""The scope of every token that an API sign-in gives; it opens the self-service operations."""

_BOOLEANS: Final = frozenset({"email_verified", "phone_number_verified"})
_NEVER: Final = "dev:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom tokens are about: a user, those of his attributes that the client may read, groups."""

    user: User
    attributes: Mapping[str, str] = field(repr=False)
    groups: GroupClaims = NO_GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue of tokens: about whom, for what sign-in, when."""

    issuer: str
    pool: UserPool
    client: AppClient
    subject: Subject
    family: TokenFamily
    now_ms: int


def access_claims(issue: Issue, jti: str) -> dict[str, object]:
    """Return the claims of an access token; it names the client in `client_id` and has no `aud`."""
    device_key = issue.family.device_key
    return {
        **({} if device_key is None else {"device_key": device_key}),
        **_common(issue, jti),
        **issue.subject.groups.for_access(),
        "client_id": issue.client.id,
        "token_use": "access",
        "scope": SELF_SERVICE_SCOPE,
        "exp": issue.now_ms // 1000 + issue.client.access_token_s,
        "username": issue.subject.user.username,
    }


def id_claims(issue: Issue, jti: str) -> dict[str, object]:
    """Return the claims of an ID token, with those attributes that the client may read."""
    return {
        **_attribute_claims(issue.subject.attributes),
        **_common(issue, jti),
        **issue.subject.groups.for_identity(),
        "aud": issue.client.id,
        "token_use": "id",
        "exp": issue.now_ms // 1000 + issue.client.id_token_s,
        "cognito:username": issue.subject.user.username,
    }


def _common(issue: Issue, jti: str) -> dict[str, object]:
    claims: dict[str, object] = {
        "sub": issue.subject.user.sub,
        "iss": issue.issuer,
        "event_id": issue.family.event_id,
        "auth_time": issue.family.authenticated_at_ms // 1000,
        "iat": issue.now_ms // 1000,
    }
    if issue.client.enable_token_revocation:
        claims |= {"jti": jti, "origin_jti": issue.family.id}
    reached = assurance.level(issue.family.proven)
    if reached:
        claims["acr"] = assurance.level_name(issue.pool, reached)
        claims["amr"] = assurance.methods(issue.family.proven)
    return claims


def _attribute_claims(attributes: Mapping[str, str]) -> dict[str, object]:
    claims: dict[str, object] = {}
    for name, value in attributes.items():
        if name in _BOOLEANS:
            claims[name] = value == "true"
        elif name == "address":
            claims[name] = {"formatted": value}
        elif name == "updated_at" and value.isdecimal():
            claims[name] = int(value)
        elif not name.startswith(_NEVER):
            claims[name] = value
    return claims
