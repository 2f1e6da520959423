"""What the tokens say: the claims of ID and access tokens (tokens.md 2 and 3).

The values are those of the moment of issue; `iat` is the true time, since clients measure their
clock drift from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.model.client import AppClient
from domain.model.group_claims import NO_GROUPS, GroupClaims
from domain.model.identity import IDENTITIES, as_claim
from domain.model.pool import UserPool
from domain.model.token import TokenFamily
from domain.model.token_changes import UNCHANGED, TokenChanges
from domain.model.user import User
from domain.tokens import assurance, overrides

SELF_SERVICE_SCOPE: Final = "aws.cognito.signin.user.admin"
"""The scope of every token that an API sign-in gives; it opens the self-service operations."""

_BOOLEANS: Final = frozenset({"email_verified", "phone_number_verified"})
_NEVER: Final = "dev:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom tokens are about: a user, those of his attributes that the client may read, groups.

    `changes` are what the pool's function wants said otherwise.
    """

    user: User
    attributes: Mapping[str, str] = field(repr=False)
    groups: GroupClaims = NO_GROUPS
    changes: TokenChanges = UNCHANGED

    @property
    def told_groups(self) -> GroupClaims:
        """The groups that the tokens tell of."""
        return self.groups if self.changes.groups is None else self.changes.groups


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
    device_key, changes = issue.family.device_key, issue.subject.changes
    claims = {
        **({} if device_key is None else {"device_key": device_key}),
        **_common(issue, jti),
        **issue.subject.told_groups.for_access(),
        "client_id": issue.client.id,
        "token_use": "access",
        "scope": overrides.scope(
            (SELF_SERVICE_SCOPE,), changes.scopes_to_add, changes.scopes_to_suppress
        ),
        "exp": issue.now_ms // 1000 + issue.client.access_token_s,
        "username": issue.subject.user.username,
    }
    return overrides.changed(claims, changes.access)


def id_claims(issue: Issue, jti: str) -> dict[str, object]:
    """Return the claims of an ID token, with those attributes that the client may read."""
    claims = {
        **attribute_claims(issue.subject),
        **_common(issue, jti),
        **issue.subject.told_groups.for_identity(),
        "aud": issue.client.id,
        "token_use": "id",
        "exp": issue.now_ms // 1000 + issue.client.id_token_s,
        "cognito:username": issue.subject.user.username,
    }
    return overrides.changed(claims, issue.subject.changes.identity)


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


def attribute_claims(subject: Subject) -> dict[str, object]:
    """Return attributes as an ID token says them: some have other types than text there."""
    claims: dict[str, object] = {}
    for name, value in subject.attributes.items():
        if name in _BOOLEANS:
            claims[name] = value == "true"
        elif name == "address":
            claims[name] = {"formatted": value}
        elif name == "updated_at" and value.isdecimal():
            claims[name] = int(value)
        elif name == IDENTITIES:
            claims[name] = as_claim(subject.user.identities)
        elif not name.startswith(_NEVER):
            claims[name] = value
    return claims
